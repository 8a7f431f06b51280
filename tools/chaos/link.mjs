// @ts-check
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @typedef {import('node:net').Socket} Socket */

/**
 * What is wrong with a line. Nothing: it passes everything on at once.
 * @typedef {object} Trouble
 * @property {boolean} [cut] connections are refused
 * @property {boolean} [silent] nothing gets through, and nobody is told; what was sent arrives when the line is back
 * @property {number} [latencyMs] each way
 * @property {number} [jitterMs] up to so much more
 * @property {number} [bytesPerSecond] each way
 * @property {number} [sliceBytes] nothing arrives in larger pieces
 * @property {number} [lossPercent] of pieces are late by the time a repetition takes, which is how TCP shows loss
 */

const REPETITION_MS = 200;
const HELD_BYTES = 1024 * 1024;
const LOOK_AGAIN_MS = 20;

/** A line between one service and one server, which can be troubled in every way a network can. */
export class Link {
  /** @type {Set<Socket>} */
  #sockets = new Set();
  /** @type {Trouble} */
  #trouble = {};
  #server = createServer((client) => this.#accept(client));

  /** @param {{ host: string, port: number }} target */
  constructor(target) {
    this.target = target;
  }

  /** Opens it, and resolves with the loopback port that leads to the target. */
  async open() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#server.unref();
    return /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port;
  }

  get trouble() {
    return this.#trouble;
  }

  /** @param {Trouble} trouble */
  set trouble(trouble) {
    this.#trouble = trouble;
    if (trouble.cut) this.reset();
  }

  /** Ends every connection as a crash would; new ones are welcome unless the line is cut. */
  reset() {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** @param {Socket} client */
  #accept(client) {
    if (this.#trouble.cut) return void client.resetAndDestroy();
    const upstream = connect(this.target);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
    }
    this.#pass(client, upstream);
    this.#pass(upstream, client);
  }

  /** @param {Socket} from @param {Socket} to */
  #pass(from, to) {
    const lane = new Lane(to, () => this.#trouble);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      void lane.finished().then(() => to.destroySoon());
    });
    from.on('data', (chunk) => {
      if (lane.take(chunk)) return;
      from.pause();
      void lane.drained().then(() => from.resume());
    });
  }
}

/** One direction of one connection. Keeps the order of what it carries. */
class Lane {
  /** @type {{ piece: Buffer, dueAt: number }[]} */
  #held = [];
  #heldBytes = 0;
  #lastDue = 0;
  /** @type {Promise<void> | undefined} */
  #delivering;

  /** @param {Socket} to @param {() => Trouble} trouble */
  constructor(to, trouble) {
    this.to = to;
    this.trouble = trouble;
  }

  /** Takes what arrived; false when the sender should wait. @param {Buffer} chunk */
  take(chunk) {
    const trouble = this.trouble();
    if (!this.#delivering && Object.keys(trouble).length === 0) return this.to.write(chunk);
    for (const piece of sliced(chunk, trouble.sliceBytes ?? chunk.length)) {
      this.#lastDue = Math.max(this.#lastDue, Date.now() + delayOf(trouble)) + transferMs(piece, trouble);
      this.#held.push({ piece, dueAt: this.#lastDue });
      this.#heldBytes += piece.length;
    }
    this.#delivering ??= this.#deliver().finally(() => (this.#delivering = undefined));
    return this.#heldBytes < HELD_BYTES;
  }

  /** Resolves when more may be taken. */
  async drained() {
    await this.#delivering;
    if (this.to.writableNeedDrain) await once(this.to, 'drain').catch(() => {});
  }

  /** Resolves when nothing is held any more. */
  finished() {
    return this.#delivering ?? Promise.resolve();
  }

  async #deliver() {
    for (let next = this.#held.shift(); next; next = this.#held.shift()) {
      await this.#passable(next.dueAt);
      this.#heldBytes -= next.piece.length;
      if (this.to.destroyed) continue;
      this.to.write(next.piece);
    }
  }

  /** @param {number} dueAt */
  async #passable(dueAt) {
    while (!this.to.destroyed && (this.trouble().silent || Date.now() < dueAt)) {
      const wait = this.trouble().silent ? LOOK_AGAIN_MS : dueAt - Date.now();
      await new Promise((resolve) => setTimeout(resolve, wait).unref());
    }
  }
}

/** @param {Trouble} trouble */
function delayOf({ latencyMs = 0, jitterMs = 0, lossPercent = 0 }) {
  const late = Math.random() * 100 < lossPercent ? REPETITION_MS : 0;
  return latencyMs + Math.random() * jitterMs + late;
}

/** @param {Buffer} piece @param {Trouble} trouble */
const transferMs = (piece, { bytesPerSecond }) =>
  bytesPerSecond === undefined ? 0 : (piece.length / bytesPerSecond) * 1000;

/** @param {Buffer} chunk @param {number} size */
function sliced(chunk, size) {
  const pieces = [];
  for (let from = 0; from < chunk.length; from += size) pieces.push(chunk.subarray(from, from + size));
  return pieces;
}
