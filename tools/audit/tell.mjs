// @ts-check
import { whereabouts } from './whereabouts.mjs';

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('./findings.mjs').Finding} Finding */
/** @typedef {import('./findings.mjs').Missing} Missing */
/** @typedef {import('./invariant.mjs').Row} Row */
/** @typedef {import('./whereabouts.mjs').Surroundings} Surroundings */

/** Findings as rows, each with where the event is that it waits for. @param {Surroundings} surroundings @param {readonly Finding[]} findings */
export async function located(surroundings, findings) {
  /** @type {Row[]} */
  const rows = [];
  for (const { row, missing } of findings) {
    const told = missing ? { ...row, ...(await placed(surroundings, row, missing)) } : row;
    rows.push('waitsFor' in row ? { says: sentence(told), ...told } : told);
  }
  return rows;
}

/** @param {Surroundings} surroundings @param {Row} row @param {Missing} missing */
async function placed(surroundings, row, missing) {
  const { where, type } = await whereabouts(surroundings, missing);
  return { type: row['type'] ?? type ?? `event ${missing.sequence} of the ${missing.stream} stream`, where };
}

/** What an order waits for, in one sentence. @param {Row} row */
function sentence({ orderId, status, waitsFor, type, where, since }) {
  const waits = `order ${String(orderId)} waits at ${String(status)} for ${String(waitsFor)}`;
  if (typeof where === 'string') return `${waits}; its ${String(type)} ${where}`;
  const from = since instanceof Date ? ` since ${since.toISOString()}` : '';
  const isEvent = String(waitsFor).startsWith('inventory.');
  return `${waits}${from}${isEvent ? ', though everything was heard: its handler did nothing' : ''}`;
}

const GAPS = /-gaps-close$/;

/** @param {string} name of a claim */
export const isAboutGaps = (name) => GAPS.test(name);

/** Rows about gaps, each with where the missing event is. @param {Surroundings} surroundings @param {string} name @param {Row[]} rows */
export async function locatedRows(surroundings, name, rows) {
  if (!isAboutGaps(name)) return rows;
  const subscriber = name.replace(GAPS, '');
  return located(
    surroundings,
    rows.map((row) => ({
      key: String(row['subject']),
      row,
      missing: {
        subscriber: /** @type {Owner} */ (subscriber),
        stream: String(row['stream']),
        subject: String(row['subject']),
        sequence: Number(row['missing']),
      },
    })),
  );
}
