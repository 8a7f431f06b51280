// @ts-check
import { wrongWith } from './letter-rules.mjs';

/** @typedef {import('./product-facts.mjs').ProductCase} ProductCase */
/** @typedef {import('./findings.mjs').Rule<ProductCase>} ProductRule */

/** The kind of notification that each alert leads to, of each such event one to the shop. */
const ALERT_OF = /** @type {Record<string, string>} */ ({
  'inventory.low_stock': 'low-stock',
  'inventory.back_in_stock': 'back-in-stock',
});

/** Who waited is told by the same event as the shop, if anybody did: who that was is not kept. */
const TO_CUSTOMERS = { type: 'inventory.back_in_stock', kind: 'back-in-stock-customer' };

/** Whether both services have said everything there was to be said. @param {ProductCase} subject */
const isHeard = ({ product, heardByNotification }) =>
  (heardByNotification?.sequence ?? 0) === (product?.version ?? 0);

/** @param {import('./product-facts.mjs').Waiting | undefined} waiting */
const countOf = (waiting) => waiting?.count ?? 0;

/** @param {ProductCase} subject @returns {string[]} */
function wrongIn({ published, told }) {
  const alerts = published?.alerts ?? {};
  const letters = told?.letters ?? {};
  const toShop = Object.entries(ALERT_OF).flatMap(([type, kind]) => {
    const [events, rows] = letters[kind] ?? [0, 0];
    // There is one shop, so a second row of an event is one too many whomever it is for.
    return wrongWith(kind, alerts[type] ?? [0, 0], [events, rows, events]);
  });
  const { type, kind } = TO_CUSTOMERS;
  const [, most] = alerts[type] ?? [0, 0];
  return [...toShop, ...wrongWith(kind, [0, most], letters[kind] ?? [0, 0, 0])];
}

/** @type {ProductRule} */
const alertsOnce = {
  severity: 'violation',
  name: 'alerts-once',
  explanation:
    'Every alert about the stock of a product has its notification to the shop, once, and there are no others, for customers neither.',
  means: 'The shop was not told, was told twice, or somebody was told of what did not happen.',
  remedy:
    'Compare `stock_alerts` of inventory with `notifications` of the product; tell the shop what it has missed.',
  judge(subject) {
    // Who has not heard cannot tell; that is told by another rule.
    if (!isHeard(subject)) return undefined;
    const wrong = wrongIn(subject);
    return wrong.length === 0
      ? undefined
      : { row: { productId: subject.key, notifications: wrong.join('; ') } };
  },
};

/** @type {ProductRule} */
const waitingAgreed = {
  severity: 'violation',
  name: 'waiting-agreed',
  explanation: 'Inventory and the notification service agree on who waits for which product.',
  means:
    'Somebody who waits will not be told, or somebody who was told, or no longer wants to be, will be again.',
  remedy:
    'Compare `subscriptions` of inventory with `stock_subscriptions` of the notification service; whoever is in one only has to subscribe again.',
  judge(subject) {
    const { key, waitingAtInventory: here, waitingAtNotification: there } = subject;
    if (!isHeard(subject) || here?.who === there?.who) return undefined;
    return { row: { productId: key, inventory: countOf(here), notification: countOf(there) } };
  },
};

export const alertRules = [alertsOnce, waitingAgreed];
