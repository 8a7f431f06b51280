// @ts-check
import { existsSync, statSync } from 'node:fs';
import { APPS, ensureBuilt, mainOf, modularMainOf } from '../build.mjs';
import { withLock } from '../support/lock.mjs';
import { announce } from '../support/messages.mjs';
import { inRoot, inState } from '../support/paths.mjs';
import { withCalls } from './marker.mjs';

/** @typedef {import('../build.mjs').App} App */

/** An app in one file, as it ships but with every crash point in place. @param {App} app */
export const instrumentedMainOf = (app) => inRoot('dist', 'instrumented', `${app}.mjs`);

/** Builds the apps, and makes those instrumented files that are missing or older than what they are made from. */
export async function ensureInstrumented() {
  await ensureBuilt();
  if (stale().length === 0) return;
  const { bundle } = await import('../bundle.mjs');
  await withLock(
    inState('instrument.lock'),
    async () => {
      for (const app of stale()) await bundle(modularMainOf(app), instrumentedMainOf(app), withCalls);
    },
    (owner) =>
      announce(
        'build',
        'waiting',
        `for crash points to be put in place (process ${Number.parseInt(owner, 10)})`,
      ),
  );
}

const stale = () =>
  APPS.filter((app) => {
    const made = instrumentedMainOf(app);
    const sources = [mainOf(app), inRoot('tools', 'instrument', 'marker.mjs')];
    return !existsSync(made) || sources.some((source) => statSync(source).mtimeMs > statSync(made).mtimeMs);
  });
