// @ts-check
import { execFile } from 'node:child_process';

/**
 * @typedef {object} Outcome
 * @property {boolean} ok whether the command ran and ended with 0
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} reason one line saying why it failed; empty when it did not
 */

/**
 * Runs a command to its end and tells how it went; it never rejects.
 * @param {string} command
 * @param {string[]} args
 * @param {{ timeoutMs: number, cwd?: string, env?: NodeJS.ProcessEnv, uid?: number, gid?: number, signal?: AbortSignal }} options `signal` kills it
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { timeoutMs, ...options }) {
  const limits = { timeout: timeoutMs, killSignal: /** @type {const} */ ('SIGKILL'), maxBuffer: 2 ** 24 };
  return new Promise((resolve) => {
    execFile(command, args, { ...options, ...limits }, (error, stdout, stderr) => {
      resolve({ ok: !error, stdout, stderr, reason: error ? reasonOf(error, stdout, stderr) : '' });
    });
  });
}

/**
 * @param {import('node:child_process').ExecFileException} error
 * @param {string} stdout
 * @param {string} stderr
 */
function reasonOf(error, stdout, stderr) {
  if (error.code === 'ENOENT') return 'not installed';
  if (error.killed) return 'did not end in time';
  const said = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  return said.find((line) => line !== '') ?? `ended with ${error.code ?? error.signal}`;
}
