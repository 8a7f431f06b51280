// @ts-check
import { Connection } from './connection.mjs';
import { outboxOn, storeOn } from './store.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./modules.mjs').ServiceName} ServiceName */
/** @typedef {import('./timeline.mjs').Owner} Owner */

// Parcels of at most three, so that what travels together is cut as well.
const RELAY_SETTINGS = { pollIntervalMs: 2_500, eventsPerMessage: 3 };

/** One process of a service: the pipeline as the service wires it, on the ports of the simulated world. @implements {Owner} */
export class Instance {
  dead = false;
  stillUntil = 0;
  /** How many more things happen to it before it is killed. */
  lifetime = Infinity;
  /** @type {any} */
  transactions;
  /** @type {import('./services.mjs').UseCases} */
  useCases;

  /** @param {World} world @param {ServiceName} service @param {string} name */
  constructor(world, service, name) {
    this.world = world;
    this.service = service;
    this.name = name;
    this.build = world.builds[service];
    this.database = world.databases[service];
    this.connections = [
      new Connection(world.broker, this, 'publishing'),
      new Connection(world.broker, this, 'consuming'),
    ];
    this.clock = new this.build['SimulatedClock'](world.timeline, this);
    this.#start();
  }

  passes() {
    if (--this.lifetime > 0) return true;
    this.world.kill(this);
    return false;
  }

  /** Ends it as SIGKILL does. */
  die() {
    this.dead = true;
    for (const session of this.database.open) if (session.owner === this) session.breakOff();
    for (const connection of this.connections) connection.die();
  }

  #start() {
    const { build, world, clock } = this;
    const { log } = world;
    const [publishing, consuming] = this.connections;
    const topology = world.topologies[this.service];
    const publisher = new build['Publisher'](publishing, topology, clock, log);
    const outbox = outboxOn(this.database, this, build['LEASE_MS']);
    const relay = new build['OutboxRelay'](outbox, publisher, clock, RELAY_SETTINGS, log, NOBODY_COUNTS);
    const broker = { topology, publisher, consuming, options: { broker: { prefetch: world.plan.prefetch } } };
    this.transactions = new build['Transactions'](storeOn(build, this.database, this), relay, clock, broker);
    this.useCases = world.services[this.service](this);
    const outage = new build['Outage'](this.transactions, clock, log);
    const copies = new build['Copies'](publisher, clock, log);
    for (const inbound of build['inboundFor'](topology, this.service)) {
      const ladder = new build['RetryLadder'](inbound, copies, clock, NOBODY_COUNTS, log);
      const dispatch = this.#dispatchFor(inbound.subscription.stream.name);
      const { transactions } = this;
      const batches = new build['BatchProcessor'](
        inbound,
        transactions,
        dispatch,
        ladder,
        outage,
        NOBODY_COUNTS,
      );
      const oversize = new build['Oversize'](ladder, NOTHING_IS_LARGE);
      const scatter = new build['Scatter'](inbound, copies);
      const settle = { batches, oversize, scatter };
      void new build['QueueConsumer'](broker, inbound, settle, clock, log);
    }
    relay.start();
  }

  /** @param {string} stream */
  #dispatchFor(stream) {
    const { world, service } = this;
    const { handlers } = this.useCases;
    /** @param {string} type @param {readonly any[]} batch @param {any} tx */
    return async (type, batch, tx) => {
      for (const event of batch) world.breakIfCursed(service, event);
      await handlers.get(type)?.handle(batch, tx);
      for (const event of batch) tx.session.uponCommit.push(() => world.handled(service, stream, event));
    };
  }
}

const NOTHING_IS_LARGE = {};
const NOBODY_COUNTS = { handled() {}, retried() {}, deadLettered() {}, published() {}, heldUp() {} };
