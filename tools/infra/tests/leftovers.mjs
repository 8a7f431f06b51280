// @ts-check

/** Databases and virtual hosts of a test run begin with the run's id; this is what every id looks like. */
const RUN_ID = /^waybill_run_([0-9a-f]{8})[0-9a-f]{4}(?=_|$)/;

// The first half of the advisory lock's key: "Wayb" in ASCII. The second half tells the runs apart.
const LOCK_SPACE = 0x57617962;

// A virtual host without a connection may belong to a run that has only just made it.
const SETTLED_AFTER_S = 120;

/** The run a database or virtual host belongs to, if it is a test run's. @param {string} name */
export function runOf(name) {
  return RUN_ID.exec(name)?.[0];
}

/**
 * Marks a run as alive for as long as the connection lasts.
 * @param {import('pg').Client} client
 * @param {string} runId
 */
export async function holdRun(client, runId) {
  await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_SPACE, lockNumber(runId)]);
}

/**
 * Drops all databases of one run.
 * @param {import('pg').Client} client
 * @param {string} runId
 */
export async function dropDatabasesOf(client, runId) {
  for (const name of await databaseNames(client)) {
    if (runOf(name) === runId)
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  }
}

/**
 * Drops the databases of all runs that nobody marks as alive any more.
 * @param {import('pg').Client} client
 */
export async function dropDatabasesOfDeadRuns(client) {
  const runs = new Set((await databaseNames(client)).flatMap((name) => runOf(name) ?? []));
  for (const runId of runs) {
    const key = [LOCK_SPACE, lockNumber(runId)];
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS dead', key);
    if (!rows[0].dead) continue;
    await dropDatabasesOf(client, runId);
    await client.query('SELECT pg_advisory_unlock($1, $2)', key);
  }
}

/**
 * Deletes the virtual hosts of runs that are old enough to be connected if they lived, and are not.
 * @param {import('../rabbitmq/virtual-hosts.mjs').VirtualHosts} virtualHosts
 */
export async function deleteVirtualHostsOfDeadRuns(virtualHosts) {
  const settled = (await virtualHosts.list()).filter((name) => ageInSeconds(name) > SETTLED_AFTER_S);
  if (settled.length === 0) return;
  const inUse = new Set(await virtualHosts.inUse());
  for (const name of settled) if (!inUse.has(name)) await virtualHosts.remove(name);
}

/** @param {string} name @returns {number} NaN when it is no test run's */
function ageInSeconds(name) {
  return Date.now() / 1000 - Number.parseInt(RUN_ID.exec(name)?.[1] ?? '', 16);
}

/** @param {import('pg').Client} client @returns {Promise<string[]>} */
async function databaseNames(client) {
  const { rows } = await client.query(
    "SELECT datname FROM pg_database WHERE datname LIKE 'waybill\\_run\\_%'",
  );
  return rows.map((row) => row.datname);
}

/** A signed 32-bit number, as the lock wants it, of the parts of the id that differ. @param {string} runId */
function lockNumber(runId) {
  return Number.parseInt(runId.slice(-8), 16) | 0;
}
