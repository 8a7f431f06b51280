// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { MUTANTS } from './mutants/catalogue.mjs';
import { inRoot, inState, root, stateDirectory } from './support/paths.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run mutants [-- name …]: plants bugs into a system of its own, one after the other, and has each caught
  name   of a bug in docs/planted-bugs.md; all of them unless given
Takes about a minute for each. Ends with 1 if a bug survives, or if something is found where there is no bug.`;

/** What a day came to. @typedef {{ name: string, seconds: number, found: string[] }} Outcome */

const OUTCOMES = inState('mutants.jsonl');

/** The names of the bugs that are wanted. */
function wanted() {
  const { positionals } = parsed(USAGE, () => parseArgs({ allowPositionals: true }));
  const known = MUTANTS.map(({ name }) => name);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ToolError(`there is no bug ${unknown.join(', ')}\n\n${USAGE}`);
  return positionals.length > 0 ? positionals : known;
}

/** @returns {Outcome[]} */
const outcomesNoted = () =>
  existsSync(OUTCOMES)
    ? readFileSync(OUTCOMES, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

/** @param {Outcome} outcome */
function described({ name, seconds, found }) {
  const [first] = found;
  const verdict = name === 'none' ? (first ? 'FALSE ' : 'ok    ') : first ? 'caught' : 'ALIVE ';
  return `${verdict}  ${name.padEnd(24)} ${`${seconds.toFixed(0)} s`.padStart(6)}  ${first ?? 'nothing found'}`;
}

/** Whether every bug that was wanted was caught as the catalogue says. @param {string[]} names */
async function run(names) {
  const args = [inRoot('tools', 'test.mjs'), '--tier', 'mutants'];
  const env = { ...process.env, WAYBILL_MUTANTS: names.join(), WAYBILL_MUTANTS_OUTCOMES: OUTCOMES };
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  // A Ctrl-C reaches the run by itself; a signal sent to this process alone does not.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  return code === 0;
}

await runTool(async () => {
  const names = wanted();
  await ensureInstalled();
  mkdirSync(stateDirectory, { recursive: true });
  rmSync(OUTCOMES, { force: true });
  const ok = await run(names);
  process.stdout.write(`\n${outcomesNoted().map(described).join('\n')}\n`);
  if (!ok) process.exitCode = 1;
});
