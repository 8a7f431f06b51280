// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { announce } from '../support/messages.mjs';
import { dueNotifications, mailProblems, notificationProblems } from './check-mail.mjs';
import { stockProblems } from './check-stock.mjs';
import { mailsTo, withoutRepeats } from './mailbox.mjs';

/** @typedef {import('./client.mjs').Client} Client */
/** @typedef {import('./place-orders.mjs').Outcome} Outcome */
/** @typedef {import('./check-mail.mjs').NotificationView} NotificationView */

// Mail that was on its way when its sender was killed is sent again only when it cannot be on its way any more, which
// takes a minute and more.
const MAIL_TIMEOUT_MS = 180_000;
const PATIENCE_MS = 5000;

/**
 * What is wrong with the orders themselves: every order has to end, and none may be refused.
 * @param {Outcome[]} outcomes
 */
export function orderProblems(outcomes) {
  return outcomes
    .filter(({ end }) => end === 'undecided' || end === 'refused')
    .map(({ order, id, end, code }) => `order ${id ?? JSON.stringify(order)} is ${end} ${code ?? ''}`.trim());
}

/**
 * What is wrong with the stock of the products.
 * @param {Client} inventory
 * @param {{ productId: string }[]} products
 * @param {Outcome[]} outcomes
 */
export async function verifyStock(inventory, products, outcomes) {
  const views = await eachOf(
    products,
    async ({ productId }) => (await inventory.send(`/inventory/${productId}`)).body,
  );
  return stockProblems(views, outcomes);
}

/**
 * What is wrong with what the customers were told, once everything due to them has been sent or three minutes have passed.
 * @param {Client} notifications
 * @param {Outcome[]} outcomes
 * @param {{ mailboxUrl: string | undefined, mark: string }} mailbox with what all addresses of this run have in them
 * @returns {Promise<{ problems: string[], notes: string[] }>}
 */
export async function verifyMail(notifications, outcomes, { mailboxUrl, mark }) {
  const due = [...dueNotifications(outcomes)];
  const deadline = Date.now() + MAIL_TIMEOUT_MS;
  const waiting = setTimeout(
    () => announce('mail', 'waiting', 'until everything due has been sent'),
    PATIENCE_MS,
  );
  const told = await eachOf(due, ([recipient, names]) =>
    settled(notifications, recipient, names.length, deadline),
  );
  clearTimeout(waiting);
  const problems = due.flatMap(([recipient, names], index) =>
    notificationProblems(recipient, names, told[index] ?? []),
  );
  if (mailboxUrl === undefined)
    return { problems, notes: ['the mailbox cannot be looked into, so it was not'] };

  const sent = told.flat().map(({ recipient, subject }) => ({ recipient: recipient ?? '', subject }));
  const arrived = await mailsTo(mailboxUrl, mark);
  const distinct = withoutRepeats(arrived);
  const repeated = arrived.length - distinct.length;
  const notes = repeated === 0 ? [] : [`${repeated} mails arrived twice with the same Message-ID`];
  return { problems: [...problems, ...mailProblems(sent, distinct)], notes };
}

/**
 * A recipient's notifications, as soon as so many have been sent.
 * @param {Client} service @param {string} recipient @param {number} count @param {number} deadline
 * @returns {Promise<NotificationView[]>}
 */
async function settled(service, recipient, count, deadline) {
  const list = () => service.list(`/notifications/recipient/${encodeURIComponent(recipient)}`);
  for (;;) {
    const found = await list();
    if (found.filter(({ sent }) => sent).length >= count || Date.now() > deadline) return found;
    await sleep(300);
  }
}

/**
 * Asks for each of many things, a few at a time, and keeps their order.
 * @template T, R
 * @param {readonly T[]} things
 * @param {(thing: T) => Promise<R>} ask
 * @returns {Promise<R[]>}
 */
async function eachOf(things, ask) {
  /** @type {R[]} */
  const answers = [];
  const waiting = things.map((thing, index) => ({ thing, index }));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      answers[next.index] = await ask(next.thing);
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  return answers;
}
