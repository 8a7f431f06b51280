// @ts-check
import { cameTo } from '../mutants/came-to.mjs';
import { outcomesOnRecord } from '../mutants/outcomes.mjs';
import { TRIALS } from '../mutants/trials.mjs';
import { table } from './format.mjs';

/** @typedef {import('../mutants/trials.mjs').Trial} Trial */

const INTRODUCTION = `# Planted bugs

Printed from the catalogues of [the simulation](../tools/simulation/mutants.mjs) and of
[real systems](../tools/mutants/catalogue.mjs), and from what became of each bug
([outcomes.json](../tools/mutants/outcomes.json)), by \`npm run docs:events\`: do not edit. Proof that finds nothing proves
nothing unless it would have found something.

\`\`\`
npm run mutants                              every bug, and every day without one; puts on record what found them
npm run mutants -- no-dedupe not-mandatory   these alone
\`\`\`

It plants each bug into the built services on their way into the process; nothing else is changed. Those of the
[simulation](simulation.md) are looked for in up to five thousand schedules. The others are lived with: a real system of two
instances of each service has a day of customers who order, pay, cancel and repeat their requests, and of what the table
names. Then it is looked at from outside:

| By whom      | What                                                                                           |
| ------------ | ---------------------------------------------------------------------------------------------- |
| \`simulation\` | an [invariant](simulation.md#what-must-hold) that was broken, and after how many schedules     |
| \`auditor\`    | a [claim](audit.md#what-it-looks-at) that does not hold, once nothing moves any more            |
| \`customers\`  | answers that nobody should get, orders that are gone, charged wrongly or ended too soon         |
| \`mailbox\`    | letters that came too often, too seldom, or again                                               |
| \`handlers\`   | events whose handler failed though nothing made it fail; with the SQLSTATE                      |
| \`ledger\`     | entries whose figures do not follow from the entries before                                     |

The command ends with 1 if nothing finds a bug, or if anything is found on a day without one.`;

/** The page about the bugs that are planted, and by what each was caught. */
export function plantedBugsPage() {
  const outcomes = outcomesOnRecord();
  const bugs = TRIALS.filter(({ kind }) => kind !== 'control');
  const controls = TRIALS.filter(({ kind }) => kind === 'control');
  return [
    INTRODUCTION,
    '## Bugs',
    table(
      ['Bug', 'What is wrong', 'Where', 'Tried in', 'Caught by', 'On'],
      bugs.map((trial) => [
        `\`${trial.name}\``,
        trial.explanation,
        `[${trial.file.split('/').at(-1)}](../${trial.file})`,
        trial.kind === 'simulation' ? 'simulation' : dayOf(trial),
        ...cameTo(trial, outcomes[trial.id]),
      ]),
    ),
    '## Days without a bug',
    'The processes are killed, and the handlers fail, at one of the [crash points](crash-points.md).',
    table(
      ['Day', 'Found', 'On'],
      controls.map((trial) => [dayOf(trial), ...cameTo(trial, outcomes[trial.id])]),
    ),
  ].join('\n\n');
}

/** @param {Trial} trial */
const dayOf = ({ happens }) => (happens === 'nothing' ? 'a day' : `a day: ${happens}`);
