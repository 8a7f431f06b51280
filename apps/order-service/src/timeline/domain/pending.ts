import { reservationStream } from '@app/contracts';
import type { EventPlace } from './timeline.js';
import type { IncidentFact, TimelineFacts } from './timeline-facts.js';

/** Where an event can be that has not had its effect yet. */
export const PENDING_PLACES = ['outbox', 'parked', 'retry', 'dead-letter'] as const;

/** An event of the order's that has not had its effect yet, and where it waits. */
export interface Pending extends EventPlace {
  readonly place: (typeof PENDING_PLACES)[number];
  readonly since: string;
  /** How often publishing or handling it has failed. */
  readonly attempts?: number;
  /** Of the latest failure. */
  readonly code?: string;
  /** The event before it, which has to be handled first. */
  readonly waitsFor?: number;
}

/** What has been decided but not published, has arrived too early, or has failed so far. */
export const pendingIn = (facts: TimelineFacts): Pending[] => [
  ...facts.outgoing.map((event) => ({ ...event, place: 'outbox' as const })),
  ...failing(facts),
  ...facts.parked.map((event) => ({ ...event, place: 'parked' as const, waitsFor: facts.heard + 1 })),
];

/** The next event of the reservation, if it has come and has failed. */
function failing({ incidents, heard }: TimelineFacts): Pending[] {
  const ofNext = incidents.filter(({ sequence }) => sequence === heard + 1);
  const failures = ofNext.filter(({ kind }) => kind === 'retried' || kind === 'dead-lettered');
  const latest = latestOf(ofNext.filter(({ kind }) => kind !== 'repeated' && kind !== 'parked'));
  const failure = latestOf(failures);
  if (!latest || !failure || latest.kind === 'discarded') return [];
  const { type = 'unknown', code = 'unknown' } = failure.detail;
  // A dead letter that was replayed is on the ladder again.
  const place = latest.kind === 'dead-lettered' ? 'dead-letter' : 'retry';
  const attempts = failures.reduce((sum, { times }) => sum + times, 0);
  const event = { stream: reservationStream.name, sequence: heard + 1, type };
  return [{ ...event, place, since: latest.lastAt, attempts, code }];
}

const latestOf = (incidents: readonly IncidentFact[]): IncidentFact | undefined =>
  incidents.toSorted((a, b) => (a.lastAt < b.lastAt ? -1 : 1)).at(-1);
