// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connected } from '../../tools/infra/postgres/admin.mjs';

/** @typedef {import('../private-servers.mjs').PrivateGround} PrivateGround */
/** @typedef {import('../../tools/infra/types.mjs').Postgres['databases']} Databases */

// A connection that has nothing more to do tells of its commits after ten seconds.
const TOLD_AFTER_MS = 10_500;

/** The number of PostgreSQL's first process, whose children all others are. @param {PrivateGround} ground */
export const postgresPid = ({ postgres }) =>
  Number(readFileSync(join(postgres.directory, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);

/** Resolves when connections that are idle from now on have told of all they have committed. */
export const commitsTold = () => pause(TOLD_AFTER_MS);

/** How many transactions have been committed in these databases. @param {PrivateGround} ground @param {Databases} databases @returns {Promise<number>} */
export const commits = ({ postgres }, databases) =>
  connected(postgres.postgres, async (client) => {
    const { rows } = await client.query(
      'SELECT sum(xact_commit)::float8 AS commits FROM pg_stat_database WHERE datname = ANY($1)',
      [Object.values(databases).map(({ name }) => name)],
    );
    return rows[0].commits;
  });

/** Bytes of PostgreSQL's log so far, whatever wrote them. @param {PrivateGround} ground @returns {Promise<number>} */
export const walBytes = ({ postgres }) =>
  connected(postgres.postgres, async (client) => {
    const { rows } = await client.query(
      `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS bytes`,
    );
    return rows[0].bytes;
  });
