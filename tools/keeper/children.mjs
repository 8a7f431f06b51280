// @ts-check
import { Child } from './child.mjs';
import { writeRecord } from './record.mjs';
import { identityOf } from '../support/processes.mjs';

/** @typedef {import('./child.mjs').ChildSpec} ChildSpec */
/** @typedef {(event: { event: 'exit' | 'message', name: string, [detail: string]: unknown }) => void} Notify */

/** All children of one keeper. Each is on record from its start to its end. */
export class Children {
  /** @type {Map<string, Child>} */
  #running = new Map();
  /** @type {Map<string, string>} */
  #identities = new Map();

  /** @param {string} directory @param {Notify} notify */
  constructor(directory, notify) {
    this.directory = directory;
    this.notify = notify;
    this.#record();
  }

  /** Starts a child and resolves with its process number. @param {ChildSpec} spec */
  async start(spec) {
    if (this.#running.has(spec.name)) throw new Error(`${spec.name} runs already`);
    const { name } = spec;
    const child = new Child(spec, (message) => this.notify({ event: 'message', name, message }));
    this.#running.set(name, child);
    void child.ended.then((end) => this.#onEnd(name, child, end));
    this.#identities.set(name, await child.started);
    this.#record();
    return child.process.pid;
  }

  /** Signals one child; one that is gone already is left in peace. @param {string} name @param {NodeJS.Signals} signal */
  signal(name, signal) {
    this.#running.get(name)?.signal(signal);
  }

  /** Stops all of them, stage by stage from the highest; those of one stage together. */
  async stop() {
    const stages = new Set([...this.#running.values()].map((child) => child.spec.stage));
    for (const stage of [...stages].sort((a, b) => b - a)) {
      const peers = [...this.#running.values()].filter((child) => child.spec.stage === stage);
      await Promise.all(peers.map((child) => child.stop()));
    }
  }

  /** Kills all of them that serve no others; the rest then end in their own way. @param {number} stage */
  killFrom(stage) {
    for (const child of this.#running.values()) if (child.spec.stage >= stage) child.kill();
  }

  /** @param {string} name @param {Child} child @param {{ code: number | null, signal: string | null }} end */
  #onEnd(name, child, end) {
    child.kill(); // What it started itself must not outlive it.
    this.#running.delete(name);
    this.#identities.delete(name);
    this.#record();
    this.notify({ event: 'exit', name, pid: child.process.pid, ...end });
  }

  #record() {
    const owner = /** @type {string} */ (identityOf(process.pid));
    writeRecord(this.directory, { owner, children: [...this.#identities.values()] });
  }
}
