// @ts-check

/** @typedef {import('./place-orders.mjs').Outcome} Outcome */

/**
 * A notification as `GET /notifications/recipient/:recipient` answers it.
 * @typedef {object} NotificationView
 * @property {string} type
 * @property {string} kind
 * @property {string | null} recipient
 * @property {string} subject
 * @property {boolean} sent
 * @property {{ orderId?: string }} metadata
 */

/** @typedef {{ recipient: string, subject: string }} Mail */

/** What the customer is told at the end of an order. */
const LAST_WORD = { CONFIRMED: 'order-confirmed', CANCELLED: 'order-cancelled' };

/**
 * The notifications due to each recipient, as `kind orderId`: for each order that it was received, and how it ended.
 * @param {Outcome[]} outcomes
 * @returns {Map<string, string[]>}
 */
export function dueNotifications(outcomes) {
  /** @type {Map<string, string[]>} */
  const due = new Map();
  for (const { id, order, end } of outcomes) {
    if (id === undefined || (end !== 'CONFIRMED' && end !== 'CANCELLED')) continue;
    const { email } = order.contact;
    due.set(email, [...(due.get(email) ?? []), `order-received ${id}`, `${LAST_WORD[end]} ${id}`]);
  }
  return due;
}

/**
 * What is wrong with the notifications of one recipient: missing, not sent, repeated, or not due at all.
 * @param {string} recipient
 * @param {string[]} due
 * @param {NotificationView[]} notifications
 * @returns {string[]}
 */
export function notificationProblems(recipient, due, notifications) {
  const unsent = notifications
    .filter(({ sent, type }) => !sent || type !== 'EMAIL')
    .map((one) => `${nameOf(one)} is not sent`);
  return [...differences(due, notifications.map(nameOf)), ...unsent].map(
    (problem) => `${recipient}: ${problem}`,
  );
}

/**
 * What is wrong with the mail that arrived, given what was sent.
 * @param {Mail[]} sent
 * @param {Mail[]} arrived
 */
export function mailProblems(sent, arrived) {
  return differences(sent.map(lineOf), arrived.map(lineOf));
}

/** @param {string[]} expected @param {string[]} found @returns {string[]} */
function differences(expected, found) {
  const expectedCounts = counts(expected);
  const foundCounts = counts(found);
  return [...new Set([...expected, ...found])].flatMap((name) => {
    const [due, got] = [expectedCounts.get(name) ?? 0, foundCounts.get(name) ?? 0];
    return due === got ? [] : [`${name}: ${got} instead of ${due}`];
  });
}

/** @param {string[]} names @returns {Map<string, number>} */
function counts(names) {
  const result = new Map();
  for (const name of names) result.set(name, (result.get(name) ?? 0) + 1);
  return result;
}

/** @param {NotificationView} notification */
const nameOf = ({ kind, metadata }) => `${kind} ${metadata.orderId ?? ''}`;

/** @param {Mail} mail */
const lineOf = ({ recipient, subject }) => `mail to ${recipient}, "${subject}"`;
