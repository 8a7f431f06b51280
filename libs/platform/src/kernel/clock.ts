/** Where the time comes from; inject it by this class so that tests can hold it. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };
