// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ToolError } from './tool.mjs';
import { root } from './paths.mjs';

/**
 * Runs npm in the checkout with its output on the terminal; rejects with the given words when it fails.
 * @param {string[]} args
 * @param {string} failure
 */
export async function npm(args, failure) {
  // Within an npm script this is the npm that runs it; the one on the path may be another version.
  const script = process.env['npm_execpath'];
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit').catch((error) => {
    throw new ToolError(`${failure}: npm cannot be started (${error.message})`);
  });
  if (code !== 0) throw new ToolError(`${failure}: npm ${args[0]} ended with ${code}; what it said is above`);
}
