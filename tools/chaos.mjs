// @ts-check
import { writeFileSync } from 'node:fs';
import { chosenFaults } from './chaos/catalogue.mjs';
import { commandOf, readOptions } from './chaos/options.mjs';
import { lineOf, plan } from './chaos/plan.mjs';
import { asJson, asMarkdown, summary } from './chaos/report.mjs';
import { shapeOf } from './chaos/world.mjs';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { runTool } from './support/tool.mjs';

const LISTED_PER_MINUTE = 6;

/** @typedef {import('./chaos/options.mjs').Options} Options */

/** Prints what each fault is, and more of them than a run of that length can have. @param {Options} options */
function list({ seed, minutes, faults, cluster }) {
  for (const { name, explanation } of chosenFaults(undefined, cluster))
    process.stdout.write(`${name.padEnd(22)} ${explanation}\n`);
  process.stdout.write(`\nseed ${seed}\n`);
  const steps = plan(seed, faults, shapeOf(cluster));
  const count = Math.ceil(minutes * LISTED_PER_MINUTE);
  for (let listed = 0; listed < count; listed += 1) process.stdout.write(`${lineOf(steps.next().value)}\n`);
}

/** @param {string} path @param {string} text */
async function writeReport(path, text) {
  const { asMarkdown: formatted } = await import('./docs/format.mjs');
  writeFileSync(path, await formatted(text));
}

await runTool(async () => {
  const options = readOptions();
  if (options.list) return list(options);
  // Whatever is told on the way is no part of the document.
  const write = process.stdout.write.bind(process.stdout);
  if (options.json) process.stdout.write = process.stderr.write.bind(process.stderr);
  await ensureInstalled();
  const { runChaos } = await import('./chaos/run.mjs');
  process.stdout.write(`seed ${options.seed}: ${commandOf(options)}\n`);
  const interrupted = await withKeeper(async (keeper) => {
    const verdict = await runChaos(keeper, options, (line) => process.stdout.write(`${line}\n`));
    if (options.report !== undefined) await writeReport(options.report, asMarkdown(verdict, options));
    if (options.json) write(`${asJson(verdict, options)}\n`);
    process.stdout.write(summary(verdict));
    if (verdict.violations.length + verdict.late.length > 0) process.exitCode = 1;
  });
  if (interrupted) process.exitCode = 130;
});
process.exit();
