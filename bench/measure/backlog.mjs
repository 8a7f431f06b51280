// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../../tools/infra/postgres/admin.mjs';
import { connect as connectToBroker } from '../../tools/infra/rabbitmq/broker.mjs';

/** @typedef {import('../shops/shop.mjs').Shop} Shop */

/** What waits at one moment, by the place where it does. @typedef {Record<string, number>} Waiting */

const LOOK_EVERY_MS = 500;
const REST_WITHIN_MS = 600_000;
// What a service is working on waits nowhere. But for the largest batches, none takes longer than these looks do.
const QUIET_LOOKS = 10;
const QUIET_LOOK_EVERY_MS = 100;
// Whoever comes along an index notes in it what is no more. By a bitmap, all that has waited since the last vacuum is read
// again at each look, which counts as the shop's work; the figures are the same.
const ALONG_AN_INDEX = 'SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off';

/**
 * Looks at everything that waits in a shop: rows that are to be worked on, messages that are ready. It looks from within
 * transactions that stay open, so that its looks are not among the commits that are counted; between statements they
 * hold nothing back.
 */
export class Backlog {
  /** @param {Shop} shop @param {import('pg').Client[]} clients @param {import('amqplib').ChannelModel} connection @param {import('amqplib').Channel} channel */
  constructor(shop, clients, connection, channel) {
    this.shop = shop;
    this.clients = clients;
    this.connection = connection;
    this.channel = channel;
  }

  /** @param {Shop} shop */
  static async open(shop) {
    const clients = await Promise.all(shop.waits.map(({ database }) => connect(database)));
    for (const client of clients) await client.query(`BEGIN; ${ALONG_AN_INDEX}`);
    const connection = await connectToBroker(shop.brokerUrl);
    return new Backlog(shop, clients, connection, await connection.createChannel());
  }

  /** @returns {Promise<Waiting>} */
  async look() {
    const { waits, queues } = this.shop;
    const rows = await Promise.all(
      waits.map(async ({ sql }, at) => (await this.clients[at]?.query(sql))?.rows[0] ?? {}),
    );
    const ready = await Promise.all(
      queues.map(async (queue) => [queue, (await this.channel.checkQueue(queue)).messageCount]),
    );
    return Object.assign(Object.fromEntries(ready), ...rows);
  }

  /** Looks again and again until it is over. @param {() => boolean} isOver @returns {Promise<Waiting[]>} with the time since it began as `atMs` */
  async samples(isOver) {
    const began = performance.now();
    /** @type {Waiting[]} */
    const samples = [];
    while (!isOver()) {
      const waiting = await this.look();
      samples.push({ ...waiting, atMs: performance.now() - began });
      await pause(LOOK_EVERY_MS);
    }
    return samples;
  }

  /** Resolves when nothing has waited anywhere for a second; rejects after ten minutes. */
  async rest() {
    const deadline = Date.now() + REST_WITHIN_MS;
    for (let quiet = 0; quiet < QUIET_LOOKS;) {
      const waiting = await this.look();
      const busy = Object.entries(waiting).filter(([, count]) => count > 0);
      quiet = busy.length === 0 ? quiet + 1 : 0;
      if (Date.now() > deadline) throw new Error(`does not come to rest: ${JSON.stringify(busy)}`);
      await pause(QUIET_LOOK_EVERY_MS);
    }
  }

  async close() {
    for (const client of this.clients) await client.end();
    await this.connection.close();
  }
}
