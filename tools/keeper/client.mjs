// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { identityOf } from '../support/processes.mjs';
import { createRunDirectory, sweepDeadRuns } from './record.mjs';

/** @typedef {import('./child.mjs').ChildSpec} ChildSpec */
/** @typedef {{ code: number | null, signal: string | null }} End */

/**
 * A child as the tool sees it.
 * @typedef {object} Kept
 * @property {string} name
 * @property {number} pid
 * @property {Promise<void>} ready settles when it says so; only for a child that reports it
 * @property {Promise<End>} ended
 * @property {() => End | undefined} end how it ended, if it has
 */

/** Stage of children that others need: stopped last. */
export const INFRASTRUCTURE = 1;
/** Stage of what infrastructure itself stands on: stopped after it. */
export const FOUNDATION = 0;
/** Stage of the services: stopped first. */
export const SERVICES = 2;

/** Starts a keeper, after clearing away what earlier ones left that were killed. */
export async function startKeeper() {
  sweepDeadRuns();
  return new Keeper(await createRunDirectory());
}

/** The tool's end of the line to its keeper process. */
export class Keeper {
  /** Whether everything is being stopped, so that the end of a child is no surprise. */
  isStopping = false;
  #requests = 0;
  /** @type {Map<number, (reply: { pid: number, error?: string }) => void>} */
  #replies = new Map();
  /** @type {Map<string, { settle: (end: End) => void, ready: () => void, ended: Promise<End> }>} */
  #listeners = new Map();

  /** @param {string} directory thrown away when the keeper ends */
  constructor(directory) {
    this.directory = directory;
    const log = openSync(join(directory, 'keeper.log'), 'a');
    // Options meant for the tool, a debugger's port for instance, must not reach its keeper.
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.process = spawn(
      process.execPath,
      [fileURLToPath(new URL('./keeper.mjs', import.meta.url)), directory],
      {
        detached: true,
        env,
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    closeSync(log);
    this.identity = /** @type {string} */ (identityOf(/** @type {number} */ (this.process.pid)));
    this.gone = new Promise((resolve) => this.process.once('exit', () => resolve(undefined)));
    this.process.on('message', (message) => this.#hear(message));
    this.process.once('exit', () => this.#onGone());
  }

  /** Starts a child and resolves once it runs. @param {ChildSpec} spec @returns {Promise<Kept>} */
  async start(spec) {
    const request = (this.#requests += 1);
    /** @type {Promise<{ pid: number, error?: string }>} */
    const replied = new Promise((resolve) => this.#replies.set(request, resolve));
    const kept = this.#listen(spec.name);
    this.#say({ request, child: spec });
    const { pid, error } = await replied;
    if (error !== undefined) throw new Error(`${spec.name} does not start: ${error}`);
    return { ...kept, name: spec.name, pid };
  }

  /** Signals a child. @param {string} name @param {NodeJS.Signals} signal */
  signal(name, signal) {
    this.#say({ ask: 'signal', name, signal });
  }

  /** Resolves when a child of that name has ended; at once when none runs. @param {string} name */
  async ended(name) {
    await this.#listeners.get(name)?.ended;
  }

  /** Has a file removed when everything has been stopped. @param {string} path */
  removeAtEnd(path) {
    this.#say({ ask: 'remove', path });
  }

  /** Stops every child and the keeper itself, and resolves when none of it is left. */
  async stop() {
    this.isStopping = true;
    this.#say({ ask: 'stop' });
    await this.gone;
  }

  /** While stopping: kills the services instead of waiting for them. */
  hurry() {
    this.#say({ ask: 'hurry', stage: SERVICES });
  }

  /** @param {object} message */
  #say(message) {
    if (this.process.connected) this.process.send(message, () => {});
  }

  /** @param {string} name */
  #listen(name) {
    /** @type {End | undefined} */
    let end;
    /** @type {(end: End) => void} */
    let settle = () => {};
    /** @type {Promise<End>} */
    const ended = new Promise((resolve) => (settle = resolve));
    /** @type {Promise<void>} */
    const ready = new Promise((resolve) => this.#listeners.set(name, { settle, ready: resolve, ended }));
    void ended.then((how) => (end = how));
    return { ready, ended, end: () => end };
  }

  /** @param {any} message */
  #hear(message) {
    if (message.reply !== undefined) {
      this.#replies.get(message.reply)?.(message);
      this.#replies.delete(message.reply);
    }
    if (message.event === 'message') this.#listeners.get(message.name)?.ready();
    if (message.event === 'exit') this.#listeners.get(message.name)?.settle(message);
  }

  /** A keeper that is gone has no children and answers no more. */
  #onGone() {
    for (const reply of this.#replies.values()) reply({ pid: 0, error: 'the keeper has ended' });
    for (const listener of this.#listeners.values()) listener.settle({ code: null, signal: null });
  }
}
