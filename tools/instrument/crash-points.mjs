// @ts-check
import { appendFileSync } from 'node:fs';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

/**
 * What is to happen at a crash point, at which pass of it.
 * @typedef {object} Arm
 * @property {string} name of the point
 * @property {number} pass 1 is the first
 * @property {NodeJS.Signals | 'throw'} action
 * @property {string | undefined} code of the error that is thrown, such as an SQLSTATE
 */

const ARM = /^([a-z][a-z0-9-]*)(?::([1-9]\d*))?(?::(SIGKILL|SIGSTOP|SIGTERM|throw(?:=([\w-]+))?))?$/;

// Long enough for the kernel to have taken what was handed to the sockets, also on a busy machine.
const WRITTEN_MS = 20;

/**
 * Reads `point[:pass[:action]]`, several with commas between. The pass is 1 unless given; the action SIGKILL, or
 * SIGSTOP, SIGTERM, `throw` or `throw=CODE`.
 * @param {string} text
 * @returns {Arm[]}
 */
export const armsIn = (text) =>
  text
    .split(',')
    .filter((one) => one !== '')
    .map((one) => {
      const [, name, pass = '1', action = 'SIGKILL', code] = ARM.exec(one) ?? [];
      if (name === undefined) throw new Error(`${one} is not point[:pass[:action]]`);
      const kind = /** @type {Arm['action']} */ (action.replace(/=.*/, ''));
      return { name, pass: Number(pass), action: kind, code };
    });

/** What the markers of an instrumented process call. */
export class CrashPoints {
  /** @type {Map<string, number>} */
  #passes = new Map();

  /** @param {readonly Arm[]} arms @param {string | undefined} report a file that says which points were passed and what came of it */
  constructor(arms, report) {
    this.arms = arms;
    this.report = report;
  }

  /** @param {string} name */
  pass(name) {
    const arm = this.#armFor(name);
    if (arm) this.#strike(arm);
  }

  /** As `pass`, when what the process has written so far has left it. @param {string} name */
  async onceWritten(name) {
    const arm = this.#armFor(name);
    if (!arm) return;
    await turn();
    await pause(WRITTEN_MS);
    this.#strike(arm);
  }

  /** @param {string} name */
  #armFor(name) {
    const pass = (this.#passes.get(name) ?? 0) + 1;
    this.#passes.set(name, pass);
    if (pass === 1) this.#note(`passed ${name}`);
    return this.arms.find((arm) => arm.name === name && arm.pass === pass);
  }

  /** @param {Arm} arm */
  #strike({ name, action, code }) {
    this.#note(`struck ${name} ${action}`);
    if (action === 'throw') throw Object.assign(new Error(`thrown at ${name}`), code && { code });
    process.kill(process.pid, action);
    // Nothing may happen after death, not even within the moment that the signal takes.
    if (action === 'SIGKILL') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }

  /** At once, for the next thing may be the end. @param {string} line */
  #note(line) {
    if (this.report) appendFileSync(this.report, `${line}\n`);
  }
}
