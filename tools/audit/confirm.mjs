// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./findings.mjs').Finding} Finding */
/** @typedef {import('./findings.mjs').Findings} Findings */

/** What was found of a rule and has stayed, by subject. @typedef {{ count: number, kept: Map<string, Finding> }} Confirmed */

// What still moves after so many looks is alive, and whatever is wrong with it will show in the next audit.
const MOST_LOOKS = 10;

/**
 * Looks again at what was found, since snapshots of several databases are not of one moment: each finding is dropped
 * once it does not hold any more, and confirmed once two looks in a row, `graceMs` apart, have seen the very same.
 * @param {readonly string[]} rules
 * @param {Findings} first
 * @param {{ graceMs: number, look: (keys: string[]) => Promise<Findings> }} options `look` at those subjects only
 * @returns {Promise<Map<string, Confirmed>>} by rule
 */
export async function confirmed(rules, first, { graceMs, look }) {
  const stayed = new Map(rules.map((rule) => [rule, { count: 0, kept: new Map() }]));
  let before = first;
  let open = first.keys();
  for (let looks = 0; open.length > 0 && looks < MOST_LOOKS; looks += 1) {
    await sleep(graceMs);
    const after = await look(open);
    open = [
      ...new Set([...stayed].flatMap(([rule, { kept }]) => sift(before.of(rule), after.of(rule), kept))),
    ];
    before = after;
  }
  for (const [rule, found] of stayed) {
    const { count, kept } = first.of(rule);
    // More were found than are kept to be looked at again: with some of those, the others are taken to have stayed.
    found.count = found.kept.size + (found.kept.size > 0 ? count - kept.size : 0);
  }
  return stayed;
}

/**
 * Keeps what two looks have seen alike; the subjects of what has moved between them.
 * @param {ReturnType<Findings['of']>} before
 * @param {ReturnType<Findings['of']>} after
 * @param {Map<string, Finding>} stayed
 */
function sift(before, after, stayed) {
  const moving = [];
  for (const [key, finding] of after.kept) {
    const earlier = before.kept.get(key);
    if (earlier && isSame(earlier, finding)) stayed.set(key, finding);
    else if (!stayed.has(key)) moving.push(key);
  }
  return moving;
}

/** @param {Finding} a @param {Finding} b */
const isSame = (a, b) => JSON.stringify([a.row, a.missing]) === JSON.stringify([b.row, b.missing]);
