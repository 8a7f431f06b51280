// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ToolError } from './tool.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Runs npm in the checkout with its output on the terminal; rejects with the given words when it fails.
 * @param {string[]} args
 * @param {string} failure
 */
export async function npm(args, failure) {
  const [command, first] = npmCommand();
  const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit').catch((error) => {
    throw new ToolError(`${failure}: npm cannot be started (${error.message})`);
  });
  if (code !== 0) throw new ToolError(`${failure}: npm ${args[0]} ended with ${code}; what it said is above`);
}

/** Runs npm in the checkout and tells what it said, whether or not it failed. @param {string[]} args @param {number} timeoutMs */
export function npmAnswer(args, timeoutMs) {
  const [command, first] = npmCommand();
  return run(command, [...first, ...args], { cwd: root, timeoutMs });
}

/** Within an npm script the npm that runs it; the one on the path may be another version. @returns {[string, string[]]} */
function npmCommand() {
  const script = process.env['npm_execpath'];
  return script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
}
