// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

/** @typedef {import('./audit/invariant.mjs').Verdict} Verdict */
/** @typedef {import('./keeper/client.mjs').Keeper} Keeper */

const USAGE = `npm run audit [-- options]: compares the three databases and the broker and prints whatever does not agree
  --json          what was found as JSON on standard output, and nothing else there; one document a line with --watch
  --watch [S]     again every S seconds (10) until Ctrl-C, printing what has changed
  --explain       print what is audited, what it means and what to do, and look at nothing
  --stock         the stock of every product and reservation only, from the ledger
  --deadline S    how long anything may take that happens by itself, in seconds (60)
  --grace MS      between two looks at what seems to differ, in milliseconds (1000)
Looks at the system that runs here, or else where npm start would run it; WAYBILL_INFRA=env with DB_* and RABBITMQ_URL
names others. Ends with 0 if all holds, with 1 if not, with 2 if it cannot look. It changes nothing, and services may go
on meanwhile.`;

/** @typedef {{ json: boolean, stock: boolean, explain: boolean, watchMs: number | undefined, deadlineMs: number, graceMs: number }} Options */

/** @returns {Options} */
function options() {
  // parseArgs knows no option whose value may be left out.
  const given = process.argv
    .slice(2)
    .flatMap((argument, index, all) =>
      argument === '--watch' && !/^\d/.test(all[index + 1] ?? '') ? ['--watch', '10'] : [argument],
    );
  const { values } = parsed(USAGE, () =>
    parseArgs({
      args: given,
      options: {
        json: { type: 'boolean', default: false },
        stock: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        watch: { type: 'string' },
        deadline: { type: 'string', default: '60' },
        grace: { type: 'string', default: '1000' },
      },
    }),
  );
  const { json, stock, explain } = values;
  return {
    json,
    stock,
    explain,
    watchMs: values.watch === undefined ? undefined : numberOf('--watch', values.watch, 1) * 1000,
    deadlineMs: numberOf('--deadline', values.deadline, 0) * 1000,
    graceMs: numberOf('--grace', values.grace, 0),
  };
}

/** @param {string} name @param {string} text @param {number} least */
function numberOf(name, text, least) {
  const number = Number(text);
  if (!Number.isFinite(number) || number < least || number > 86_400)
    throw new ToolError(`${name} must be a number from ${least} to 86400\n\n${USAGE}`);
  return number;
}

/** Ways to look, once for each call. @param {Keeper} keeper @param {Options} options @returns {Promise<() => Promise<Verdict[]>>} */
async function looker(keeper, { stock, deadlineMs, graceMs }) {
  const { asBuilt } = await import('./audit/as-built.mjs');
  const { auditStock, auditSystem } = await import('./audit/audit-system.mjs');
  const { placeToAudit } = await import('./audit/target.mjs');
  const known = await asBuilt(process.env);
  const place = await placeToAudit(keeper, { withBroker: !stock });
  const target = { ...place, ...known, deadlineMs, graceMs };
  return () => (stock ? auditStock(target) : auditSystem(target));
}

/** @param {Verdict[]} verdicts */
const isSound = (verdicts) =>
  verdicts.every(({ count, severity }) => count === 0 || severity === 'attention');

/**
 * Looks again and again, and tells what has changed; a look that fails is told too, and tried again.
 * @param {() => Promise<Verdict[]>} look
 * @param {{ everyMs: number, tell: (verdicts: Verdict[], before: Verdict[] | undefined) => void }} options
 * @returns {Promise<never>}
 */
async function watch(look, { everyMs, tell }) {
  /** @type {Verdict[] | undefined} */
  let before;
  for (;;) {
    try {
      const verdicts = await look();
      tell(verdicts, before);
      before = verdicts;
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      process.stderr.write(`${error.message}\n`);
    }
    await sleep(everyMs);
  }
}

await runTool(
  async () => {
    const wanted = options();
    const { json, explain, watchMs } = wanted;
    // Whatever is announced on the way is no part of the document.
    const write = process.stdout.write.bind(process.stdout);
    if (json) process.stdout.write = process.stderr.write.bind(process.stderr);
    await ensureInstalled();
    if (explain) return void write((await import('./audit/explain.mjs')).explanations());
    const { asJson, changes, report } = await import('./audit/report.mjs');
    const interrupted = await withKeeper(async (keeper) => {
      const look = await looker(keeper, wanted);
      const tell = (/** @type {Verdict[]} */ verdicts, /** @type {Verdict[] | undefined} */ before) => {
        const ok = isSound(verdicts);
        if (json) write(asJson(verdicts, { ok, oneLine: watchMs !== undefined }));
        else write(before ? changes(before, verdicts) : report(verdicts));
        process.exitCode = ok ? 0 : 1;
      };
      if (watchMs === undefined) tell(await look(), undefined);
      else await watch(look, { everyMs: watchMs, tell });
    });
    if (interrupted && watchMs === undefined) process.exitCode = 130;
  },
  { exitCode: 2 },
);
process.exit();
