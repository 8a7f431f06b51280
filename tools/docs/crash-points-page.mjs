// @ts-check
import { crashPoints } from '../instrument/points.mjs';
import { table } from './format.mjs';

const INTRODUCTION = `# Crash points

Printed from the comments in the sources by \`npm run docs:events\`: do not edit. A crash point is a comment, and a build
that ships has nothing else there. A loader in \`tools/instrument\` turns each into a call when a spec or a tool starts a
built service with it:

\`\`\`sh
WAYBILL_CRASH_AT=relay-before-delete:2 \\
  node --import ./tools/instrument/register.mjs dist/apps/order-service/apps/order-service/src/main.js
\`\`\`

\`WAYBILL_CRASH_AT\` is \`point[:pass[:action]]\`, several with commas between. The pass is 1 unless given. The action is
\`SIGKILL\` unless it is \`SIGSTOP\` (stands still until \`SIGCONT\`), \`SIGTERM\` (stops in good order from there), \`throw\` or
\`throw=CODE\` (an error with such a code, as an SQLSTATE). \`WAYBILL_CRASH_REPORT\` names a file that is told of every point
passed and of every one that struck.

Under load, a real process dies at each of them, starts again, and
[loses nothing, repeats nothing and leaves no half of anything, wherever it died](../tools/instrument/crash-points.e2e.spec.ts).
*Written* are those at which what the
process has written until then has left it; elsewhere it may die with it.

Processes that stand still there for ten seconds, longer than any lease or open transaction lasts, go on with what they
held and die then do no harm either. That takes some ten minutes, and names each point when it is over:

\`\`\`sh
CRASH_SIGNAL=SIGSTOP SWEEP=1 npm test -- --tier e2e crash-points
\`\`\``;

/** The page about the places at which a process can be made to die. */
export function crashPointsPage() {
  const rows = crashPoints().map(({ name, written, meaning, path }) => [
    `\`${name}\``,
    `${meaning}${written ? ' *(written)*' : ''}`,
    `[${path.split('/').at(-1)}](../${path})`,
  ]);
  return [INTRODUCTION, table(['Crash point', 'What is the case', 'Where'], rows)].join('\n\n');
}
