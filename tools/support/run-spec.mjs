// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inRoot, root } from './paths.mjs';

/**
 * Runs one end-to-end spec as `npm test` would, on servers of its own, with variables that make it larger; its failure
 * becomes the exit code of this process.
 * @param {string} spec as Jest finds it
 * @param {Record<string, string>} variables
 */
export async function runSpec(spec, variables) {
  const args = [inRoot('tools', 'test.mjs'), '--tier', 'e2e', spec];
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  // A Ctrl-C reaches the run by itself; a signal sent to this process alone does not.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}
