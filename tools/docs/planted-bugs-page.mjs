// @ts-check
import { MUTANTS } from '../mutants/catalogue.mjs';
import { table } from './format.mjs';

const INTRODUCTION = `# Planted bugs

Printed from \`tools/mutants/catalogue.mjs\` by \`npm run docs:events\`: do not edit. Proof that finds nothing proves nothing
unless it would have found something. \`npm run mutants\` plants each of these bugs into the built services on their way into
the process, nothing else is changed, and lets a real system of two instances of each service live through a day:
customers who order, pay, cancel and repeat their requests, and the fault that the table names. Then it looks at what an
owner of the shop could see: the auditor's invariants, the orders and mails that are due, the answers that customers got.
The table says what each has to be known by; the command says whether it is, and ends with 1 if one is not, or if the same day
without a bug shows anything at all.`;

/** The page about the bugs that are planted, and what each has to be known by. */
export function plantedBugsPage() {
  const rows = MUTANTS.map(({ name, explanation, file, caughtBy, day, shows }) => [
    `\`${name}\``,
    explanation,
    `[${file.split('/').at(-1)}](../${file})`,
    describe(day),
    caughtBy,
    `… ${shows} …`,
  ]);
  return [
    INTRODUCTION,
    table(['Bug', 'What is wrong', 'Where', 'Fault', 'Caught by', 'Shows as'], rows),
  ].join('\n\n');
}

/** @param {import('../mutants/catalogue.mjs').Day} day */
function describe({ fault, mailsTurnedAway, queuesDeleted }) {
  if (mailsTurnedAway) return 'the mail server turns mails away once';
  if (queuesDeleted) return 'queues are deleted while their service is down';
  if (!fault) return '–';
  const [point] = fault.at.split(':');
  return `${fault.at.includes('throw') ? 'handlers fail' : 'a process is killed'} at [\`${point}\`](crash-points.md)`;
}
