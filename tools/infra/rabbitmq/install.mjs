// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { announce } from '../../support/messages.mjs';
import { canInstallPackages, disableService, installWithoutStarting } from '../apt.mjs';
import { Unavailable } from '../ways.mjs';

const ASK_FOR_IT =
  'rabbitmq-server is not installed; install it (Debian, Ubuntu: apt-get install rabbitmq-server; ' +
  'macOS: brew install rabbitmq), or set RABBITMQ_URL to a broker';

// The scripts themselves come before the Debian wrapper of the same name in /usr/sbin, which switches users.
const PLACES = ['/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin'];

/**
 * The script that runs a broker; installed first where that is possible without asking anybody.
 * @returns {Promise<string>}
 */
export async function brokerScript() {
  const found = findScript();
  if (found) return found;
  if (!(await canInstallPackages())) throw new Unavailable(ASK_FOR_IT);
  announce('rabbitmq', 'installing', 'apt-get install rabbitmq-server');
  const { ok, reason } = await installWithoutStarting('rabbitmq-server');
  if (!ok) throw new Unavailable(`${ASK_FOR_IT} (apt-get install: ${reason})`);
  await disableService('rabbitmq-server');
  const installed = findScript();
  if (installed) return installed;
  throw new Unavailable(ASK_FOR_IT);
}

function findScript() {
  const onPath = (process.env['PATH'] ?? '').split(':').filter((directory) => directory !== '/usr/sbin');
  return [...PLACES, ...onPath]
    .map((directory) => join(directory, 'rabbitmq-server'))
    .find((path) => existsSync(path));
}
