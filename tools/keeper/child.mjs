// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, signalGroup } from '../support/processes.mjs';

/**
 * What to start, and how to stop it.
 * @typedef {object} ChildSpec
 * @property {string} name unique among the children that run
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string | undefined>} env the whole environment
 * @property {string} log file to which its output is appended
 * @property {number} stage children of a higher stage are stopped before those of a lower one
 * @property {NodeJS.Signals} stopSignal
 * @property {number} stopTimeoutMs after this it is killed
 * @property {string} [cwd]
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {boolean} [reportsReady] it is a Node script that says it is ready through `process.send`
 */

/** A child in a process group of its own, so that whatever it starts can be killed with it. */
export class Child {
  /** @param {ChildSpec} spec @param {(message: unknown) => void} onMessage */
  constructor(spec, onMessage) {
    this.spec = spec;
    const log = openSync(spec.log, 'a');
    try {
      this.process = spawn(spec.command, spec.args, {
        cwd: spec.cwd,
        env: spec.env,
        uid: spec.uid,
        gid: spec.gid,
        detached: true,
        stdio: spec.reportsReady ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
      });
    } finally {
      closeSync(log);
    }
    this.process.on('message', onMessage);
    this.started = this.#start();
    this.ended = this.#end();
  }

  /** Sends a signal to the process itself, not to its group. @param {NodeJS.Signals} signal */
  signal(signal) {
    this.process.kill(signal);
  }

  /** Ends it: politely, then by force after its time limit, or at once when there is no time to lose. */
  async stop() {
    if (this.spec.stopSignal === 'SIGKILL') this.kill();
    else this.signal(this.spec.stopSignal);
    await Promise.race([this.ended, sleep(this.spec.stopTimeoutMs, undefined, { ref: false })]);
    this.kill();
    await this.ended;
  }

  /** Kills it and all it started. */
  kill() {
    if (this.process.pid !== undefined) signalGroup(this.process.pid, 'SIGKILL');
  }

  /** @returns {Promise<string>} its identity, once it runs */
  #start() {
    return new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('spawn', () => resolve(identityOf(/** @type {number} */ (this.process.pid)) ?? ''));
    });
  }

  /** @returns {Promise<{ code: number | null, signal: string | null }>} */
  #end() {
    return new Promise((resolve) => {
      this.process.once('error', () => resolve({ code: null, signal: null }));
      this.process.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }
}
