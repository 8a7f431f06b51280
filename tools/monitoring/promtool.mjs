// @ts-check
import { announce } from '../support/messages.mjs';
import { run } from '../support/run.mjs';
import { canInstallPackages, disableService, installWithoutStarting } from '../infra/apt.mjs';
import { Unavailable } from '../infra/ways.mjs';

const ASK_FOR_IT = 'promtool is not installed; install it (Debian, Ubuntu: apt-get install prometheus)';

/** Makes sure that there is a promtool; installs it where that is possible without asking anybody. Rejects with `Unavailable`. */
export async function ensurePromtool() {
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

const isThere = async () => (await run('promtool', ['--version'], { timeoutMs: 10_000 })).ok;
