// @ts-check
import { run } from '../support/run.mjs';
import { ToolError } from '../support/tool.mjs';

const TIME_LIMIT_MS = 60_000;

/** The client of one Docker engine. */
export class Docker {
  /** @param {NodeJS.ProcessEnv} env says which engine @param {AbortSignal} [signal] ends what is under way */
  constructor(env, signal) {
    this.env = env;
    this.signal = signal;
  }

  /** Runs a command, and resolves with what it printed. @param {string[]} args */
  call(...args) {
    return this.callFor(TIME_LIMIT_MS, ...args);
  }

  /** The same for what takes longer. @param {number} timeoutMs @param {string[]} args */
  async callFor(timeoutMs, ...args) {
    const { ok, stdout, stderr, reason } = await this.try(timeoutMs, ...args);
    if (ok) return stdout.trim();
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n');
    throw new ToolError(`docker ${args[0]} failed: ${reason}\n${said}`);
  }

  /** Runs a command that may fail. @param {number} timeoutMs @param {string[]} args */
  try(timeoutMs, ...args) {
    return run('docker', args, { timeoutMs, env: this.env, ...(this.signal && { signal: this.signal }) });
  }

  /** Whether the engine has an image. @param {string} image */
  async has(image) {
    return (await this.try(TIME_LIMIT_MS, 'image', 'inspect', image)).ok;
  }

  /** What the engine knows of a container or an image. @param {string} name */
  async inspect(name) {
    return JSON.parse(await this.call('inspect', name))[0];
  }
}
