// @ts-check
import { inRoot } from '../support/paths.mjs';
import { run } from '../support/run.mjs';
import { demand } from './claims.mjs';

const SPECS_MS = 600_000;
// Without its watcher, whose image cannot be had everywhere, what is started is removed by whoever started it.
const WATCHER = { TESTCONTAINERS_RYUK_DISABLED: 'true' };
const LABEL = 'label=org.testcontainers=true';

/**
 * Specs on servers that the test helper gets from the engine.
 * @param {import('./claims.mjs').Claims} claims
 * @param {import('./docker.mjs').Docker} docker
 */
export async function testHelperStory(claims, docker) {
  await claims.hold('specs pass on servers in containers of their own', async () => {
    const { ok, stdout, stderr } = await run(
      process.execPath,
      [inRoot('tools', 'test.mjs'), '--tier', 'int', 'libs/messaging/test/pipeline.int'],
      {
        timeoutMs: SPECS_MS,
        env: { ...docker.env, ...WATCHER, WAYBILL_INFRA: 'docker' },
        ...(docker.signal && { signal: docker.signal }),
      },
    );
    demand(ok, `${stdout}${stderr}`);
    demand(/^postgres +container/m.test(stdout), `they ran on other servers:\n${stdout}`);
  });
  await claims.hold('and those containers are gone', async () => {
    const left = await docker.call('ps', '--all', '--quiet', '--filter', LABEL);
    demand(left === '', `left: ${left}`);
  });
}
