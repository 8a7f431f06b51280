// @ts-check

/** @typedef {import('./collector.mjs').Collected} Collected */
/** @typedef {{ span: Collected, depth: number }} Row */

const WIDTH = 1200;
const LABELS = 300;
const MARGIN = 16;
const ROW = 22;
const HEAD = 56;
const INDENT = 14;
const MOST_TICKS = 10;
/** @type {Readonly<Record<string, string>>} */
const COLOURS = {
  'order-service': '#2f6fb3',
  'inventory-service': '#2e8b57',
  'notification-service': '#c2691c',
};

/** A trace as a picture: a row for each span, below the one it follows from, and when it was. @param {Collected[]} spans */
export function waterfall(spans) {
  const rows = rowsOf(spans);
  const from = Math.min(...spans.map((span) => span.from));
  const scale = (WIDTH - LABELS - 2 * MARGIN) / (Math.max(...spans.map((span) => span.to)) - from);
  const at = (/** @type {number} */ time) => round(LABELS + MARGIN + (time - from) * scale);
  const height = HEAD + rows.length * ROW + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...legend(),
    ...ticks(from, (WIDTH - LABELS - 2 * MARGIN) / scale, at, height),
    ...rows.flatMap(({ span, depth }, index) => drawn(span, depth, HEAD + index * ROW, at)),
    '</svg>',
    '',
  ].join('\n');
}

/** Each span below the one it follows from, as they began. @param {Collected[]} spans @returns {Row[]} */
function rowsOf(spans) {
  const known = new Set(spans.map(({ spanId }) => spanId));
  /** @type {(parents: (string | undefined)[], depth: number) => Row[]} */
  const below = (parents, depth) =>
    spans
      .filter(({ parentSpanId }) => parents.includes(parentSpanId))
      .toSorted((a, b) => a.from - b.from)
      .flatMap((span) => [{ span, depth }, ...below([span.spanId], depth + 1)]);
  const strangers = spans.map(({ parentSpanId }) => parentSpanId).filter((id) => !known.has(id ?? ''));
  return below([...new Set(strangers)], 0);
}

const legend = () =>
  Object.entries(COLOURS).flatMap(([service, colour], index) => {
    const x = MARGIN + index * 170;
    return [
      `<rect x="${x}" y="14" width="12" height="12" fill="${colour}"/>`,
      `<text x="${x + 18}" y="24" fill="#222222">${service}</text>`,
    ];
  });

/** @param {number} from @param {number} length @param {(time: number) => number} at @param {number} height */
function ticks(from, length, at, height) {
  const step = stepFor(length / MOST_TICKS);
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => {
    const x = at(from + index * step);
    return [
      `<line x1="${x}" y1="${HEAD - 10}" x2="${x}" y2="${height - MARGIN}" stroke="#dddddd"/>`,
      `<text x="${x}" y="${HEAD - 16}" text-anchor="middle" fill="#666666">${index * step} ms</text>`,
    ].join('\n');
  });
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is no smaller. @param {number} least */
function stepFor(least) {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
}

/** @param {Collected} span @param {number} depth @param {number} y @param {(time: number) => number} at */
function drawn(span, depth, y, at) {
  const colour = COLOURS[span.service] ?? '#888888';
  const x = at(span.from);
  const width = Math.max(2, round(at(span.to) - x));
  return [
    `<rect x="${MARGIN + depth * INDENT}" y="${y + 5}" width="4" height="12" fill="${colour}"/>`,
    `<text x="${MARGIN + depth * INDENT + 10}" y="${y + 15}" fill="#222222">${labelOf(span)}</text>`,
    `<rect x="${x}" y="${y + 5}" width="${width}" height="12" rx="2" fill="${span.isFailed ? '#b3261e' : colour}"/>`,
  ];
}

/** The name without what all have in common. @param {Collected} span */
function labelOf({ name, attributes }) {
  const place = attributes['messaging.rabbitmq.destination.routing_key'];
  const label = place === undefined ? name : `${attributes['messaging.operation.name']} ${place}`;
  return label.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
