// @ts-check
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { announce } from '../../support/messages.mjs';
import { run } from '../../support/run.mjs';
import { canInstallPackages, installPackage } from '../apt.mjs';
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
  await installWithoutStarting();
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

/** Installs the package, and keeps the distribution from running a broker of its own now or at the next boot. */
async function installWithoutStarting() {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  // Packages ask this script before they start a service; 101 means "not allowed".
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const { ok, reason } = await installPackage('rabbitmq-server');
    if (!ok) throw new Unavailable(`${ASK_FOR_IT} (apt-get install: ${reason})`);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
  // Where there is no systemd this fails, and nothing would start the broker at boot.
  await run('systemctl', ['disable', '--now', 'rabbitmq-server'], { timeoutMs: 30_000 });
}
