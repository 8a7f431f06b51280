// @ts-check

const quorum = (/** @type {string} */ name) => ({
  name,
  isConsumed: true,
  arguments: { 'x-queue-type': 'quorum' },
});
const unheard = {
  name: 'unsubscribed',
  isConsumed: false,
  arguments: { 'x-queue-type': 'quorum', 'x-max-length': 1000 },
};
const [INVENTORY, NOTIFICATION, ORDER] = [
  quorum('inventory.order'),
  quorum('notification.order'),
  quorum('order.reservation'),
];

/**
 * The messages of an order as they were once overheard, where the saga is not measured beside.
 * @type {readonly import('../measure/traffic.mjs').Traffic[]}
 */
export const USUAL_TRAFFIC = [
  { type: 'order.created', perOrder: 1, bytes: 750, queues: [INVENTORY, NOTIFICATION] },
  { type: 'inventory.reserved', perOrder: 1, bytes: 600, queues: [ORDER] },
  { type: 'order.confirmed', perOrder: 1, bytes: 600, queues: [INVENTORY, NOTIFICATION] },
  { type: 'notification.sent', perOrder: 2, bytes: 600, queues: [unheard] },
];
