/** A backlog and how it has moved, as it was found at a moment. */
export interface Backlog {
  /** Milliseconds on a clock that only goes forward. */
  readonly at: number;
  /** Orders that nothing has been decided on yet. */
  readonly pending: number;
  /** How many fewer they become in a second, smoothed; 0 when they do not. */
  readonly drainPerSecond: number;
  /** Whether new orders are refused until it is shorter. */
  readonly isTooLong: boolean;
}

export const NO_BACKLOG: Backlog = { at: 0, pending: 0, drainPerSecond: 0, isTooLong: false };

// Taken up again well below the limit, so that it does not go on and off with every order.
const SHARE_TO_RESUME = 0.9;
const WEIGHT_OF_THE_LATEST = 0.3;

const SHORTEST_S = 5;
const LONGEST_S = 120;

/** How many may be pending when new orders are taken again. */
const resumesAt = (most: number): number => Math.floor(most * SHARE_TO_RESUME);

/** What the backlog is like, given what it was like before and how many are pending now. */
export function backlogAfter(
  before: Backlog,
  { at, pending }: Pick<Backlog, 'at' | 'pending'>,
  most: number,
): Backlog {
  const seconds = (at - before.at) / 1000;
  const latest = seconds > 0 ? Math.max(0, before.pending - pending) / seconds : 0;
  return {
    at,
    pending,
    drainPerSecond: before.drainPerSecond + WEIGHT_OF_THE_LATEST * (latest - before.drainPerSecond),
    isTooLong: pending >= most || (before.isTooLong && pending > resumesAt(most)),
  };
}

/** In how many seconds, 5 to 120, new orders will be taken again at the rate at which the backlog becomes shorter. */
export function secondsToResume({ pending, drainPerSecond }: Backlog, most: number): number {
  const seconds = Math.ceil((pending - resumesAt(most)) / drainPerSecond);
  return Math.min(LONGEST_S, Math.max(SHORTEST_S, seconds));
}
