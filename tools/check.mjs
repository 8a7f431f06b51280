// @ts-check
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { inRoot, root } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE =
  'npm run check [-- --except NAME …]: types, lint, unit specs, documents and the rest, but those';

/** What one `mayRemark` says is printed even if it passes. @typedef {{ name: string, script: string, args: string[], mayRemark?: boolean }} Check */

const TIME_LIMIT_MS = 300_000;

/** @param {string} name @param {string[]} path @param {string[]} args @returns {Check} */
const tool = (name, path, ...args) => ({ name, script: inRoot('node_modules', ...path), args });

/** @type {readonly Check[]} the slow ones first, so that two lanes end together */
const CHECKS = [
  tool('types', ['typescript', 'bin', 'tsc'], '--noEmit', '-p', 'tsconfig.json'),
  tool('tool types', ['typescript', 'bin', 'tsc'], '--noEmit', '-p', 'tools/tsconfig.json'),
  tool('lint', ['oxlint', 'bin', 'oxlint'], '--type-aware', '--deny-warnings'),
  { name: 'unit specs', script: inRoot('tools', 'test.mjs'), args: ['--tier', 'unit'] },
  { name: 'documents', script: inRoot('tools', 'docs.mjs'), args: ['--check'] },
  tool('format', ['prettier', 'bin', 'prettier.cjs'], '--check', '--log-level', 'warn', '.'),
  { name: 'licences', script: inRoot('tools', 'licences.mjs'), args: [] },
  { name: 'vulnerabilities', script: inRoot('tools', 'vulnerabilities.mjs'), args: [], mayRemark: true },
  tool('dead code', ['knip', 'bin', 'knip.js'], '--no-progress'),
  tool(
    'boundaries',
    ['dependency-cruiser', 'bin', 'dependency-cruise.mjs'],
    '--config=.dependency-cruiser.mjs',
    '--output-type=err',
    'apps',
    'libs',
    'e2e',
    'bench',
  ),
];

/** Runs one check and prints how it went; what it has to say only when it failed. @param {Check} check */
async function passes({ name, script, args, mayRemark = false }) {
  const started = Date.now();
  const outcome = await run(process.execPath, [script, ...args], { timeoutMs: TIME_LIMIT_MS, cwd: root });
  const { ok, stdout } = outcome;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const remark = ok && mayRemark && stdout !== '' ? `, ${stdout.trim()}` : '';
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(15)} ${seconds} s${remark}\n`);
  if (!ok) process.stdout.write(complaintOf(outcome));
  return ok;
}

/** @param {import('./support/run.mjs').Outcome} outcome */
const complaintOf = ({ stdout, stderr, reason }) => `${stdout}${stderr}${stdout || stderr ? '' : reason}\n`;

/** All checks but those that are named on the command line. */
function chosen() {
  const { except } = parsed(USAGE, () =>
    parseArgs({ options: { except: { type: 'string', multiple: true, default: [] } } }),
  ).values;
  const unknown = except.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length > 0) throw new ToolError(`no such check: ${unknown.join(', ')}\n${USAGE}`);
  return CHECKS.filter(({ name }) => !except.includes(name));
}

await runTool(async () => {
  const waiting = chosen();
  await ensureInstalled();
  /** @type {string[]} */
  const failed = [];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await passes(check))) failed.push(check.name);
    }
  };
  await Promise.all([lane(), lane()]);
  if (failed.length > 0) throw new ToolError(`failed: ${failed.join(', ')}`);
});
