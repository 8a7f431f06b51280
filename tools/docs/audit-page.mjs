// @ts-check
import { claims } from '../audit/audit-system.mjs';
import { table } from './format.mjs';

const INTRODUCTION = `# The auditor

Printed from what it audits, in [tools/audit](../tools/audit), by \`npm run docs:events\`: do not edit.

\`\`\`
npm run audit                       one look at everything; a table of whatever does not agree
npm run audit -- --watch 30         again every 30 seconds, printing what has changed
npm run audit -- --json             for machines; with --watch one document a line
npm run audit -- --stock            the stock alone, from its ledger
npm run audit -- --explain          this page, in the terminal
\`\`\`

It looks at the system that runs from the checkout, or else where \`npm start\` would run it; \`WAYBILL_INFRA=env\` with \`DB_*\` and
\`RABBITMQ_URL\` names others. \`RABBITMQ_PREFIX\`, \`RETRY_DELAYS_MS\` and \`NOTIFICATION_RETENTION_DAYS\` are to be those of the
services.

| Exit code | Means                                                                                              |
| --------- | -------------------------------------------------------------------------------------------------- |
| 0         | everything holds; there may be something that asks for attention, such as a dead letter            |
| 1         | something does not hold, and was seen twice                                                        |
| 2         | it cannot look: a server is away, a service has never run on its database, an option is wrong      |`;

const UNSEEN = `## What it cannot see

- **Whether a product was low.** Thresholds change, and no history of them is kept. That every published alert was told is
  audited; that none is published too few or too many is left to a property test
  ([is told exactly as comparing the levels before and after each single event would tell it](../apps/inventory-service/src/stock/domain/stock-over-time.spec.ts)).
  Of what comes back in stock the ledger says when that was, and is asked.
- **Who waited for a product once they were told.** Their subscriptions end with that, on both sides. Until then both sides have to
  agree; afterwards nobody may be told again.
- **What another system asked for and the broker never got.** A request begins to exist in the notification service.
- **The letter to the shop about a refund.** It is of the kind that the customer gets, so that one of both is due.
- **What retention has deleted.** With \`NOTIFICATION_RETENTION_DAYS\` a notification is missed only while its event is younger; a
  request of another system, whose time is not known, is then looked at for repeats only.

Opted out, unreachable, merged into a digest: what is not sent on purpose is there all the same, as \`SKIPPED\`, and counts.`;

const HOW = `## On a living system

- **Nothing is changed or held up.** Each database is read in one read-only transaction, with limits on statements and on
  waiting for locks. Queues are declared passively. Dead letters, and what waits to be tried again when an order waits too,
  are read and given back; queues that services consume are never looked into.
- **Three snapshots are not of one moment.** What one database alone can decide is told at once. Anything else is looked at
  again, the same subjects only, a second later (\`--grace\`): it is told if it is still the same, forgotten if it is gone, and
  looked at again while it moves, ten times at the most
  ([finds nothing while customers order, cancel and change their minds](../e2e/audit.e2e.spec.ts)).
- **Things take time.** What happens by itself may take a minute (\`--deadline\`), which is longer than the whole retry ladder.
  Only then is an order that waits a finding, with the place of the event that it waits for
  ([tells of an order that waits behind a dead letter where its event is, and nothing once it is replayed](../e2e/audit.e2e.spec.ts)):
  the outbox of its publisher, a queue, a retry queue, the dead letters with their code, the unroutable, parked, or nowhere: LOST.
- **A consumer that holds an event cannot be looked into,** but the broker counts what consumers hold of each queue. While that is
  anything, the event may be there, and the audit says of how many
  ([tells of an order whose event a consumer holds that it may be there](../e2e/audit.e2e.spec.ts)). Its counts are some seconds old,
  so LOST is said after a second look everywhere, twelve seconds later, and only if nothing was held at both
  ([finds a service that does not consume, and an event of its queue that is lost](../e2e/audit.e2e.spec.ts)). They come from
  the management API of that broker, or from \`rabbitmqctl\` where root runs the audit beside it; with neither, LOST is
  followed by its doubt.
- **Memory is bounded.** Databases are compared by merging cursors that are in the order of their keys, some thousands of rows
  at a time; a hundred findings of each kind are shown, and all are counted. What PostgreSQL sorts goes to its disk. The
  snapshot keeps \`VACUUM\` from what has died since for as long as the audit takes.`;

const COST = `## What it costs

\`npm run bench:audit\` fills databases of its own with a million orders, 3.5 million entries of the ledger and 4.5 million
notifications, and audits them in a process of its own. Its memory peaked at 178 MiB, with 20,000 orders at 125 MiB. It took 26
seconds of that process; by the clock 15 minutes, on two cores with some forty processes waiting for them at every moment, so
expect a few minutes where PostgreSQL has a core to itself. \`--stock\` alone took half a minute.`;

const REUSE = `## From code

\`auditSystem({ databases, brokerUrl, ...(await asBuilt(env)), deadlineMs, graceMs })\` of
[audit-system.mjs](../tools/audit/audit-system.mjs) gives a verdict for each claim: \`name\`, \`severity\`, \`count\` of all that does not
hold, and \`rows\`, the first hundred. Every world of the end-to-end specs is audited at its end.`;

/** The page about what the auditor looks at. */
export function auditPage() {
  const all = claims();
  return [
    INTRODUCTION,
    `## What it looks at\n\n${table(
      ['Claim', 'What holds'],
      all.map(({ name, explanation }) => [`[\`${name}\`](#${name})`, explanation]),
    )}`,
    'Each is found broken by [finds $what](../e2e/audit.e2e.spec.ts), those of the stock by [finds %s](../tools/audit/stock-invariants.int.spec.ts), those of the notification service alone by [finds %s](../tools/audit/told-once-invariants.int.spec.ts).',
    UNSEEN,
    HOW,
    COST,
    REUSE,
    '## When it does not hold',
    ...all.map(section),
  ].join('\n\n');
}

/** @param {import('../audit/invariant.mjs').Claim} claim */
function section({ name, explanation, means, remedy, severity }) {
  const attention =
    severity === 'attention' ? '\n\nIt asks for attention and does not make the audit fail.' : '';
  return `### ${name}\n\n${explanation}\n\n- **Otherwise:** ${means}\n- **Then:** ${remedy}${attention}`;
}
