// @ts-check
import { spawnSync } from 'node:child_process';
import { announce } from '../support/messages.mjs';
import { run } from '../support/run.mjs';
import { canInstallPackages, disableService, installWithoutStarting } from '../infra/apt.mjs';
import { Unavailable } from '../infra/ways.mjs';

const ASK_FOR_IT =
  'Prometheus and promtool are not installed; install them (Debian, Ubuntu: apt-get install prometheus)';

/** Whether both are there. */
export const hasPrometheus = () =>
  ['promtool', 'prometheus'].every((program) => spawnSync(program, ['--version']).status === 0);

/** Makes sure that both are there; installs them where that is possible without asking anybody. Rejects with `Unavailable`. */
export async function ensurePrometheus() {
  if (hasPrometheus()) return;
  if (!(await canInstallPackages())) throw new Unavailable(ASK_FOR_IT);
  announce('prometheus', 'installing', 'apt-get install prometheus');
  const { ok, reason } = await installWithoutStarting('prometheus');
  if (!ok) throw new Unavailable(`${ASK_FOR_IT} (apt-get install: ${reason})`);
  await disableService('prometheus');
  if (!hasPrometheus()) throw new Unavailable(ASK_FOR_IT);
}

/** What promtool says of files: nothing if they are fine. @param {string[]} args */
export async function promtool(...args) {
  const { ok, stdout, stderr } = await run('promtool', args, { timeoutMs: 60_000 });
  return ok ? '' : `${stdout}${stderr}`;
}
