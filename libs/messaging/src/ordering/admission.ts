import type { DomainEvent } from '@app/contracts';

/** What a consumer does with the events it was delivered, given how far each stream has come. */
export interface Admission<E> {
  /**
   * What to handle, in rounds: within a round no two events have the same subject, and every event is the next of
   * its stream once the rounds before it are done.
   */
  readonly rounds: readonly (readonly E[])[];
  /** Came before their predecessor. */
  readonly early: readonly E[];
  /** Seen before, here or in an earlier batch. */
  readonly repeated: readonly E[];
  /** How far each stream that moves has come after the rounds. */
  readonly advanced: ReadonlyMap<string, number>;
}

type Placed = Pick<DomainEvent, 'subject' | 'sequence'>;

/** Decides which events of one stream are next. Pure. A subject without a position is at 0, before its first event. */
export function admit<E extends Placed>(
  events: readonly E[],
  positions: ReadonlyMap<string, number>,
): Admission<E> {
  const rounds: E[][] = [];
  const early: E[] = [];
  const repeated: E[] = [];
  const advanced = new Map<string, number>();
  for (const [subject, ofSubject] of bySubject(events)) {
    let position = positions.get(subject) ?? 0;
    let round = 0;
    let lastSeen = 0;
    for (const event of ofSubject) {
      if (event.sequence <= position || event.sequence === lastSeen) repeated.push(event);
      else if (event.sequence > position + 1) early.push(event);
      else {
        (rounds[round] ??= []).push(event);
        round += 1;
        position += 1;
        advanced.set(subject, position);
      }
      lastSeen = event.sequence;
    }
  }
  return { rounds: rounds.map(inOrderOf(events)), early, repeated, advanced };
}

/** Events of one subject that follow each other: they are next if their stream has come to `before`. */
export interface Run {
  readonly subject: string;
  readonly before: number;
  readonly after: number;
}

/** Each subject's earliest event, with what follows it without a hole. */
export function runsIn(events: readonly Placed[]): Run[] {
  return [...bySubject(events)].map(([subject, [first, ...others]]) => {
    let after = first.sequence;
    for (const { sequence } of others) if (sequence === after + 1) after = sequence;
    return { subject, before: first.sequence - 1, after };
  });
}

/** Each subject's events, the earliest first. */
function bySubject<E extends Placed>(events: readonly E[]): Map<string, [E, ...E[]]> {
  const groups = new Map<string, [E, ...E[]]>();
  for (const event of events) {
    const group = groups.get(event.subject);
    if (group) group.push(event);
    else groups.set(event.subject, [event]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.sequence - b.sequence);
  return groups;
}

/** First come, first served: within a round, events keep the order in which they were delivered. */
function inOrderOf<E>(events: readonly E[]): (round: readonly E[]) => E[] {
  const place = new Map(events.map((event, at) => [event, at]));
  return (round) => [...round].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** Splits a round into its contracts, each with its events; the contract that came first goes first. */
export function byType<E extends Pick<DomainEvent, 'type'>>(round: readonly E[]): Map<string, [E, ...E[]]> {
  const batches = new Map<string, [E, ...E[]]>();
  for (const event of round) {
    const batch = batches.get(event.type);
    if (batch) batch.push(event);
    else batches.set(event.type, [event]);
  }
  return batches;
}
