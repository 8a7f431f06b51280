// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { lyingLetters } from './broker-rules.mjs';
import { COUNTED_WITHIN_MS, HeldMessages } from './held.mjs';
import { ROWS_SHOWN } from './invariant.mjs';
import { withSnapshots } from './snapshots.mjs';
import { isAboutGaps, located, locatedRows } from './tell.mjs';
import { isLost } from './whereabouts.mjs';

/** @typedef {import('./audit-system.mjs').Target} Target */
/** @typedef {import('./broker.mjs').BrokerLook} BrokerLook */
/** @typedef {import('./confirm.mjs').Confirmed} Confirmed */
/** @typedef {import('./invariant.mjs').Found} Found */
/** @typedef {import('./invariant.mjs').Verdict} Verdict */
/** @typedef {import('./whereabouts.mjs').Surroundings} Surroundings */

/**
 * What was found: as rows by one database, or as findings that have stayed, by rule.
 * @typedef {{ exact: readonly Verdict[], stayed: readonly (readonly [string, Confirmed])[] }} Unplaced
 */

/**
 * What was found, each event that is missing with the place where it is. An event that is nowhere is looked for twice, so
 * far apart that a consumer which holds it has been counted.
 * @param {Pick<Target, 'databases' | 'topology' | 'countedWithinMs'>} target
 * @param {BrokerLook | undefined} broker
 * @param {Unplaced} found
 * @returns {Promise<Map<string, Found>>}
 */
export async function withPlaces(target, broker, found) {
  const { countedWithinMs = COUNTED_WITHIN_MS } = target;
  const held = new HeldMessages(async () => broker?.held());
  const first = await look(target, { broker, held }, found);
  const rows = [...first.values()].flatMap((claim) => claim.rows);
  if (!rows.some((row) => isLost(row['where']))) return first;
  await sleep(countedWithinMs);
  return look(target, { broker, held }, found);
}

/**
 * @param {Pick<Target, 'databases' | 'topology'>} target
 * @param {{ broker: BrokerLook | undefined, held: HeldMessages }} where
 * @param {Unplaced} found
 */
async function look({ databases, topology }, { broker, held }, { exact, stayed }) {
  const isMissing = stayed.some(([, { kept }]) => [...kept.values()].some(({ missing }) => missing));
  const isStuck = exact.some(({ name, count }) => isAboutGaps(name) && count > 0);
  const letters = broker ? await lyingLetters(broker, topology, { withRetries: isMissing }) : [];
  const counts = isMissing || isStuck ? await held.read() : undefined;
  return withSnapshots(databases, async (snapshots) => {
    /** @type {Surroundings} */
    const surroundings = {
      snapshots,
      topology,
      letters,
      ...(broker && { broker }),
      ...(counts && { held: counts }),
    };
    /** @type {Map<string, Found>} */
    const placed = new Map();
    for (const [rule, { count, kept }] of stayed)
      placed.set(rule, { count, rows: await located(surroundings, [...kept.values()].slice(0, ROWS_SHOWN)) });
    for (const { name, count, rows } of exact)
      placed.set(name, { count, rows: await locatedRows(surroundings, name, rows) });
    return placed;
  });
}
