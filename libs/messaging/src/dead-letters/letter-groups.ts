import type { Letter } from './letter.js';

/** Dead letters of one queue that failed in the same way at the same place. */
export interface LetterGroup {
  readonly queue: string;
  readonly fingerprint: string;
  readonly code: string;
  /** Of the letter that was seen first. */
  readonly reason: string;
  count: number;
  /** How many of them have come back from a replay. */
  replayed: number;
  readonly types: Set<string>;
  firstFailedAt: string | undefined;
  lastFailedAt: string | undefined;
  /** One of them, to look at. */
  readonly sampleId: string;
}

// Fingerprints come in headers, which anybody who may publish can make up.
const MOST_GROUPS = 1_000;
const MOST_TYPES = 50;

/** Counts dead letters by how they failed. What it keeps is bounded, whatever is added. */
export class LetterGroups {
  private readonly groups = new Map<string, LetterGroup>();
  /** Letters added. */
  count = 0;
  /** Whether some letters are in no group, there being too many. */
  overflown = false;

  add(letter: Letter): void {
    this.count += 1;
    const group = this.groupOf(letter);
    if (!group) {
      this.overflown = true;
      return;
    }
    group.count += 1;
    if (letter.replays > 0) group.replayed += 1;
    if (letter.type !== undefined && group.types.size < MOST_TYPES) group.types.add(letter.type);
    group.firstFailedAt = earlier(group.firstFailedAt, letter.firstFailedAt);
    group.lastFailedAt = later(group.lastFailedAt, letter.lastFailedAt);
  }

  /** The groups, what failed last first. */
  sorted(): LetterGroup[] {
    return [...this.groups.values()].sort((one, other) =>
      (one.lastFailedAt ?? '') < (other.lastFailedAt ?? '') ? 1 : -1,
    );
  }

  private groupOf({ queue, fingerprint, code, reason, id }: Letter): LetterGroup | undefined {
    const key = JSON.stringify([queue, fingerprint, code]);
    const known = this.groups.get(key);
    if (known || this.groups.size >= MOST_GROUPS) return known;
    const group: LetterGroup = {
      queue,
      fingerprint,
      code,
      reason,
      count: 0,
      replayed: 0,
      types: new Set(),
      firstFailedAt: undefined,
      lastFailedAt: undefined,
      sampleId: id,
    };
    this.groups.set(key, group);
    return group;
  }
}

const earlier = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;
const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
