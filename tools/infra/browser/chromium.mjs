// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { announce } from '../../support/messages.mjs';
import { canInstallPackages, installPackage } from '../apt.mjs';
import { Unavailable } from '../ways.mjs';

const ASK_FOR_IT =
  'no Chromium is installed; install one (Debian: apt-get install chromium; macOS: brew install chromium), ' +
  'or set CHROMIUM_PATH to one';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The program of a Chromium: the one that `CHROMIUM_PATH` names, or one on the `PATH`; installed first where that is
 * possible without asking anybody. Rejects with `Unavailable`.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
export async function chromiumPath(env) {
  const named = env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Unavailable(`CHROMIUM_PATH names ${named}, which is not there`);
  }
  const found = findOnPath(env);
  if (found) return found;
  if (!(await canInstallPackages())) throw new Unavailable(ASK_FOR_IT);
  announce('browser', 'installing', 'apt-get install chromium');
  const { ok, reason } = await installPackage('chromium');
  const installed = findOnPath(env);
  if (ok && installed) return installed;
  throw new Unavailable(`${ASK_FOR_IT} (apt-get install: ${reason})`);
}

/** @param {NodeJS.ProcessEnv} env */
const findOnPath = (env) =>
  (env['PATH'] ?? '')
    .split(':')
    .flatMap((directory) => NAMES.map((name) => join(directory, name)))
    .find((path) => existsSync(path));
