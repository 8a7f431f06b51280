// @ts-check
import { Broker } from './broker.mjs';
import { Database } from './database.mjs';
import { Instance } from './instance.mjs';
import { SERVICES } from './services.mjs';
import { Random } from './random.mjs';
import { positionKey } from './store.mjs';
import { Timeline } from './timeline.mjs';

/** @typedef {import('./modules.mjs').Builds} Builds */
/** @typedef {import('./modules.mjs').ServiceName} ServiceName */
/** @typedef {import('./plan.mjs').Plan} Plan */
/** @typedef {{ invariant: string, what: string }} Violation */

/** The three services, their databases and their broker, in one process and out of time. */
export class World {
  services = SERVICES;
  /** @type {Violation[]} */
  violations = [];
  /** @type {Set<Instance>} */
  instances = new Set();
  /** How far each service has handled each stream. @type {Map<string, number>} */
  progress = new Map();
  /** The order of each subject. @type {Map<string, import('./plan.mjs').PlannedOrder>} */
  orders = new Map();
  areCursesLifted = false;
  /** @type {Database[]} */
  #everyDatabase;
  /** @type {Map<string, number>} */
  #cursed = new Map();

  /** @param {Plan} plan @param {Builds} builds @param {Record<ServiceName, any>} topologies @param {((line: string) => void) | undefined} tell */
  constructor(plan, builds, topologies, tell) {
    this.plan = plan;
    this.rates = plan.rates;
    this.builds = builds;
    this.topologies = topologies;
    this.random = new Random(plan.luck);
    this.timeline = new Timeline(tell);
    this.log = logTo(tell);
    this.broker = new Broker(this);
    this.databases = {
      order: new Database(this, 'order'),
      inventory: new Database(this, 'inventory'),
      notification: new Database(this, 'notification'),
    };
    this.#everyDatabase = Object.values(this.databases);
    for (const [productId, available] of Object.entries(plan.stock)) {
      const product = { productId, name: productId, status: 'ACTIVE', available, reserved: 0, version: 1 };
      this.databases.inventory.table('products').set(productId, { ...product, lowStockThreshold: null });
    }
  }

  /** How long a message or a statement takes: mostly short, now and then long. */
  latency() {
    const luck = this.random.next();
    return this.plan.latencyMs * (luck < 0.95 ? 0.1 + luck : (luck - 0.94) * 400);
  }

  /** @param {ServiceName} service @param {number} index */
  start(service, index) {
    this.instances.add(new Instance(this, service, `${service}/${index}`));
  }

  /** Ends a process in the midst of what it does, and starts another in its place. @param {Instance} instance @param {number} [restartMs] */
  kill(instance, restartMs = this.random.pick([5, 500, 6_000])) {
    const { service, name } = instance;
    this.timeline.tell?.(`${this.timeline.now.toFixed(3).padStart(12)} ms  ${name.padEnd(15)} DIES`);
    instance.die();
    this.instances.delete(instance);
    this.timeline.after(restartMs, undefined, `${name} starts again`, () => {
      this.start(service, Number(name.split('/')[1]));
    });
  }

  /** @param {string} invariant @param {string} what */
  violate(invariant, what) {
    this.violations.push({ invariant, what });
  }

  /** Throws what a bug of a handler would throw. @param {ServiceName} service @param {{ subject: string }} event */
  breakIfCursed(service, { subject }) {
    const order = this.orders.get(subject);
    if (order?.curse?.service !== service || this.areCursesLifted) return;
    const times = this.#cursed.get(subject) ?? 0;
    this.#cursed.set(subject, times + 1);
    if (times < order.curse.times) throw new Error('cursed');
  }

  /** An event has been handled and that is committed. @param {string} service @param {string} stream @param {{ subject: string, sequence: number }} event */
  handled(service, stream, { subject, sequence }) {
    const key = `${service} ${positionKey(stream, subject)}`;
    const before = this.progress.get(key) ?? 0;
    if (sequence !== before + 1) {
      this.violate(
        'in order and once',
        `${service} handled ${stream} ${sequence} of ${this.nameOf(subject)} after ${before}`,
      );
    }
    this.progress.set(key, Math.max(before, sequence));
  }

  /** A retry is the business of the queue where it failed. @param {string} queue @param {import('./broker.mjs').Message} message */
  checkDelivery(queue, { properties: { headers } }) {
    const origin = headers?.['x-origin-queue'];
    if (origin !== undefined && origin !== queue) {
      this.violate('retries stay home', `${queue} was given what had failed in ${origin}`);
    }
  }

  /** @param {string} subject */
  nameOf(subject) {
    const order = this.orders.get(subject);
    return order ? `order ${order.number}` : 'an unknown subject';
  }

  /** Whether nothing is on its way: no row to be published, no message, no transaction. */
  get isQuiet() {
    if (this.broker.pending > 0) return false;
    for (const { open } of this.#everyDatabase) if (open.size > 0) return false;
    for (const database of this.#everyDatabase) if (database.table('outbox').size > 0) return false;
    return true;
  }
}

/** @param {((line: string) => void) | undefined} tell */
function logTo(tell) {
  /** @param {{ err?: unknown } & Record<string, unknown>} fields @param {string} message */
  const write = ({ err }, message) =>
    tell?.(`${''.padStart(33)}log: ${message}${err instanceof Error ? ` (${err.message})` : ''}`);
  const silence = () => undefined;
  return tell
    ? { debug: write, info: write, warn: write, error: write }
    : { debug: silence, info: silence, warn: silence, error: silence };
}
