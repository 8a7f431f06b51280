// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { announce } from './support/messages.mjs';
import { withLock } from './support/lock.mjs';
import { isMain, runTool } from './support/tool.mjs';
import { npm } from './support/npm.mjs';
import { inRoot, inState } from './support/paths.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */
/** @typedef {Record<string, LockedPackage>} Packages */

/** Installs the dependencies if they are not exactly those that package-lock.json names; looking takes milliseconds. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock(
    inState('install.lock'),
    async () => {
      if (isInstalled()) return;
      announce('packages', 'npm ci', 'installing what package-lock.json names');
      // What the tools need is among the development dependencies, whatever NODE_ENV is set to outside.
      await npm(
        ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
        'The dependencies could not be installed',
      );
    },
    (owner) =>
      announce(
        'packages',
        'waiting',
        `for an installation that is going on (process ${Number.parseInt(owner, 10)})`,
      ),
  );
}

function isInstalled() {
  // npm writes the second file when it has put everything the first one names into node_modules.
  const installed = packagesOf(inRoot('node_modules', '.package-lock.json'));
  return (
    installed !== undefined && sameInstallation(packagesOf(inRoot('package-lock.json')) ?? {}, installed)
  );
}

/**
 * Whether exactly the locked packages are installed, save optional ones, which may be for another platform.
 * @param {Packages} locked
 * @param {Packages} installed
 */
export function sameInstallation(locked, installed) {
  const expected = Object.entries(locked).filter(([path]) => path !== '');
  const asExpected = expected.every(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    if (!found) return optional === true || devOptional === true;
    return found.version === version && found.integrity === integrity;
  });
  return asExpected && Object.keys(installed).every((path) => path in locked);
}

/** @param {string} path @returns {Packages | undefined} */
function packagesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

if (isMain(import.meta.url)) await runTool(ensureInstalled);
