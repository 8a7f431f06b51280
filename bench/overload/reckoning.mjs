// @ts-check
import { AT_REST, judge } from '../../tools/audit/invariant.mjs';
import { stockInvariants } from '../../tools/audit/stock-invariants.mjs';
import { connected } from '../../tools/infra/postgres/admin.mjs';
import { compiled } from '../../tools/support/compiled.mjs';
import { until } from '../../tools/support/until.mjs';

/** @typedef {import('./shop.mjs').Shop} Shop */

const DECIDED_WITHIN_MS = 300_000;

/** How many orders nothing has been decided on. @param {Shop} shop @returns {Promise<number>} */
export const undecided = ({ databases }) =>
  connected(databases.order, async (client) => {
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM orders WHERE status = 'PENDING'`);
    return rows[0].n;
  });

/** Resolves when every order is decided and every outbox is empty. @param {Shop} shop */
export async function quiescence({ databases }) {
  const isQuiet = async () => {
    for (const [owner, database] of Object.entries(databases)) {
      const waits = owner === 'order' ? `OR EXISTS (SELECT FROM orders WHERE status = 'PENDING')` : '';
      const { rows } = await connected(database, (client) =>
        client.query(`SELECT EXISTS (SELECT FROM outbox_events) ${waits} AS busy`),
      );
      if (rows[0].busy) return false;
    }
    return true;
  };
  await until('every order to be decided', isQuiet, { timeoutMs: DECIDED_WITHIN_MS, everyMs: 500 });
}

/**
 * What is wrong with the orders, given which were accepted: lost, not confirmed though there is stock for all, stored
 * though refused, or stock that is not as its ledger says. `unknown` is how many requests had no answer.
 * @param {Shop} shop @param {{ accepted: readonly string[], before: number, unknown: number }} facts
 * @returns {Promise<string[]>}
 */
export async function wrongs({ databases }, { accepted, before, unknown }) {
  const { confirmed, stored } = await connected(databases.order, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM orders WHERE id = ANY($1::uuid[]) AND status = 'CONFIRMED') AS confirmed,
              (SELECT count(*)::int FROM orders) AS stored`,
      [accepted],
    );
    return rows[0];
  });
  const path = 'apps/inventory-service/src/stock/persistence/stock-invariants.js';
  const { brokenStock } = await compiled('inventory-service', path);
  const verdicts = await connected(databases.inventory, (client) =>
    judge(
      stockInvariants(brokenStock),
      { query: async (sql, parameters) => (await client.query(sql, [...(parameters ?? [])])).rows },
      AT_REST,
    ),
  );
  const refusedButStored = stored - before - accepted.length;
  return [
    ...(confirmed === accepted.length
      ? []
      : [`${accepted.length - confirmed} accepted orders are not confirmed`]),
    ...(refusedButStored >= 0 && refusedButStored <= unknown
      ? []
      : [`${refusedButStored} refused orders are stored`]),
    ...verdicts.filter(({ count }) => count > 0).map(({ name, count }) => `${name}: ${count}`),
  ];
}

/** How many orders there are. @param {Shop} shop @returns {Promise<number>} */
export const orderCount = ({ databases }) =>
  connected(databases.order, async (client) => {
    const { rows } = await client.query('SELECT count(*)::int AS n FROM orders');
    return rows[0].n;
  });
