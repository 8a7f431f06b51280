// @ts-check
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { run } from '../support/run.mjs';

/** Whether Debian packages can be installed without asking anybody. */
export const canInstallPackages = async () =>
  process.getuid?.() === 0 && (await run('apt-get', ['--version'], { timeoutMs: 5000 })).ok;

/** @param {string[]} args */
export function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', ['--quiet=2', ...args], { timeoutMs: 600_000, env });
}

/** Installs packages with nothing that is only recommended. @param {string[]} names */
export async function installPackage(...names) {
  // Without the latest lists they may be known all the same, or be here already.
  await aptGet('update');
  return aptGet('install', '--yes', '--no-install-recommends', ...names);
}

/** Installs packages, and keeps the distribution from starting what is in them. @param {string[]} names */
export async function installWithoutStarting(...names) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  // Packages ask this script before they start a service; 101 means "not allowed".
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await installPackage(...names);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/** Has nothing start a service at boot. Where there is no systemd this fails, and nothing would. @param {string[]} names */
export const disableService = (...names) =>
  run('systemctl', ['disable', '--now', ...names], { timeoutMs: 30_000 });
