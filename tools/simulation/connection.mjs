// @ts-check
import { Channel } from './channel.mjs';

/** @typedef {import('./timeline.mjs').Owner} Owner */
/** @typedef {import('./broker.mjs').Broker} Broker */

const RECONNECT_AFTER_MS = 1_000;

/** A connection that comes back by itself, as the pipeline's `BrokerConnection` does. */
export class Connection {
  /** @type {{ createChannel(): Promise<Channel>, createConfirmChannel(): Promise<Channel> } | undefined} */
  model;
  /** @type {string | undefined} */
  blocked;
  /** @type {Set<Channel>} */
  channels = new Set();
  /** @type {(() => void)[]} */
  #listeners = [];

  /** @param {Broker} broker @param {Owner} owner @param {'publishing' | 'consuming'} purpose */
  constructor(broker, owner, purpose) {
    this.broker = broker;
    this.world = broker.world;
    this.owner = owner;
    this.purpose = purpose;
    this.name = `${owner.name} ${purpose}`;
    broker.connections.add(this);
    this.#connectAfter(this.world.latency());
  }

  /** @param {() => void} listener */
  onConnect(listener) {
    this.#listeners.push(listener);
    if (this.model) listener();
  }

  /** The line breaks; some of what was on its way still arrives. */
  cut() {
    if (!this.model) return;
    this.#drop();
    if (!this.owner.dead) this.#connectAfter(RECONNECT_AFTER_MS);
  }

  /** Its process has died. */
  die() {
    this.broker.connections.delete(this);
    this.#drop();
  }

  /** @param {string} reason */
  block(reason) {
    if (this.purpose === 'publishing') this.blocked = reason;
  }

  unblock() {
    this.blocked = undefined;
    for (const channel of this.channels) channel.resume();
  }

  #drop() {
    this.model = undefined;
    this.blocked = undefined;
    for (const channel of this.channels) {
      channel.loseSome();
      channel.end(new Error('Connection lost'));
    }
  }

  /** @param {number} ms */
  #connectAfter(ms) {
    this.world.timeline.after(
      ms,
      this.owner,
      'connects',
      () => {
        if (this.broker.isDown) return this.#connectAfter(RECONNECT_AFTER_MS);
        this.model = { createChannel: () => this.#open(), createConfirmChannel: () => this.#open() };
        for (const listener of this.#listeners) listener();
      },
      this.purpose,
    );
  }

  /** @returns {Promise<Channel>} */
  #open() {
    const channel = new Channel(this);
    this.channels.add(channel);
    return Promise.resolve(channel);
  }
}
