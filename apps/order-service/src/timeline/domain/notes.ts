import type { IncidentFact } from './timeline-facts.js';

/** Tries of an event that failed in the same way. */
export interface Failure {
  readonly outcome: 'retried' | 'dead-lettered';
  readonly times: number;
  /** Of the latest. */
  readonly code: string;
  readonly at: string;
}

/** What an operator did about an event. */
export interface Intervention {
  readonly action: 'replayed' | 'discarded' | 'forced';
  readonly at: string;
}

/** How an event was handled, where that is worth a word. */
export interface Notes {
  /** How often it was tried, the last try included. */
  readonly attempts?: number;
  readonly failures?: readonly Failure[];
  /** How often it came again after it had been handled, and was dropped. */
  readonly repeated?: number;
  /** How long it waited for its predecessor. */
  readonly parkedMs?: number;
  readonly interventions?: readonly Intervention[];
}

/** What there is to say of an event that was handled; nothing if all went as it should. */
export function notesOf(incidents: readonly IncidentFact[]): Notes | undefined {
  const find = (kind: IncidentFact['kind']) => incidents.find((incident) => incident.kind === kind);
  const failures = incidents.flatMap(failureIn);
  const interventions = incidents.flatMap(interventionIn);
  const failed = failures.reduce((sum, { times }) => sum + times, 0);
  const notes: Notes = {
    ...(failed > 0 && { attempts: failed + 1, failures }),
    ...present('repeated', find('repeated')?.times),
    ...present('parkedMs', find('parked')?.detail.waitedMs),
    ...(interventions.length > 0 && { interventions }),
  };
  return Object.keys(notes).length > 0 ? notes : undefined;
}

const present = <Name extends string>(name: Name, value: number | undefined) =>
  value === undefined ? {} : ({ [name]: value } as Record<Name, number>);

function failureIn({ kind, times, detail, lastAt }: IncidentFact): Failure[] {
  if (kind !== 'retried' && kind !== 'dead-lettered') return [];
  return [{ outcome: kind, times, code: detail.code ?? 'unknown', at: lastAt }];
}

function interventionIn({ kind, lastAt }: IncidentFact): Intervention[] {
  return kind === 'replayed' || kind === 'discarded' || kind === 'forced'
    ? [{ action: kind, at: lastAt }]
    : [];
}
