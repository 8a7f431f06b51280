/** Something wrong that is done to one table, and the names of all that the auditor then finds. */
export interface Corruption {
  readonly what: string;
  readonly of: 'order' | 'inventory' | 'notification';
  readonly table: string;
  /** The statement that does it, in a world with these orders and products. */
  readonly by: (world: {
    readonly ids: Readonly<Record<string, string>>;
    readonly product: (name: string) => string;
  }) => string;
  readonly found: readonly string[];
}

const lateIn = (owner: Corruption['of']): Corruption[] => [
  {
    what: `an event that stays in the outbox of ${owner}`,
    of: owner,
    table: 'outbox_events',
    by: () => `INSERT INTO outbox_events VALUES (gen_random_uuid(), '', '', 'order.created', 'c', NULL, '{}',
      now() - interval '1 minute', now() + interval '1 hour', 7)`,
    found: [`${owner}-outbox-empties`],
  },
  {
    what: `an event that stays parked in ${owner}`,
    of: owner,
    table: 'parked_events',
    by: () => `INSERT INTO parked_events VALUES ('${owner === 'order' ? 'reservation' : 'order'}', 'none', 7,
      gen_random_uuid(), '{}', now() - interval '1 minute')`,
    found: [`${owner}-gaps-close`],
  },
];

/** The letter about the goods of an order that were sent. */
const SHIPPED = (id: string | undefined) =>
  `WHERE kind = 'order-shipped' AND metadata ->> 'orderId' = '${id}'`;

/** A notification again, as if of another event that came later. */
const againOfAnotherEvent = (where: string) =>
  `INSERT INTO notifications SELECT (again).* FROM (SELECT jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid(), 'event_id', gen_random_uuid(), 'cause', jsonb_build_object('causationid', 'ffffffff-ffff-7fff-bfff-ffffffffffff'))) AS again FROM notifications AS n ${where}) AS copy`;

/** One for each claim about the databases at least, and the claim alone finds it where that can be. */
export const CORRUPTIONS: readonly Corruption[] = [
  {
    what: 'an order without its reservation',
    of: 'inventory',
    table: 'reservations',
    by: ({ ids }) => `DELETE FROM reservations WHERE order_id = '${ids['refused']}'`,
    found: ['reservations-as-ordered', 'orders-hear-reservations'],
  },
  {
    what: 'an order in another status than its reservation',
    of: 'order',
    table: 'orders',
    by: ({ ids }) => `UPDATE orders SET status = 'PROCESSING' WHERE id = '${ids['sent']}'`,
    found: ['reservations-as-ordered', 'history-whole'],
  },
  {
    what: 'an order with other goods than are held for it',
    of: 'order',
    table: 'orders',
    by: ({ ids }) =>
      `UPDATE orders SET lines = jsonb_set(lines, '{0,quantity}', '9'),
         total_minor = 9 * (lines -> 0 ->> 'unitPrice')::bigint WHERE id = '${ids['held']}'`,
    found: ['reservations-as-ordered'],
  },
  {
    what: 'an order that is gone',
    of: 'order',
    table: 'orders',
    by: ({ ids }) => `DELETE FROM orders WHERE id = '${ids['held']}'`,
    found: [
      'reservations-as-ordered',
      'inventory-hears-orders',
      'notification-hears-orders',
      'history-whole',
      'found-by-products',
    ],
  },
  {
    what: 'an event that inventory has not handled',
    of: 'inventory',
    table: 'stream_positions',
    by: ({ ids }) => `UPDATE stream_positions SET sequence = sequence - 1 WHERE subject = '${ids['sent']}'`,
    found: ['inventory-hears-orders'],
  },
  {
    what: 'an event that the notification service has not handled',
    of: 'notification',
    table: 'stream_positions',
    by: ({ ids }) => `UPDATE stream_positions SET sequence = sequence - 1 WHERE subject = '${ids['sent']}'`,
    found: ['notification-hears-orders'],
  },
  {
    what: 'an event that the order service has not handled',
    of: 'order',
    table: 'stream_positions',
    by: ({ ids }) => `DELETE FROM stream_positions WHERE subject = '${ids['sent']}'`,
    found: ['orders-hear-reservations'],
  },
  {
    what: 'an event that was handled though it was never committed',
    of: 'notification',
    table: 'stream_positions',
    by: ({ ids }) => `UPDATE stream_positions SET sequence = sequence + 1 WHERE subject = '${ids['sent']}'`,
    found: ['notification-hears-orders'],
  },
  {
    what: 'a product that the order service has not heard of',
    of: 'order',
    table: 'stream_positions',
    by: ({ product }) => `DELETE FROM stream_positions WHERE subject = '${product('lamp')}'`,
    found: ['orders-hear-products'],
  },
  {
    what: 'a product whose alerts the notification service has not heard of',
    of: 'notification',
    table: 'stream_positions',
    by: ({ product }) => `DELETE FROM stream_positions WHERE subject = '${product('lamp')}'`,
    found: ['notification-hears-products'],
  },
  {
    what: 'a price that is not the price of the product',
    of: 'order',
    table: 'product_prices',
    by: () => 'UPDATE product_prices SET price_minor = price_minor + 1',
    found: ['prices-as-told'],
  },
  {
    what: 'a total that is not what the goods cost',
    of: 'order',
    table: 'orders',
    by: ({ ids }) => `UPDATE orders SET total_minor = total_minor + 1 WHERE id = '${ids['held']}'`,
    found: ['totals-add-up'],
  },
  {
    what: 'a step that the history leaves out',
    of: 'order',
    table: 'order_history',
    by: ({ ids }) => `DELETE FROM order_history WHERE order_id = '${ids['changed']}' AND version = 3`,
    found: ['history-whole'],
  },
  {
    what: 'a step of the history that does not follow from the one before',
    of: 'order',
    table: 'order_history',
    by: ({ ids }) =>
      `UPDATE order_history SET from_status = 'SHIPPED' WHERE order_id = '${ids['held']}' AND version = 2`,
    found: ['history-whole', 'steps-allowed'],
  },
  {
    what: 'steps that follow from each other, of which the lifecycle has not the first',
    of: 'order',
    table: 'order_history',
    by: ({ ids }) =>
      `UPDATE order_history SET to_status = CASE version WHEN 2 THEN 'PROCESSING' ELSE to_status END,
         from_status = CASE version WHEN 3 THEN 'PROCESSING' ELSE from_status END WHERE order_id = '${ids['sent']}'`,
    found: ['steps-allowed'],
  },
  {
    what: 'an order that began as another than all do',
    of: 'order',
    table: 'order_history',
    by: ({ ids }) =>
      `UPDATE order_history SET to_status = 'AWAITING_PAYMENT', from_status = CASE version WHEN 2 THEN 'AWAITING_PAYMENT' END
       WHERE order_id = '${ids['unpaid']}' AND version <= 2`,
    found: ['steps-allowed'],
  },
  {
    what: 'an event of a step that was not taken',
    of: 'order',
    table: 'order_history',
    by: ({ ids }) =>
      `UPDATE order_history SET event = 'order.completed' WHERE order_id = '${ids['paid']}' AND event = 'order.paid'`,
    found: ['steps-allowed'],
  },
  {
    what: 'a payment of another amount than the order costs',
    of: 'order',
    table: 'payments',
    by: ({ ids }) => `UPDATE payments SET amount_minor = amount_minor + 1 WHERE order_id = '${ids['paid']}'`,
    found: ['money-accounted-for'],
  },
  {
    what: 'a paid order without a payment',
    of: 'order',
    table: 'payments',
    by: ({ ids }) => `DELETE FROM payments WHERE order_id = '${ids['paid']}'`,
    found: ['money-accounted-for'],
  },
  {
    what: 'money that is not owed back',
    of: 'order',
    table: 'orders',
    by: ({ ids }) => `UPDATE orders SET refunds = NULL WHERE id = '${ids['repaid']}'`,
    found: ['money-accounted-for'],
  },
  {
    what: 'a product that the order is not found by',
    of: 'order',
    table: 'order_products',
    by: ({ ids }) => `DELETE FROM order_products WHERE order_id = '${ids['held']}'`,
    found: ['found-by-products'],
  },
  {
    what: 'a customer who was not told',
    of: 'notification',
    table: 'notifications',
    by: ({ ids }) => `DELETE FROM notifications ${SHIPPED(ids['sent'])}`,
    found: ['letters-once'],
  },
  {
    what: 'a customer who was told of what did not happen',
    of: 'notification',
    table: 'notifications',
    by: ({ ids }) => `UPDATE notifications SET kind = 'order-delivered' ${SHIPPED(ids['sent'])}`,
    found: ['letters-once'],
  },
  {
    what: 'a customer who was told twice',
    of: 'notification',
    table: 'notifications',
    by: ({ ids }) => againOfAnotherEvent(SHIPPED(ids['sent'])),
    found: ['letters-once'],
  },
  {
    what: 'a notification that was claimed and forgotten',
    of: 'notification',
    table: 'notifications',
    by: ({ ids }) =>
      `UPDATE notifications SET status = 'SENDING', sent_at = NULL, lease = gen_random_uuid(), channel = 'PUSH', next_attempt_at = now() - interval '1 minute' ${SHIPPED(ids['sent'])}`,
    found: ['claims-end'],
  },
  {
    what: 'a notification that is long due',
    of: 'notification',
    table: 'notifications',
    by: ({ ids }) =>
      `UPDATE notifications SET status = 'PENDING', sent_at = NULL, channel = 'PUSH', next_attempt_at = now() - interval '1 minute' ${SHIPPED(ids['sent'])}`,
    found: ['due-notifications-go-out'],
  },
  {
    what: 'a shop that was not told of low stock',
    of: 'notification',
    table: 'notifications',
    by: () => `DELETE FROM notifications WHERE kind = 'low-stock'`,
    found: ['alerts-once'],
  },
  {
    what: 'a shop that was told of low stock twice',
    of: 'notification',
    table: 'notifications',
    by: () => againOfAnotherEvent(`WHERE kind = 'low-stock'`),
    found: ['alerts-once'],
  },
  {
    what: 'a shop that was not told of a product that is back',
    of: 'notification',
    table: 'notifications',
    by: ({ product }) =>
      `DELETE FROM notifications WHERE kind = 'back-in-stock' AND metadata ->> 'productId' = '${product('vase')}'`,
    found: ['alerts-once'],
  },
  {
    what: 'a customer who was told of a product that did not come back',
    of: 'notification',
    table: 'notifications',
    by: ({ product }) =>
      `UPDATE notifications SET metadata = metadata || '{"productId":"${product('bowl')}"}' WHERE kind = 'back-in-stock-customer'`,
    found: ['alerts-once'],
  },
  {
    what: 'a customer who waits, and of whom the notification service does not know',
    of: 'notification',
    table: 'stock_subscriptions',
    by: () => 'DELETE FROM stock_subscriptions',
    found: ['waiting-agreed'],
  },
  {
    what: 'another customer who waits than was told to the notification service',
    of: 'inventory',
    table: 'subscriptions',
    by: () => 'UPDATE subscriptions SET subscription_id = gen_random_uuid()',
    found: ['waiting-agreed'],
  },
  {
    what: 'a product that came back and was not told to be',
    of: 'inventory',
    table: 'stock_alerts',
    by: () => `DELETE FROM stock_alerts WHERE type = 'inventory.back_in_stock'`,
    found: ['alerts-once', 'returns-told'],
  },
  {
    what: 'a product that was told to be back and is not',
    of: 'inventory',
    table: 'stock_alerts',
    by: ({ product }) =>
      `INSERT INTO stock_alerts (type, product_id, at) VALUES ('inventory.back_in_stock', '${product('bowl')}', now())`,
    found: ['returns-told'],
  },
  ...lateIn('order'),
  ...lateIn('inventory'),
  ...lateIn('notification'),
];
