// @ts-check
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { ensureInstalled } from './install.mjs';
import { isStampedWith, sourceDigest, stamp } from './support/build-stamp.mjs';
import { withLock } from './support/lock.mjs';
import { announce } from './support/messages.mjs';
import { inRoot, inState, root } from './support/paths.mjs';
import { ToolError, isMain, runTool } from './support/tool.mjs';

/** @typedef {'order-service' | 'inventory-service' | 'notification-service'} App */

/** @type {readonly App[]} */
export const APPS = ['order-service', 'inventory-service', 'notification-service'];

/** The script that runs an app: all of it in one file. @param {App} app */
export const mainOf = (app) => inRoot('dist', 'apps', app, 'main.mjs');

/** The same, module by module as the compiler made them, for those who look into these or change them. @param {App} app */
export const modularMainOf = (app) => inRoot('dist', 'apps', app, 'apps', app, 'src', 'main.js');

/**
 * Builds those apps whose sources have changed since they were built.
 * @param {readonly App[]} apps
 */
export async function ensureBuilt(apps = APPS) {
  if (staleAmong(apps).length === 0) return;
  await withLock(
    inState('build.lock'),
    () => buildAll(staleAmong(apps)),
    (owner) =>
      announce('build', 'waiting', `for a build that is going on (process ${Number.parseInt(owner, 10)})`),
  );
}

/** @param {readonly App[]} apps */
function staleAmong(apps) {
  return apps.filter((app) => !isStampedWith(app, sourceDigest(app), mainOf(app)));
}

/** @param {readonly App[]} apps */
async function buildAll(apps) {
  if (apps.length === 0) return;
  const started = Date.now();
  const waiting = [...apps];
  /** @type {string[]} */
  const failures = [];
  const worker = async () => {
    for (let app = waiting.shift(); app; app = waiting.shift()) failures.push(...(await build(app)));
  };
  // A compiler keeps one core busy, and a little of another.
  await Promise.all(Array.from({ length: Math.min(apps.length, availableParallelism()) }, worker));
  if (failures.length > 0) throw new ToolError(failures.join('\n\n'));
  announce('build', 'nest', `${apps.join(', ')} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** @param {App} app @returns {Promise<string[]>} what is wrong with it */
async function build(app) {
  // Taken before the build: a source saved while it goes on makes the result stale, not current.
  const digest = sourceDigest(app);
  const { code, output } = await nestBuild(app);
  if (code !== 0) return [`${app} does not build:\n${output.trim()}`];
  const { bundle } = await import('./bundle.mjs');
  await bundle(modularMainOf(app), mainOf(app));
  stamp(app, digest);
  return [];
}

/** @param {App} app @returns {Promise<{ code: number | null, output: string }>} */
function nestBuild(app) {
  return new Promise((resolve, reject) => {
    const nest = inRoot('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
    const child = spawn(process.execPath, [nest, 'build', app], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

if (isMain(import.meta.url)) {
  await runTool(async () => {
    await ensureInstalled();
    await ensureBuilt();
    announce('build', 'ready', APPS.join(', '));
  });
}
