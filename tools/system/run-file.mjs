// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inState, stateDirectory } from '../support/paths.mjs';
import { isAlive } from '../support/processes.mjs';

const PATH = inState('run.json');

/**
 * Where the services of the running system can be reached.
 * @typedef {object} Run
 * @property {string} keeper the identity of the process that owns them
 * @property {Record<import('../build.mjs').App, string[]>} services base URLs
 * @property {Record<import('../infra/types.mjs').Owner, import('../infra/types.mjs').Database>} databases
 * @property {string} rabbitmqUrl of the broker, with credentials and virtual host
 * @property {string} [managementUrl] of the broker, with credentials
 * @property {string} [mailboxUrl]
 */

/** Notes a running system, for as long as its keeper lives. @param {import('./system.mjs').System} system @param {Pick<Run, 'mailboxUrl' | 'databases' | 'rabbitmqUrl' | 'managementUrl'>} places */
export function writeRun(system, places) {
  /** @type {Run} */
  const run = {
    keeper: system.keeper.identity,
    services: {
      'order-service': system.urlsOf('order-service'),
      'inventory-service': system.urlsOf('inventory-service'),
      'notification-service': system.urlsOf('notification-service'),
    },
    ...places,
  };
  mkdirSync(stateDirectory, { recursive: true });
  // It names passwords, and who may read a file is decided when it is made.
  rmSync(PATH, { force: true });
  writeFileSync(PATH, JSON.stringify(run), { mode: 0o600 });
  system.keeper.removeAtEnd(PATH);
}

/** The system that runs from this checkout now, if one does. @returns {Run | undefined} */
export function readRun() {
  try {
    /** @type {Run} */
    const run = JSON.parse(readFileSync(PATH, 'utf8'));
    return isAlive(run.keeper) ? run : undefined;
  } catch {
    return undefined;
  }
}
