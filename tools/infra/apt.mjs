// @ts-check
import { run } from '../support/run.mjs';

/** Whether Debian packages can be installed without asking anybody. */
export const canInstallPackages = async () =>
  process.getuid?.() === 0 && (await run('apt-get', ['--version'], { timeoutMs: 5000 })).ok;

/** @param {string[]} args */
export function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', ['--quiet=2', ...args], { timeoutMs: 600_000, env });
}

/** Installs a package with nothing that is only recommended. @param {string} name */
export async function installPackage(name) {
  // Without the latest lists the package may be known all the same, or be here already.
  await aptGet('update');
  return aptGet('install', '--yes', '--no-install-recommends', name);
}
