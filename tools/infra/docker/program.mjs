// @ts-check
import { run } from '../../support/run.mjs';

/** A program and what comes before its arguments. @typedef {{ command: string, args: string[] }} Program */

const TIME_LIMIT_MS = 10_000;

/**
 * Why no Docker engine answers, if none does. The client may be installed where no engine runs, so the engine itself
 * is asked.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
export async function whyNoEngine(env) {
  const asked = ['info', '--format', '{{.ServerVersion}}'];
  const { ok, stdout, reason } = await run('docker', asked, { timeoutMs: TIME_LIMIT_MS, env });
  return ok && stdout.trim() !== '' ? undefined : `no Docker engine answers (${reason})`;
}

/** Compose as it is installed here, of version 2 or 1.29. @param {NodeJS.ProcessEnv} env @returns {Promise<Program | undefined>} */
export async function composeProgram(env) {
  const options = { timeoutMs: TIME_LIMIT_MS, env };
  if ((await run('docker', ['compose', 'version'], options)).ok)
    return { command: 'docker', args: ['compose'] };
  if ((await run('docker-compose', ['version'], options)).ok) return { command: 'docker-compose', args: [] };
  return undefined;
}
