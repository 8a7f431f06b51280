// @ts-check

/**
 * A bug to plant in the built services: `find`, which is in the module once, becomes `replace`.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} file the module, below the output of every app that has it
 * @property {string} find
 * @property {string} replace
 * @property {string} explanation what it breaks
 */

const MESSAGING = 'libs/messaging/src';

/** Bugs that others have made, each of which the simulation must find. @type {readonly Mutant[]} */
export const MUTANTS = [
  {
    name: 'ack-before-commit',
    file: `${MESSAGING}/consumer/batch-processor.js`,
    find: 'await within(traced, () => this.commit(deliveries, traced));',
    replace:
      'for (const { delivery } of deliveries) delivery.ack();\n            await this.commit(deliveries, traced);',
    explanation:
      'Deliveries are acknowledged before their transaction commits: a crash between the two loses them.',
  },
  {
    name: 'no-dedupe',
    file: `${MESSAGING}/ordering/admission.js`,
    find: 'if (event.sequence <= position || event.sequence === lastSeen)',
    replace: 'if (event.sequence === lastSeen)',
    explanation: 'What comes a second time is handled a second time.',
  },
  {
    name: 'no-order',
    file: `${MESSAGING}/ordering/admission.js`,
    find: 'else if (event.sequence > position + 1)',
    replace: 'else if (event.sequence < 0)',
    explanation: 'What comes before its predecessor is handled before it.',
  },
  {
    name: 'parked-dropped',
    file: `${MESSAGING}/ordering/sequencer.js`,
    find: 'await inbox.park(stream, early, textOf);',
    replace: 'void early;',
    explanation: 'What comes too early is acknowledged and not kept.',
  },
  {
    name: 'parked-not-released',
    file: `${MESSAGING}/ordering/sequencer.js`,
    find: 'tx.forward(...released.map((event) => returned(event, queue)));',
    replace: 'void returned;',
    explanation: 'What was parked leaves the parking lot when its turn comes, and goes nowhere.',
  },
  {
    name: 'position-without-handling',
    file: `${MESSAGING}/consumer/batch-processor.js`,
    find: 'for (const round of admitted.rounds)',
    replace: 'for (const round of admitted.rounds.slice(0, 1))',
    explanation:
      'Of several events of one subject in a batch the first is handled, and the position moves past all.',
  },
  {
    name: 'neighbours-acknowledged',
    file: `${MESSAGING}/consumer/batch-processor.js`,
    find: 'await this.handle(deliveries.slice(middle), signal, patience);',
    replace: 'for (const { delivery } of deliveries.slice(middle)) delivery.ack();',
    explanation: 'When a batch fails, its second half is acknowledged without having been handled.',
  },
  {
    name: 'outage-counted',
    file: `${MESSAGING}/consumer/batch-processor.js`,
    find: "if (verdict === 'outage') {",
    replace: "if (verdict === 'no such verdict') {",
    explanation: 'While the database is away, events climb the retry ladder and end as dead letters.',
  },
  {
    name: 'cursor-instead-of-claim',
    file: `${MESSAGING}/outbox/outbox-relay.js`,
    find: 'const fresh = rows.filter(({ id }) => !this.inFlight.has(id));',
    replace:
      "const fresh = rows.filter(({ id }) => id > (this.cursor ?? ''));\n            this.cursor = fresh.at(-1)?.id ?? this.cursor;",
    explanation:
      'The relay remembers the last row that it read, and never sees one that is committed behind it.',
  },
  {
    name: 'lost-wake-up',
    file: `${MESSAGING}/outbox/outbox-relay.js`,
    find: 'const elapsed = this.clock.now().getTime() - this.lookedAt;',
    replace: 'const elapsed = 0;',
    explanation:
      'The relay looks into the database only when it is told to, so what a dead process left stays there.',
  },
  {
    name: 'delete-before-confirm',
    file: `${MESSAGING}/outbox/outbox-relay.js`,
    find: 'const outcomes = await this.publisher.send(',
    replace:
      'await this.outbox.remove(batch[0].tenant, batch.map(({ row }) => row.id));\n        const outcomes = await this.publisher.send(',
    explanation: 'Rows leave the outbox before the broker has them.',
  },
  {
    name: 'confirmed-whatever-comes',
    file: `${MESSAGING}/outbox/outbox-relay.js`,
    find: "parcels.filter((_, at) => outcomes[at] === 'confirmed')",
    replace: 'parcels',
    explanation: 'Rows are removed also when the broker has rejected or not confirmed their events.',
  },
  {
    name: 'returned-is-confirmed',
    file: `${MESSAGING}/connection/publisher.js`,
    find: "resolve('returned');",
    replace: "resolve('confirmed');",
    explanation:
      'A message that found no queue, and was returned before it was confirmed, counts as published.',
  },
  {
    name: 'publish-outside-the-transaction',
    file: `${MESSAGING}/transaction/transactions.js`,
    find: 'await tx.append(outgoing, leased);',
    replace: 'leased = true;',
    explanation:
      'Events are published after the commit without having been stored with it: a crash loses them.',
  },
  {
    name: 'offered-before-commit',
    file: `${MESSAGING}/transaction/transactions.js`,
    find: 'await tx.commit();',
    replace: 'if (leased) this.relay.offer(cause.tenant, outgoing, leased);\n            await tx.commit();',
    explanation: 'Events are published before their transaction commits, also when it never does.',
  },
  {
    name: 'retry-to-the-exchange',
    file: `${MESSAGING}/consumer/retry-ladder.js`,
    find: "exchange: '',\n            routingKey: target,",
    replace:
      "exchange: target === this.inbound.deadLetters ? '' : 'waybill.events',\n            routingKey: target === this.inbound.deadLetters ? target : (failed.event?.type ?? target),",
    explanation: 'A retry goes to the topic exchange, and so to everybody who hears of such events.',
  },
  {
    name: 'retry-acknowledged-first',
    file: `${MESSAGING}/consumer/retry-ladder.js`,
    find: 'if (!(await this.copies.confirmed([copy], signal)))',
    replace: 'delivery.ack();\n        if (!(await this.copies.confirmed([copy], signal)))',
    explanation: 'The original of a failed message is acknowledged before its copy is confirmed.',
  },
  {
    name: 'counter-outside-the-transaction',
    file: 'apps/order-service/src/orders/domain/take-step.js',
    find: 'version: order.version + 1, updatedAt: at };',
    replace:
      'version: Math.max(order.version, (globalThis.counters ??= new Map()).get(order.id) ?? 0) + 1, updatedAt: at };\n    globalThis.counters.set(order.id, after.version);',
    explanation:
      'Sequence numbers come from a counter that a rollback does not take back, which leaves holes.',
  },
  {
    name: 'lines-not-summed',
    file: 'apps/inventory-service/src/reservations/domain/reserve-in-order.js',
    find: 'version: 1, lines: summed(lines), expiresAt }',
    replace: 'version: 1, lines, expiresAt }',
    explanation: 'Two lines of one product are checked one by one, and promise more than there is.',
  },
  {
    name: 'cancelled-order-confirmed',
    file: 'apps/order-service/src/orders/handlers/confirm-order-on-stock-reserved.js',
    find: 'order.status === INITIAL_STATUS ? stockHeld(order, this.paymentWindowMs, occasion) : []',
    replace: 'stockHeld({ ...order, status: INITIAL_STATUS }, this.paymentWindowMs, occasion)',
    explanation: 'Stock that comes after the cancellation confirms the order all the same.',
  },
  {
    name: 'cancellation-keeps-the-stock',
    file: 'apps/inventory-service/src/reservations/domain/reservation.js',
    find: "RESERVED: { commit: 'COMMITTED', cancel: 'RELEASED' },",
    replace: "RESERVED: { commit: 'COMMITTED' },",
    explanation: 'What was held for a cancelled order stays held.',
  },
];
