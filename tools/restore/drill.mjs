// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../chaos/audit.mjs';
import { query } from '../chaos/databases.mjs';
import { Load } from '../chaos/load.mjs';
import { openMailbox } from '../chaos/mailbox.mjs';
import { comeToRest } from '../chaos/quiescence.mjs';
import { createRandom } from '../chaos/random.mjs';
import { openShop, PRODUCTS } from '../chaos/shop.mjs';
import { allOrFirstError } from '../infra/provide.mjs';
import { breakableBroker } from '../chaos/servers.mjs';
import { asBuilt } from '../audit/as-built.mjs';
import { ensureBuilt } from '../build.mjs';
import { instancesOnFreePorts } from '../system/services.mjs';
import { startSystem } from '../system/system.mjs';
import { keepEvents } from './archive.mjs';
import { putBack, standing } from './catch-up.mjs';
import { emptyQueues } from './empty-queues.mjs';
import { RestorableServer } from './server.mjs';

/** @typedef {import('../keeper/client.mjs').Keeper} Keeper */

const REST_WITHIN_MS = 240_000;
const READY_TIMEOUT_MS = 180_000;
// Longer than an answer takes, so that what was accepted before is certain to be committed before.
const CERTAIN_MS = 1_000;
const PAYMENT_WINDOW = '15000';

/**
 * What came of a drill.
 * @typedef {object} Outcome
 * @property {string[]} problems what must not be, in words
 * @property {Readonly<Record<string, number>>} figures
 */

/**
 * Runs a system, backs it up, destroys its databases under load, brings them back to a moment before that, and has the
 * auditor compare. Inventory stands still around that moment, so that it has events behind it that nobody has handled.
 * @param {Keeper} keeper
 * @param {{ seconds: number, perSecond: number }} options
 * @param {(line: string) => void} say
 * @returns {Promise<Outcome>}
 */
export async function drill(keeper, options, say) {
  const world = await startWorld(keeper);
  await openShop(world);
  await keepEvents(world.server.postgres.databases);
  await world.server.backUp();
  say('backed up');
  const load = new Load(
    world.urlsOf('order-service'),
    PRODUCTS.map(({ productId }) => productId),
    { random: createRandom(1), perSecond: options.perSecond },
  );
  const moment = await useUntilDisaster(world, load, options.seconds);
  say(`destroyed; ${load.orders.length} orders had been placed`);
  await world.server.restore(moment);
  const figures = await catchUp(world, say);
  await Promise.all(world.system.instances.map(({ name }) => world.system.start(name)));
  const unrest = await comeToRest(world, REST_WITHIN_MS);
  const orders = await ordersAfter(world, load, moment);
  return {
    problems: [
      ...unrest,
      ...(await audit(world)),
      ...orders.missed.map((id) => `order ${id} was accepted before ${moment} and is not there`),
      ...(figures.lost > 0 ? [`${figures.lost} events are in no archive`] : []),
    ],
    figures: { ...figures, kept: orders.kept, gone: orders.gone },
  };
}

/** @param {Keeper} keeper */
async function startWorld(keeper) {
  const [server, [node], mailbox, instances] = await allOrFirstError([
    RestorableServer.start(keeper),
    breakableBroker(keeper, 1),
    openMailbox(),
    instancesOnFreePorts(1),
    ensureBuilt(),
  ]);
  if (!node) throw new Error('there is no broker');
  const logDirectory = join(keeper.directory, 'logs');
  mkdirSync(logDirectory, { recursive: true });
  const system = await startSystem({
    keeper,
    instances,
    servers: {
      databases: server.postgres.databases,
      rabbitmqUrl: node.url,
      smtp: { host: '127.0.0.1', port: mailbox.port },
    },
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'warn',
      LOW_STOCK_DIGEST_MS: '0',
      PAYMENT_WINDOW_MS: PAYMENT_WINDOW,
    },
    readyTimeoutMs: READY_TIMEOUT_MS,
    logDirectory,
  });
  return {
    keeper,
    server,
    system,
    urlsOf: (/** @type {import('../build.mjs').App} */ app) => system.urlsOf(app),
    someNode: () => node,
  };
}

/** @typedef {Awaited<ReturnType<typeof startWorld>>} World */

/** Resolves, when everything is broken, with the moment to go back to. @param {World} world @param {Load} load @param {number} seconds */
async function useUntilDisaster({ keeper, server, system }, load, seconds) {
  load.start();
  await sleep(seconds * 1000);
  keeper.signal('inventory-service-1', 'SIGSTOP');
  await sleep(1500);
  const moment = await server.now();
  await sleep(500);
  keeper.signal('inventory-service-1', 'SIGCONT');
  await sleep(seconds * 500);
  await load.stop();
  await server.archive();
  await Promise.all(system.instances.map(({ name }) => system.kill(name)));
  await server.destroy();
  return moment;
}

/** What the operator does before the services start. @param {World} world @param {(line: string) => void} say */
async function catchUp(world, say) {
  const { missing, ahead } = await standing(world);
  if (ahead.length > 0) throw new Error(`the databases are not of one moment: ${ahead[0]}`);
  const { topology } = await asBuilt({});
  const names = topology.queues.map(({ name }) => name);
  const emptied = await emptyQueues(world.someNode().url, names);
  const lost = (await putBack(world, missing)).length;
  say(
    `restored; ${missing.length} events missed by a subscriber, ${emptied} messages of a later time taken out`,
  );
  return { missing: missing.length, emptied, lost };
}

/** Which orders there are of those that were accepted. @param {World} world @param {Load} load @param {string} moment */
async function ordersAfter(world, load, moment) {
  const rows = await query(world, 'order', 'SELECT id::text FROM orders');
  const ids = new Set(rows.map(({ id }) => id));
  const certain = Date.parse(moment.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')) - CERTAIN_MS;
  const accepted = load.orders.filter(({ id }) => id !== undefined);
  const gone = accepted.filter(({ id }) => !ids.has(id));
  return {
    kept: accepted.length - gone.length,
    gone: gone.length,
    missed: gone.filter(({ acceptedAt = Infinity }) => acceptedAt < certain).map(({ id }) => id),
  };
}
