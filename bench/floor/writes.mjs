// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../../tools/support/tool.mjs';
import { run } from '../../tools/support/run.mjs';
import { postgresPid } from '../measure/database.mjs';
import { processorSeconds, secondsOfEndedChildren } from '../measure/processor.mjs';
import { OWNERS, floorDatabases } from './databases.mjs';

/** @typedef {import('../../tools/infra/types.mjs').Database} Database */

/** The services' largest batch. */
export const BATCH = 100;

const DEBIAN = '/usr/lib/postgresql';
const TIMEOUT_MS = 600_000;

/** pgbench of this machine: the servers' own package has none. */
export function pgbench() {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin'))
    : [];
  const found = [...(process.env['PATH'] ?? '').split(':'), ...versions, '/opt/homebrew/bin']
    .map((directory) => join(directory, 'pgbench'))
    .find((path) => existsSync(path));
  if (found) return found;
  throw new ToolError(
    'the floor needs pgbench, which comes with PostgreSQL (Debian, Ubuntu: apt-get install postgresql)',
  );
}

/**
 * Writes what so many orders leave in three databases, in batches of a hundred, after they were placed, as pgbench does it
 * with nothing else to do. Resolves with processor seconds.
 * @param {import('../private-servers.mjs').PrivateGround} ground
 * @param {number} orders a multiple of `BATCH`
 * @param {number} bytes of each event in the outbox
 */
export async function measureWrites(ground, orders, bytes) {
  const program = pgbench();
  const databases = await floorDatabases(ground, orders);
  const roots = { postgres: [postgresPid(ground)] };
  const before = processorSeconds(roots);
  const clientBefore = secondsOfEndedChildren();
  for (const owner of OWNERS)
    await bench(program, databases[owner], {
      script: fileURLToPath(new URL(`./writes/${owner}.sql`, import.meta.url)),
      batches: orders / BATCH,
      bytes,
    });
  return {
    postgres: (processorSeconds(roots)['postgres'] ?? 0) - (before['postgres'] ?? 0),
    client: secondsOfEndedChildren() - clientBefore,
  };
}

/** @param {string} program @param {Database} database @param {{ script: string, batches: number, bytes: number }} work */
async function bench(program, { host, port, username, password, name }, { script, batches, bytes }) {
  const place = ['-h', host, '-p', String(port), '-U', username];
  const variables = ['-D', 'first=0', '-D', `batch=${BATCH}`, '-D', `bytes=${bytes}`];
  const { ok, reason } = await run(
    program,
    [...place, '-n', '-M', 'prepared', '-c', '1', '-t', String(batches), ...variables, '-f', script, name],
    { timeoutMs: TIMEOUT_MS, env: { ...process.env, PGPASSWORD: password } },
  );
  if (!ok) throw new ToolError(`pgbench: ${reason}`);
}
