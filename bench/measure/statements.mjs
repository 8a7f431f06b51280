// @ts-check
import { connected } from '../../tools/infra/postgres/admin.mjs';

/** @typedef {import('../private-servers.mjs').PrivateGround} PrivateGround */

/** Settings with which PostgreSQL counts statements, at some cost. */
export const COUNTING = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track_planning=on',
];

const SHOWN = 12;
const WIDTH = 90;

/** Forgets all statements so far. @param {PrivateGround} ground */
export const forgetStatements = ({ postgres }) =>
  connected(postgres.postgres, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query('SELECT pg_stat_statements_reset()');
  });

/**
 * The statements that have taken the longest since, a line each: milliseconds per 1,000 orders to execute and to plan,
 * calls per order, the database, the statement.
 * @param {PrivateGround} ground @param {number} orders
 * @returns {Promise<string[]>}
 */
export const longestStatements = ({ postgres }, orders) =>
  connected(postgres.postgres, async (client) => {
    const { rows } = await client.query(
      `SELECT datname, calls, total_exec_time AS executed, total_plan_time AS planned,
         left(regexp_replace(query, '\\s+', ' ', 'g'), ${WIDTH}) AS statement
       FROM pg_stat_statements AS s JOIN pg_database AS d ON d.oid = s.dbid
       ORDER BY total_exec_time + total_plan_time DESC LIMIT ${SHOWN}`,
    );
    return rows.map(({ datname, calls, executed, planned, statement }) => {
      const [execute, plan] = [executed, planned].map((ms) => ((ms / orders) * 1000).toFixed(0).padStart(6));
      return `${execute} + ${plan} ms, ${(calls / orders).toFixed(2)} an order, ${datname}: ${statement}`;
    });
  });
