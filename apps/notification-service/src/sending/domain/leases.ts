import type { Claimed } from './settlement.js';

/** What is leased at birth: by whose claim a notification is stored, and for how long it belongs to that. */
export interface Leases {
  /** By the ids of those that are leased; all others are for whoever claims them. */
  readonly born: ReadonlyMap<string, Claimed>;
  readonly ms: number;
}

/** Nothing is leased. */
export const NO_LEASES: Leases = { born: new Map(), ms: 0 };
