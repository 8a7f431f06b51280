// @ts-check
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { runSpec } from './support/run-spec.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run fuzz [-- options]: sends the services of a system of its own whatever requests their documents suggest
  --requests N   so many of them (20000)
  --auth jwt     with authentication: as customers, services and administrators, and with tokens that are none
  --seed N       the requests of an earlier run again; a seed is printed otherwise`;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        requests: { type: 'string', default: '20000' },
        seed: { type: 'string' },
        auth: { type: 'string', default: 'off' },
      },
    }),
  );
  const requests = Number(values.requests);
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  if (!Number.isInteger(requests) || requests < 1) throw new ToolError('--requests must be at least 1');
  if (!Number.isInteger(seed)) throw new ToolError('--seed must be a whole number');
  if (!['off', 'jwt'].includes(values.auth)) throw new ToolError('--auth is off or jwt');
  return { requests, seed, auth: values.auth };
}

await runTool(async () => {
  const { requests, seed, auth } = options();
  await ensureInstalled();
  process.stdout.write(
    `seed ${seed}: npm run fuzz -- --requests ${requests} --auth ${auth} --seed ${seed}\n`,
  );
  await runSpec(auth === 'jwt' ? 'e2e/fuzz-tokens.e2e' : 'e2e/fuzz.e2e', {
    FUZZ_REQUESTS: String(requests),
    FUZZ_SEED: String(seed),
  });
});
