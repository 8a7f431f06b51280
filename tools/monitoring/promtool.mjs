// @ts-check
import { announce } from '../support/messages.mjs';
import { run } from '../support/run.mjs';
import { canInstallPackages, disableService, installWithoutStarting } from '../infra/apt.mjs';
import { Unavailable } from '../infra/ways.mjs';

const ASK_FOR_IT =
  'Prometheus and promtool are not installed; install them (Debian, Ubuntu: apt-get install prometheus)';

/** Makes sure that both are there; installs them where that is possible without asking anybody. Rejects with `Unavailable`. */
export async function ensurePrometheus() {
  if (await isThere()) return;
  if (!(await canInstallPackages())) throw new Unavailable(ASK_FOR_IT);
  announce('prometheus', 'installing', 'apt-get install prometheus');
  const { ok, reason } = await installWithoutStarting('prometheus');
  if (!ok) throw new Unavailable(`${ASK_FOR_IT} (apt-get install: ${reason})`);
  await disableService('prometheus');
  if (!(await isThere())) throw new Unavailable(ASK_FOR_IT);
}

/** What promtool says of files: nothing if they are fine. @param {string[]} args */
export async function promtool(...args) {
  const { ok, stdout, stderr } = await run('promtool', args, { timeoutMs: 60_000 });
  return ok ? '' : `${stdout}${stderr}`;
}

async function isThere() {
  const versions = ['promtool', 'prometheus'].map((program) =>
    run(program, ['--version'], { timeoutMs: 10_000 }),
  );
  return (await Promise.all(versions)).every(({ ok }) => ok);
}
