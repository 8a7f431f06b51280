// @ts-check

/** @typedef {import('./types.mjs').Owner} Owner */
/** @typedef {import('./types.mjs').Step} Step */
/** @typedef {import('./types.mjs').Delivery} Delivery */

/** Where the lane of each service is. @type {Record<Owner, number>} */
const COLUMN = { order: 3, inventory: 12, notification: 24 };
const OWNERS = /** @type {Owner[]} */ (Object.keys(COLUMN));

/** So many characters are the lanes wide; the name of the last one is wider. */
export const LANES_WIDTH = COLUMN.notification + 1;

/** The names of the lanes, each over its own. */
export const lanesHeader = row((put) => {
  for (const owner of OWNERS) put(COLUMN[owner] - Math.floor(owner.length / 2), owner);
});

/** The lanes where nothing happens. */
export const lifelines = row((put) => {
  for (const owner of OWNERS) put(COLUMN[owner], '│');
});

/**
 * The lanes at a step: a dot where it was taken, and its event on the way to whoever does something about it. A broken
 * line and a hollow head are of an event that has not got there yet; a cross is a dead letter, or one left out.
 * @param {Pick<Step, 'service' | 'deliveries'>} step
 */
export const lanesAt = ({ service, deliveries }) =>
  row((put) => {
    for (const owner of OWNERS) put(COLUMN[owner], '│');
    const shown = deliveries.filter(({ state }) => state !== 'ignored');
    for (const right of [true, false]) {
      const targets = shown.filter(({ to }) => COLUMN[to] > COLUMN[service] === right);
      drawArrows(put, COLUMN[service], targets);
    }
    put(COLUMN[service], '●');
  });

/** @param {(at: number, text: string) => void} put @param {number} from @param {readonly Delivery[]} targets of one side */
function drawArrows(put, from, targets) {
  for (const delivery of targets.toSorted((a, b) => distance(from, b) - distance(from, a))) {
    const to = COLUMN[delivery.to];
    const line = delivery.state === 'waiting' ? '╌' : '─';
    for (let at = Math.min(from, to) + 1; at < Math.max(from, to); at++)
      put(at, OWNERS.some((owner) => COLUMN[owner] === at) ? '┼' : line);
    put(to, headOf(delivery, to > from));
  }
}

/** @param {number} from @param {Delivery} delivery */
const distance = (from, { to }) => Math.abs(COLUMN[to] - from);

/** @param {Delivery} delivery @param {boolean} right */
function headOf({ state, where }, right) {
  if (state === 'skipped' || where?.place === 'dead-letter') return '✗';
  if (state === 'waiting') return right ? '▷' : '◁';
  return right ? '▶' : '◀';
}

/** @param {(put: (at: number, text: string) => void) => void} draw */
function row(draw) {
  const cells = Array.from({ length: LANES_WIDTH }, () => ' ');
  draw((at, text) => {
    text.split('').forEach((character, index) => (cells[at + index] = character));
  });
  return cells.join('');
}
