import { InvalidEventId } from './live.errors.js';

/** A place in the feed of all steps: everything that sorts up to it has been read. */
export interface FeedPlace {
  readonly transaction: bigint;
  readonly position: bigint;
}

/** Before the first step that was ever taken. */
export const BEGINNING: FeedPlace = { transaction: 0n, position: 0n };

const RADIX = 16;
// As many digits as the database's numbers have at most.
const TEXT = /^([0-9a-f]{1,16})-([0-9a-f]{1,16})$/;
const GREATEST_POSITION = 2n ** 63n - 1n;

/** Where every step of an earlier transaction than this one has been read. Positions start at 1. */
export const beforeTransaction = (transaction: bigint): FeedPlace => ({ transaction, position: 0n });

export const isAfter = (one: FeedPlace, other: FeedPlace): boolean =>
  one.transaction > other.transaction ||
  (one.transaction === other.transaction && one.position > other.position);

/** The later of two places. */
export const furthest = (one: FeedPlace, other: FeedPlace): FeedPlace => (isAfter(one, other) ? one : other);

/** The place as the id of an event, which clients do not look into. */
export const encodePlace = ({ transaction, position }: FeedPlace): string =>
  `${transaction.toString(RADIX)}-${position.toString(RADIX)}`;

/** The place that an id stands for. Throws `InvalidEventId`. */
export function decodePlace(id: string): FeedPlace {
  const [, transaction, position] = TEXT.exec(id) ?? [];
  if (transaction === undefined || position === undefined) throw new InvalidEventId();
  const place = { transaction: BigInt(`0x${transaction}`), position: BigInt(`0x${position}`) };
  // One place has one id: leading zeros are nobody's.
  if (place.position > GREATEST_POSITION || encodePlace(place) !== id) throw new InvalidEventId();
  return place;
}
