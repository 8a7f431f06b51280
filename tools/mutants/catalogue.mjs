// @ts-check

/** @typedef {import('../build.mjs').App} App */
/** @typedef {import('../instrument/plant.mjs').Plant} Plant */

/**
 * A bug that somebody could write, planted into the built services of a system of its own; how the day goes on which it
 * is to be caught, and by what it is known.
 * @typedef {Plant & { name: string, explanation: string, caughtBy: 'simulation' | 'chaos' | 'auditor' | 'spec', day: Day, shows: string }} Mutant
 */

/**
 * What happens beside the traffic.
 * @typedef {object} Day
 * @property {{ app: App, at: string }} [fault] strikes one instance of two, as `WAYBILL_CRASH_AT` has it
 * @property {boolean} [mailsTurnedAway] the mail server takes no mail before the second attempt
 * @property {boolean} [queuesDeleted] in the end somebody deletes the queues of services that are down
 */

const MESSAGING = 'libs/messaging/src';
const ORDERS = 'apps/order-service/src';
const INVENTORY = 'apps/inventory-service/src';
const SENDING = 'apps/notification-service/src';

const UNHEARD = 'in vain until every';

/** @type {readonly Mutant[]} */
export const MUTANTS = [
  {
    name: 'sold-without-looking',
    explanation:
      'Stock is promised without a look at how much there is; only the constraint of the table refuses.',
    file: `${INVENTORY}/reservations/domain/reserve-in-order.ts`,
    find: 'const shortages = wanted.lines.flatMap((line) => supply.shortageOf(line));',
    replace: 'const shortages = [];',
    caughtBy: 'chaos',
    day: {},
    shows: 'dead letters',
  },
  {
    name: 'stock-released-twice',
    explanation: 'A reservation that is settled moves its stock two times.',
    file: `${INVENTORY}/reservations/settle-reservations.ts`,
    find: 'await this.moveStock.execute(tx, stock, steps);',
    replace: 'await this.moveStock.execute(tx, stock, [...steps, ...steps]);',
    caughtBy: 'chaos',
    day: {},
    shows: 'dead letters',
  },
  {
    name: 'cancel-without-release',
    explanation: 'An order that is cancelled keeps its goods.',
    file: `${INVENTORY}/reservations/settle-reservations.ts`,
    find: 'if (steps.length === 0)',
    replace: `if (step === 'cancel' || steps.length === 0)`,
    caughtBy: 'auditor',
    day: {},
    shows: 'is CANCELLED and its reservation RESERVED',
  },
  {
    name: 'key-not-stored',
    explanation: 'The Idempotency-Key of a request is looked for and never stored.',
    file: `${MESSAGING}/idempotency/idempotent-requests.ts`,
    find: `await tx.query('INSERT INTO idempotency_keys (scope, key, fingerprint, response) VALUES ($1, $2, $3, $4)', [`,
    replace: 'void ([',
    caughtBy: 'chaos',
    day: {},
    shows: 'one request placed the orders',
  },
  {
    name: 'claim-without-lease',
    explanation: 'What a sender has taken is due for all others at once.',
    file: `${SENDING}/sending/persistence/outgoing.repository.ts`,
    find: 'next_attempt_at = now() + make_interval(secs => $4)',
    replace: 'next_attempt_at = now() + make_interval(secs => 0 * $4)',
    caughtBy: 'chaos',
    day: {},
    shows: 'mails were sent again',
  },
  {
    name: 'ack-before-commit',
    explanation: 'Events are acknowledged before the transaction that handles them has committed.',
    file: `${MESSAGING}/consumer/batch-processor.ts`,
    find: 'await this.commit(deliveries);',
    replace: `for (const { delivery } of deliveries)
                delivery.ack();
            await this.commit(deliveries);`,
    caughtBy: 'chaos',
    day: { fault: { app: 'inventory-service', at: 'transaction-before-commit:8' } },
    shows: UNHEARD,
  },
  {
    name: 'outbox-in-memory',
    explanation: 'Events are published after the commit and stored nowhere before.',
    file: `${MESSAGING}/transaction/transactions.ts`,
    find: 'await tx.append(outgoing, leased);',
    replace: 'leased = true;',
    caughtBy: 'chaos',
    day: { fault: { app: 'order-service', at: 'transaction-committed:8' } },
    shows: UNHEARD,
  },
  {
    name: 'deleted-before-confirm',
    explanation: 'The outbox forgets events before the broker has confirmed them.',
    file: `${MESSAGING}/outbox/outbox-relay.ts`,
    find: 'this.publisher.send(batch.map(({ row }) => outgoing(row)), this.stopping.signal),',
    replace: `this.settle(batch, batch.map(() => 'confirmed'))
                .then(() => this.publisher.send(batch.map(({ row }) => outgoing(row)), this.stopping.signal)),`,
    caughtBy: 'chaos',
    day: { fault: { app: 'order-service', at: 'publisher-between:8' } },
    shows: UNHEARD,
  },
  {
    name: 'not-mandatory',
    explanation: 'The broker may drop what no queue takes and confirm it.',
    file: `${MESSAGING}/connection/publisher.ts`,
    find: 'mandatory: true',
    replace: 'mandatory: false',
    caughtBy: 'chaos',
    day: { queuesDeleted: true },
    shows: 'of product',
  },
  {
    name: 'failure-acknowledged',
    explanation: 'An event whose handler fails is acknowledged all the same.',
    file: `${MESSAGING}/consumer/batch-processor.ts`,
    find: 'const failure = await this.ladder.fail(first, error, verdict, signal);',
    replace: 'const failure = void first.delivery.ack();',
    caughtBy: 'chaos',
    day: { fault: { app: 'inventory-service', at: failures('consumer-before-round', 3) } },
    shows: UNHEARD,
  },
  {
    name: 'orders-not-locked',
    explanation: 'An order is read without a lock, decided on, and written later.',
    file: `${ORDERS}/orders/persistence/order.repository.ts`,
    find: 'WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`',
    replace: 'WHERE id = ANY($1::uuid[]) ORDER BY id`',
    caughtBy: 'chaos',
    day: {},
    shows: 'answered 500',
  },
  {
    name: 'sent-before-yes',
    explanation: 'A mail counts as sent before the mail server has taken it.',
    file: `${SENDING}/sending/sender-loop.ts`,
    find: 'const result = await attempt(provider, claimed, this.settings.sendTimeoutMs, control);',
    replace: `const result = { claimed, provider: provider.provider };
        void attempt(provider, claimed, this.settings.sendTimeoutMs, control);`,
    caughtBy: 'chaos',
    day: { mailsTurnedAway: true },
    shows: '0 instead of 1',
  },
  {
    name: 'random-message-id',
    explanation: 'Each attempt at a mail has a Message-ID of its own, so nobody can tell a repeat.',
    file: `${SENDING}/channels/email/smtp-channel.ts`,
    find: 'return `<${id}@${domain}>`;',
    replace: 'return `<${id}.${Math.random()}@${domain}>`;',
    caughtBy: 'chaos',
    day: { fault: { app: 'notification-service', at: 'mail-taken:8' } },
    shows: '2 instead of 1',
  },
  {
    name: 'expiry-not-conditional',
    explanation: 'Reservations end whether their time is up or not.',
    file: `${INVENTORY}/reservations/persistence/reservation.repository.ts`,
    find: 'WHERE expires_at <= $1',
    replace: 'WHERE expires_at IS NOT NULL',
    caughtBy: 'chaos',
    day: {},
    shows: 'was ended for want of payment after',
  },
  {
    name: 'total-in-fractions',
    explanation: 'The total of an order is summed up in binary fractions of a euro.',
    file: `${ORDERS}/orders/domain/pricing.ts`,
    find: 'soFar + quantity * unitPrice, 0)',
    replace: 'Math.trunc((soFar / 100 + quantity * (unitPrice / 100)) * 100), 0)',
    caughtBy: 'auditor',
    day: {},
    shows: 'its goods',
  },
];

/** Arms that let the first passes of a point fail: so many that one event of a small batch fails alone, too few to make any a dead letter. @param {string} point @param {number} count */
function failures(point, count) {
  return Array.from({ length: count }, (_, index) => `${point}:${index + 1}:throw`).join();
}
