// @ts-check

/** @typedef {import('../build.mjs').App} App */
/** @typedef {import('../instrument/plant.mjs').Plant} Plant */

/**
 * A bug that somebody could write, planted into the built services of a system of its own, and how the day goes on which
 * it is to be caught.
 * @typedef {Plant & { name: string, explanation: string, day: Day }} Mutant
 */

/**
 * What happens beside the traffic.
 * @typedef {object} Day
 * @property {{ app: App, at: string }} [fault] strikes one instance of two, as `WAYBILL_CRASH_AT` has it
 * @property {boolean} [mailsTurnedAway] the mail server takes no mail before the second attempt
 * @property {boolean} [mailsHeld] the mail server takes its time to say that it has taken a mail
 * @property {boolean} [inventoryAway] for a while nobody reserves stock, so that orders are handled many at once later
 * @property {boolean} [queuesDeleted] in the end somebody deletes the queues of services that are down
 */

const MESSAGING = 'libs/messaging/src';
const ORDERS = 'apps/order-service/src';
const INVENTORY = 'apps/inventory-service/src';
const SENDING = 'apps/notification-service/src';

/** @type {readonly Mutant[]} */
export const MUTANTS = [
  {
    name: 'check-then-write-stock',
    explanation: 'Stock is looked at without a lock and moved later, also when it has moved meanwhile.',
    file: `${INVENTORY}/stock/persistence/stock.repository.ts`,
    find: `takeTurn(tx);
        const rows = await tx.query(\`SELECT product_id, name, status, available, reserved, low_stock_threshold, version
       FROM products
       WHERE product_id = ANY ($1::text[])
       ORDER BY product_id
       FOR NO KEY UPDATE\``,
    replace: `const rows = await tx.query(\`SELECT product_id, name, status, available, reserved, low_stock_threshold, version
       FROM products
       WHERE product_id = ANY ($1::text[])\``,
    day: {},
  },
  {
    name: 'ledger-tells-the-end',
    explanation: 'Entries of the ledger that are made at once all say what the last of them has left.',
    file: `${INVENTORY}/stock/persistence/stock-ledger.ts`,
    find: '(PARTITION BY m.product_id ORDER BY m.place)',
    replace: '(PARTITION BY m.product_id)',
    day: { inventoryAway: true },
  },
  {
    name: 'sold-without-looking',
    explanation:
      'Stock is promised without a look at how much there is; only the constraint of the table refuses.',
    file: `${INVENTORY}/reservations/domain/reserve-in-order.ts`,
    find: 'const shortages = wanted.lines.flatMap((line) => supply.shortageOf(line));',
    replace: 'const shortages = [];',
    day: {},
  },
  {
    name: 'stock-released-twice',
    explanation: 'A reservation that is settled moves its stock two times.',
    file: `${INVENTORY}/reservations/settle-reservations.ts`,
    find: 'this.moveStock.execute(tx, stock, steps);',
    replace: 'this.moveStock.execute(tx, stock, [...steps, ...steps]);',
    day: {},
  },
  {
    name: 'cancel-without-release',
    explanation: 'An order that is cancelled keeps its goods.',
    file: `${INVENTORY}/reservations/settle-reservations.ts`,
    find: 'if (steps.length === 0)',
    replace: `if (step === 'cancel' || steps.length === 0)`,
    day: {},
  },
  {
    name: 'key-not-stored',
    explanation: 'The Idempotency-Key of a request is looked for and never stored.',
    file: `${MESSAGING}/idempotency/stored-answers.ts`,
    find: 'if (answers.length === 0)',
    replace: 'if (answers.length >= 0)',
    day: {},
  },
  {
    name: 'claim-without-lease',
    explanation: 'What a sender has taken is due for all others at once.',
    file: `${SENDING}/sending/persistence/outgoing.repository.ts`,
    find: 'next_attempt_at = now() + make_interval(secs => $4)',
    replace: 'next_attempt_at = now() + make_interval(secs => 0 * $4)',
    day: { mailsHeld: true },
  },
  {
    name: 'born-without-lease',
    explanation: 'What belongs to a sender from birth is due for all others at once.',
    file: `${SENDING}/notifications/persistence/notification.repository.ts`,
    find: 'clock_timestamp() + make_interval(secs => $15)',
    replace: 'clock_timestamp() + make_interval(secs => 0 * $15)',
    day: { mailsHeld: true },
  },
  {
    name: 'ack-before-commit',
    explanation: 'Events are acknowledged before the transaction that handles them has committed.',
    file: `${MESSAGING}/consumer/batch-processor.ts`,
    find: 'await within(traced, () => this.commit(deliveries, traced));',
    replace: `for (const { delivery } of deliveries)
                delivery.ack();
            await this.commit(deliveries, traced);`,
    day: { fault: { app: 'inventory-service', at: 'transaction-before-commit:8' } },
  },
  {
    name: 'outbox-in-memory',
    explanation: 'Events are published after the commit and stored nowhere before.',
    file: `${MESSAGING}/transaction/transactions.ts`,
    find: 'await tx.append(outgoing, leased);',
    replace: 'leased = true;',
    day: { fault: { app: 'order-service', at: 'transaction-committed:8' } },
  },
  {
    name: 'deleted-before-confirm',
    explanation: 'The outbox forgets events before the broker has confirmed them.',
    file: `${MESSAGING}/outbox/outbox-relay.ts`,
    find: 'const outcomes = await this.publisher.send(',
    replace: `await this.outbox.remove(batch[0].tenant, batch.map(({ row }) => row.id));
        const outcomes = await this.publisher.send(`,
    day: { fault: { app: 'order-service', at: 'publisher-between:8' } },
  },
  {
    name: 'not-mandatory',
    explanation: 'The broker may drop what no queue takes and confirm it.',
    file: `${MESSAGING}/connection/publisher.ts`,
    find: 'mandatory: true',
    replace: 'mandatory: false',
    day: { queuesDeleted: true },
  },
  {
    name: 'failure-acknowledged',
    explanation: 'An event whose handler fails is acknowledged all the same.',
    file: `${MESSAGING}/consumer/batch-processor.ts`,
    find: 'const failure = await this.ladder.fail(first, error, verdict, signal);',
    replace: 'const failure = void first.delivery.ack();',
    day: { fault: { app: 'inventory-service', at: failures('consumer-before-round', 3) } },
  },
  {
    name: 'orders-not-locked',
    explanation: 'An order is read without a lock, decided on, and written later.',
    file: `${ORDERS}/orders/persistence/order.repository.ts`,
    find: 'WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`',
    replace: 'WHERE id = ANY($1::uuid[]) ORDER BY id`',
    day: {},
  },
  {
    name: 'sent-before-yes',
    explanation: 'A mail counts as sent before the mail server has taken it.',
    file: `${SENDING}/sending/sender-loop.ts`,
    find: 'const result = await attempt(provider, claimed, parcel, this.settings.sendTimeoutMs, control);',
    replace: `const result = { claimed, provider: provider.provider };
        void attempt(provider, claimed, parcel, this.settings.sendTimeoutMs, control);`,
    day: { mailsTurnedAway: true },
  },
  {
    name: 'random-message-id',
    explanation: 'Each attempt at a mail has a Message-ID of its own, so nobody can tell a repeat.',
    file: `${SENDING}/channels/email/smtp-channel.ts`,
    find: 'return `<${id}@${domain}>`;',
    replace: 'return `<${id}.${Math.random()}@${domain}>`;',
    day: { fault: { app: 'notification-service', at: 'mail-taken:8' } },
  },
  {
    name: 'expiry-not-conditional',
    explanation: 'Reservations end whether their time is up or not.',
    file: `${INVENTORY}/reservations/persistence/reservation.repository.ts`,
    find: 'WHERE expires_at <= $1',
    replace: 'WHERE expires_at IS NOT NULL',
    day: {},
  },
  {
    name: 'total-in-fractions',
    explanation: 'The total of an order is summed up in binary fractions of a euro.',
    file: `${ORDERS}/orders/domain/pricing.ts`,
    find: 'soFar + quantity * unitPrice, 0)',
    replace: 'Math.trunc((soFar / 100 + quantity * (unitPrice / 100)) * 100), 0)',
    day: {},
  },
];

/** Arms that let the first passes of a point fail: so many that one event of a small batch fails alone, too few to make any a dead letter. @param {string} point @param {number} count */
function failures(point, count) {
  return Array.from({ length: count }, (_, index) => `${point}:${index + 1}:throw`).join();
}
