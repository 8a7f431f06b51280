// @ts-check
import { UNREADABLE } from './faults.mjs';
import { positionKey } from './store.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {{ id: string, version: number, status: string }} Order */
/** @typedef {{ status: string, version: number, lines: readonly { productId: string, quantity: number }[] }} Reservation */

/** What an order's status says about its reservation. @type {Record<string, readonly (string | undefined)[]>} */
const HELD_AS = {
  CONFIRMED: ['RESERVED'],
  SHIPPED: ['COMMITTED'],
  CANCELLED: ['REJECTED', 'RELEASED', 'RESTOCKED'],
};

/** What the customer is told of each step. @type {Record<string, string>} */
const TOLD_AS = {
  'order.created': 'order-received',
  'order.confirmed': 'order-confirmed',
  'order.shipped': 'order-shipped',
  'order.cancelled': 'order-cancelled',
};

/** What must hold when nothing is on its way any more. @param {World} world @param {Set<string>} accepted */
export function checkAll(world, accepted) {
  checkStock(world);
  checkNothingLeft(world);
  /** @type {Map<string, Order>} */
  const orders = world.databases.order.table('orders');
  for (const id of accepted) {
    if (!orders.has(id))
      world.violate('no order is lost', `${world.nameOf(id)} was accepted and is not there`);
  }
  for (const id of world.databases.inventory.table('reservations').keys()) {
    if (orders.has(id)) continue;
    world.violate(
      'stock is held for orders',
      `there is a reservation for ${world.nameOf(id)}, which is not there`,
    );
  }
  for (const order of orders.values()) {
    checkDecided(world, order);
    checkProgress(world, order);
    checkNotifications(world, order);
  }
}

/** @param {World} world @param {Order} order */
function checkDecided(world, { id, status }) {
  /** @type {Reservation | undefined} */
  const reservation = world.databases.inventory.table('reservations').get(id);
  if (HELD_AS[status]?.includes(reservation?.status)) return;
  const held = reservation?.status ?? 'nothing';
  world.violate('every order is decided', `${world.nameOf(id)} is ${status} and inventory says ${held}`);
}

/** @param {World} world @param {Order} order */
function checkProgress(world, { id, version }) {
  const reservation = world.databases.inventory.table('reservations').get(id);
  const expected = /** @type {const} */ ([
    ['inventory', 'order', version],
    ['notification', 'order', version],
    ['order', 'reservation', reservation?.version ?? 0],
  ]);
  for (const [service, stream, length] of expected) {
    const key = positionKey(stream, id);
    const position = world.databases[service].table('positions').get(key) ?? 0;
    const handled = world.progress.get(`${service} ${key}`) ?? 0;
    if (position === length && handled === length) continue;
    const what = `${service} has handled ${handled} of ${length} ${stream} events of ${world.nameOf(id)}, its position is ${position}`;
    world.violate('in order and once', what);
  }
}

/** @param {World} world @param {Order} order */
function checkNotifications(world, { id, version }) {
  const history = world.databases.order.table('history');
  /** @type {string[]} */
  const due = [];
  for (let at = 1; at <= version; at++) {
    const step = history.get(`${id} ${at}`);
    if (!step) world.violate('no hole in a history', `${world.nameOf(id)} has no step ${at} of ${version}`);
    else if (TOLD_AS[step.event]) due.push(/** @type {string} */ (TOLD_AS[step.event]));
  }
  /** @type {string[]} */
  const told = [];
  for (const { kind, metadata } of world.databases.notification.table('notifications').values()) {
    if (metadata.orderId === id) told.push(kind);
  }
  if (told.sort().join() === due.sort().join()) return;
  world.violate(
    'told once',
    `of ${world.nameOf(id)} is due [${due.join(', ')}] and there is [${told.join(', ')}]`,
  );
}

/** Stock equals its ledger equals what is held, and nothing was promised that was not there. @param {World} world */
function checkStock(world) {
  const { products, reservations, ledger } = {
    products: world.databases.inventory.table('products'),
    reservations: [...world.databases.inventory.table('reservations').values()],
    ledger: [...world.databases.inventory.table('ledger').values()],
  };
  for (const [productId, first] of Object.entries(world.plan.stock)) {
    const { available, reserved } = products.get(productId);
    const moved = ledger.filter((movement) => movement.productId === productId);
    const held = unitsOf(
      reservations.filter(({ status }) => status === 'RESERVED'),
      productId,
    );
    const gone = unitsOf(
      reservations.filter(({ status }) => status === 'COMMITTED'),
      productId,
    );
    const byLedger = first + moved.reduce((sum, { availableDelta }) => sum + availableDelta, 0);
    const reservedByLedger = moved.reduce((sum, { reservedDelta }) => sum + reservedDelta, 0);
    const agree = available === byLedger && reserved === reservedByLedger && reserved === held;
    if (agree && available >= 0 && available + reserved + gone === first) continue;
    const figures = `${first} at first, available ${available}, ledger ${byLedger}, reserved ${reserved}, ledger ${reservedByLedger}, held ${held}, gone ${gone}`;
    world.violate('stock adds up', `${productId}: ${figures}`);
  }
}

/** @param {readonly Reservation[]} reservations @param {string} productId */
const unitsOf = (reservations, productId) =>
  reservations
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0);

/** Outboxes, queues and parking lots are empty. @param {World} world */
function checkNothingLeft(world) {
  for (const [name, database] of Object.entries(world.databases)) {
    const parked = database.table('parked').size;
    if (parked > 0) world.violate('nothing is left', `${parked} streams are parked in ${name}`);
    if (database.locks.size > 0) world.violate('nothing is left', `${name} holds locks`);
  }
  const unroutable = world.broker.queues.get('waybill.unroutable')?.ready.length ?? 0;
  if (unroutable > 0) world.violate('nothing is left', `${unroutable} messages were unroutable`);
}

/** A dead letter is one that cannot be read or a cursed event, and nothing else. @param {World} world */
export function checkDeadLetters(world) {
  for (const { name, ready } of world.broker.queues.values()) {
    if (!name.endsWith('.dlq')) continue;
    for (const message of ready) {
      if (message.content === UNREADABLE) continue;
      const event = JSON.parse(message.content.toString());
      const curse = world.orders.get(event.subject)?.curse;
      if (curse && name.startsWith(`${curse.service}.`)) continue;
      const why = message.properties['headers']['x-error'];
      world.violate(
        'dead letters hold only their own',
        `${event.type} of ${world.nameOf(event.subject)} in ${name}: ${why}`,
      );
    }
  }
}
