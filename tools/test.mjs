// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromiumPath } from './infra/browser/chromium.mjs';
import { allOrFirstError } from './infra/provide.mjs';
import { provideForTests } from './infra/tests/provide-for-tests.mjs';
import { Unavailable } from './infra/ways.mjs';
import { ensureInstalled } from './install.mjs';
import { ensureInstrumented } from './instrument/bundles.mjs';
import { testEnvironment } from './jest/test-environment.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { ensurePrometheus } from './monitoring/promtool.mjs';
import { announce } from './support/messages.mjs';
import { inRoot, inState, root } from './support/paths.mjs';
import { ToolError, runTool } from './support/tool.mjs';

/** @typedef {'all' | 'unit' | 'int' | 'e2e' | 'browser' | 'mutants'} Tier */

/** @type {readonly Tier[]} */
const TIERS = ['all', 'unit', 'int', 'e2e', 'browser', 'mutants'];

/** `--tier T` is ours; whatever else is given is for Jest. @param {string[]} given */
function optionsFrom(given) {
  const at = given.indexOf('--tier');
  if (at < 0) return { tier: /** @type {const} */ ('all'), forJest: given };
  const tier = TIERS.find((known) => known === given[at + 1]);
  if (!tier) throw new ToolError(`--tier must be one of ${TIERS.join(', ')}`);
  return { tier, forJest: given.toSpliced(at, 2) };
}

/** What is run after each other, because some of it keeps the whole machine busy. @param {Tier} tier @param {string[]} forJest */
const shiftsOf = (tier, forJest) =>
  forJest.length === 0 && (tier === 'all' || tier === 'e2e') ? ['alone', 'others'] : [''];

/** Runs the specs of a tier on servers of their own. @param {Tier} tier @param {string[]} forJest */
async function runSpecs(tier, forJest) {
  if (tier === 'unit') return jest(tier, forJest, {});
  const interrupted = await withKeeper(async (keeper) => {
    const isBuilt = tier === 'int' ? Promise.resolve() : ensureInstrumented();
    const [servers, browser] = await allOrFirstError([
      provideForTests({ keeper }),
      browserFor(tier),
      isBuilt,
    ]);
    try {
      await lookForPrometheus(tier);
      for (const shift of shiftsOf(tier, forJest)) {
        if (interruption.aborted) break;
        await jest(tier, forJest, { ...testEnvironment(servers), ...browser, WAYBILL_TEST_SHIFT: shift });
      }
    } finally {
      await servers.stop();
    }
  });
  if (interrupted) throw new ToolError('interrupted');
}

/**
 * Where the specs find a browser. Only `browser` insists on one: all else has to be testable where nobody may install
 * programs, so `all` says that it leaves these specs out.
 * @param {Tier} tier
 * @returns {Promise<Record<string, string>>}
 */
async function browserFor(tier) {
  if (tier !== 'all' && tier !== 'browser') return {};
  try {
    const path = await chromiumPath(process.env);
    announce('browser', 'chromium', path);
    return { CHROMIUM_PATH: path };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    if (tier === 'browser') throw new ToolError(error.message);
    announce('browser', 'none', `${error.message}; *.browser.spec.ts are left out`);
    return { CHROMIUM_PATH: '' };
  }
}

/** The specs see for themselves whether there is a Prometheus. @param {Tier} tier */
async function lookForPrometheus(tier) {
  if (tier === 'browser' || tier === 'mutants') return;
  try {
    await ensurePrometheus();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    announce('prometheus', 'none', `${error.message}; what needs it is skipped`);
  }
}

/** Runs Jest once and counts its tests. @param {Tier} tier @param {string[]} forJest @param {Record<string, string>} environment */
async function jest(tier, forJest, environment) {
  rmSync(RESULTS, { force: true });
  const script = inRoot('node_modules', 'jest', 'bin', 'jest.js');
  const config = inRoot('tools', 'jest', 'jest.config.mjs');
  const args = ['--config', config, '--json', `--outputFile=${RESULTS}`, ...forJest];
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...environment, NODE_ENV: 'test', WAYBILL_TEST_TIER: tier },
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  // A Ctrl-C reaches Jest by itself; a signal sent to this process alone does not.
  for (const signal of SIGNALS)
    process.on(signal, () => {
      interruption.aborted = true;
      child.kill(signal);
    });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exitCode = 1;
  const { passed, failed } = results();
  counted.passed += passed;
  counted.failed += failed;
}

/** What Jest counted; a spec file that could not even be loaded counts as one that failed. */
function results() {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(RESULTS, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const RESULTS = inState('test-results.json');
const counted = { passed: 0, failed: 0 };
const interruption = { aborted: false };

await runTool(async () => {
  const { tier, forJest } = optionsFrom(process.argv.slice(2));
  await ensureInstalled();
  mkdirSync(dirname(RESULTS), { recursive: true });
  await runSpecs(tier, forJest);
});
// Nothing that was to be run has been.
if (counted.passed + counted.failed === 0) counted.failed = 1;
if (counted.failed > 0) process.exitCode = 1;
process.stdout.write(`${counted.passed} passed, ${counted.failed} failed\n`);
