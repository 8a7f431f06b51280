// @ts-check

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {Record<string, unknown>} Row */
/** Somewhere to run SQL. @typedef {{ query: <R = Row>(sql: string, parameters?: readonly unknown[]) => Promise<R[]> }} Queryable */

/**
 * Something that always holds of a sound system, whatever crashed.
 * @typedef {object} Claim
 * @property {string} name kebab-case
 * @property {string} explanation one sentence: what holds
 * @property {string} means what has gone wrong where it does not hold
 * @property {string} remedy what to do then
 * @property {'violation' | 'attention'} severity `attention`: as designed, but somebody has to act
 */

/**
 * What the auditor allows.
 * @typedef {object} Limits
 * @property {number} deadlineMs how long anything may take that happens by itself
 * @property {number} retentionDays how long final notifications are kept; 0 for ever
 */

/**
 * A claim about one database, which one statement can decide.
 * @typedef {object} OfOneDatabase
 * @property {Owner} database
 * @property {(db: Queryable, limits: Limits) => Promise<unknown>} broken runs one statement, whose rows are what does
 *   not hold
 */

/** Of a system in which nothing is under way any more. @type {Limits} */
export const AT_REST = { deadlineMs: 0, retentionDays: 0 };

/** @typedef {Claim & OfOneDatabase} Invariant */

/**
 * What a claim was found to be.
 * @typedef {object} Found
 * @property {number} count of all that does not hold
 * @property {Row[]} rows the first of them
 */

/** @typedef {Claim & Found} Verdict */

/** So many differences are read into memory at most, of any number there may be. */
export const ROWS_SHOWN = 100;

/**
 * An invariant whose statement is this, with these parameters.
 * @param {Omit<Invariant, 'broken'>} facts
 * @param {string} sql
 * @param {(limits: Limits) => readonly unknown[]} [parametersOf]
 * @returns {Invariant}
 */
export const invariant = (facts, sql, parametersOf = () => []) => ({
  ...facts,
  broken: (db, limits) => db.query(sql, parametersOf(limits)),
});

/** The deadline in milliseconds as `$1`. @param {Limits} limits */
export const byDeadline = ({ deadlineMs }) => [deadlineMs];

/** For how many days notifications are kept as `$1`. @param {Limits} limits */
export const byRetention = ({ retentionDays }) => [retentionDays];

/**
 * Judges the invariants of one database, one after the other. Nothing but the first rows of what is broken leaves the
 * server, and aggregates larger than its `work_mem` go to its disk.
 * @param {readonly Invariant[]} invariants
 * @param {Queryable} db
 * @param {Limits} limits
 * @returns {Promise<Verdict[]>}
 */
export async function judge(invariants, db, limits) {
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const { database: _, broken, ...claim } of invariants)
    verdicts.push({ ...claim, ...(await firstRows((only) => broken(only, limits), db)) });
  return verdicts;
}

/** @param {(db: Queryable) => Promise<unknown>} broken @param {Queryable} db @returns {Promise<Found>} */
async function firstRows(broken, db) {
  /** @type {Row[]} */
  let found = [];
  await broken({
    query: async (sql, parameters) => {
      found = await db.query(
        `SELECT *, count(*) OVER () AS "inAll" FROM (${sql}) AS broken LIMIT ${ROWS_SHOWN}`,
        parameters,
      );
      return [];
    },
  });
  const rows = found.map(({ inAll: _, ...row }) => row);
  return { count: Number(found[0]?.['inAll'] ?? 0), rows };
}
