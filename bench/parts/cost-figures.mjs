// @ts-check

/** The cost of orders as figures: of a thousand, or of one. @param {import('../measure/meter.mjs').Cost} cost @param {number} orders @returns {import('./part.mjs').Figures} */
export function costFigures({ seconds, commits, walBytes, published, delivered }, orders) {
  const perThousand = Object.entries(seconds).map(([process, used]) => [
    `${process}${SECONDS_SUFFIX}`,
    (used / orders) * 1000,
  ]);
  const all = Object.values(seconds).reduce((sum, used) => sum + used, 0);
  return {
    ...Object.fromEntries(perThousand),
    [ALL_SECONDS]: (all / orders) * 1000,
    'commits per order': commits / orders,
    'messages per order': published / orders,
    'deliveries per order': delivered / orders,
    'bytes of WAL per order': walBytes / orders,
  };
}

/** How the name of a process's cost ends. */
export const SECONDS_SUFFIX = ': processor seconds per 1,000 orders';

/** The figure that efficiency is about. */
export const ALL_SECONDS = `all${SECONDS_SUFFIX}`;
