// @ts-check
import { asBuilt } from '../../tools/audit/as-built.mjs';
import { auditSystem } from '../../tools/audit/audit-system.mjs';
import { APPS } from '../../tools/build.mjs';
import { connected } from '../../tools/infra/postgres/admin.mjs';
import { until } from '../../tools/support/until.mjs';
import { productIds, putOnSale } from '../load/products.mjs';
import { openSystem } from '../system.mjs';

/** @typedef {import('../../tools/infra/types.mjs').Postgres['databases']} Databases */
/** @typedef {import('../private-servers.mjs').PrivateGround} PrivateGround */

// As whoever sends more than a thousand letters a second sets it: a quarter of a second's have places.
const FOR_MUCH_MAIL = { SENDER_CONCURRENCY: '400', SMTP_MAX_CONNECTIONS: '100' };

// Nothing may still be on its way when the auditor comes.
const DEADLINE_MS = 5_000;
const RECORDED_WITHIN_MS = 60_000;

// A row is leased for five seconds when it is stored, and removed within a quarter of a second once it is published: what
// is older than a second waits for more than that.
const OUTBOX = `(SELECT count(*)::int FROM outbox_events WHERE available_at < now() + interval '4 s')`;

/**
 * The saga as it is, with letters that are written and recorded but handed to nobody.
 * @param {PrivateGround} ground
 * @param {string} name tells it from other shops on the same ground
 * @param {{ each?: number, prepare?: (databases: Databases) => Promise<void> }} [options] how many instances of each
 *   service; what is to be done with their databases before anything is sold
 * @returns {Promise<import('./shop.mjs').Shop & { topology: import('../measure/traffic.mjs').Topology }>}
 */
export async function openSaga(ground, name, { each = 1, prepare = async () => {} } = {}) {
  const { system, databases, brokerPrefix } = await openSystem(ground, name, {
    each,
    env: { EMAIL_PROVIDER: 'log', ...FOR_MUCH_MAIL },
  });
  await prepare(databases);
  const [orders = ''] = system.urlsOf('order-service');
  const [inventory = ''] = system.urlsOf('inventory-service');
  const products = productIds(name, 50);
  await putOnSale({ orders, inventory }, products);
  await until('the first order to be told of', async () => (await recorded(databases)).letters > 0, {
    timeoutMs: 30_000,
  });
  const before = await recorded(databases);
  const known = await asBuilt({ RABBITMQ_PREFIX: brokerPrefix });
  return {
    name,
    urls: system.urlsOf('order-service'),
    products,
    databases,
    brokerUrl: ground.servers.rabbitmqUrl,
    topology: known.topology,
    queues: known.topology.inbound.map(({ queue }) => queue),
    waits: waitsIn(databases),
    processes: Object.fromEntries(APPS.map((app) => [app, pidsOf(system, app)])),
    wrongs: async (accepted) => [
      ...(await missing(databases, accepted, before)),
      ...(await audited(ground, databases, known)),
    ],
    close: () => system.stop(),
  };
}

/** @param {import('../../tools/system/system.mjs').System} system @param {import('../system.mjs').App} app */
const pidsOf = (system, app) =>
  system.instances.filter((instance) => instance.app === app).map(({ name }) => system.pidOf(name) ?? 0);

/** @param {Databases} databases @returns {import('./shop.mjs').Waits[]} */
const waitsIn = ({ order, inventory, notification }) => [
  {
    database: order,
    sql: `SELECT (SELECT count(*)::int FROM orders WHERE status = 'PENDING') AS undecided, ${OUTBOX} AS "outbox of order"`,
  },
  { database: inventory, sql: `SELECT ${OUTBOX} AS "outbox of inventory"` },
  {
    database: notification,
    sql: `SELECT (SELECT count(*)::int FROM notifications WHERE status IN ('PENDING', 'SENDING')) AS "letters to send",
                 ${OUTBOX} AS "outbox of notification"`,
  },
];

/** @typedef {{ confirmed: number, letters: number }} Recorded orders that are confirmed, and letters that say so */

/** @param {Databases} databases @returns {Promise<Recorded>} */
async function recorded({ order, notification }) {
  const count = async (/** @type {import('../../tools/infra/types.mjs').Database} */ database, sql = '') =>
    (await connected(database, (client) => client.query(`SELECT count(*)::int AS n FROM ${sql}`))).rows[0].n;
  return {
    confirmed: await count(order, `orders WHERE status = 'CONFIRMED'`),
    letters: await count(notification, `notifications WHERE kind = 'order-confirmed'`),
  };
}

/** What has not been recorded of so many orders after a minute. @param {Databases} databases @param {number} accepted @param {Recorded} before */
async function missing(databases, accepted, before) {
  const short = async () => shortOf(accepted, before, await recorded(databases));
  // A batch that a service is working on at this moment, which may be of a thousand events, waits nowhere.
  return until('every order to be told of', async () => (await short()).length === 0, {
    timeoutMs: RECORDED_WITHIN_MS,
    everyMs: 1000,
  }).then(() => [], short);
}

/** @param {number} accepted @param {Recorded} before @param {Recorded} now */
function shortOf(accepted, before, now) {
  const [confirmed, letters] = [now.confirmed - before.confirmed, now.letters - before.letters];
  return [
    ...(confirmed < accepted ? [`of ${accepted} accepted orders ${confirmed} are confirmed`] : []),
    ...(letters < accepted ? [`of ${accepted} confirmed orders ${letters} are told of`] : []),
  ];
}

/** What the auditor finds. @param {PrivateGround} ground @param {Databases} databases @param {Awaited<ReturnType<typeof asBuilt>>} known */
async function audited({ servers }, databases, known) {
  const verdicts = await auditSystem({
    databases,
    brokerUrl: servers.rabbitmqUrl,
    ...(servers.managementUrl && { managementUrl: servers.managementUrl }),
    deadlineMs: DEADLINE_MS,
    ...known,
  });
  return verdicts
    .filter(({ count }) => count > 0)
    .map(({ name, count, rows }) => `${name}, ${count} times: ${JSON.stringify(rows[0])}`);
}
