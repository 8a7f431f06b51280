// @ts-check
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inState } from '../support/paths.mjs';

/** Where the logs of the services are, and after a run that failed those of the servers too. */
export const LOGS = inState('chaos', 'logs');

/** Keeps the logs of the servers, which would be thrown away with the run. @param {import('../keeper/client.mjs').Keeper} keeper */
export function keepLogs({ directory }) {
  for (const name of readdirSync(directory).filter((each) => each.endsWith('.log')))
    cpSync(join(directory, name), join(LOGS, name));
}
