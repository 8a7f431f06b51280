/** How fast a replay goes. */
export interface Pace {
  /** Letters in the first batch. */
  readonly first: number;
  /** How many times larger each batch is than the one before. */
  readonly growth: number;
  /** Letters in a batch at most. */
  readonly most: number;
  /** Letters a second at most, on the whole; no limit unless given. */
  readonly ratePerSecond?: number | undefined;
}

/** The sizes of batches, without end: a few at first, so that few fail again if what made them fail is still there. */
export function* batchSizes({
  first,
  growth,
  most,
  ratePerSecond = Infinity,
}: Pace): Generator<number, never> {
  const limit = Math.max(1, Math.min(most, Math.floor(ratePerSecond)));
  for (let size = first; ; size *= growth) yield Math.min(size, limit);
}
