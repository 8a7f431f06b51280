import type { DomainEvent } from '@app/contracts';
import type { Incident } from '../incidents/incidents.js';

/** The document that an event was read from. */
export type TextOf = (event: DomainEvent) => string;

/** How far the streams of one service have come, and what came too early, as one transaction sees and changes it. */
export interface Inbox {
  /** Locks the streams of the subjects until the end of the transaction; answers how far each has come, 0 if new. */
  lock(stream: string, subjects: readonly string[]): Promise<Map<string, number>>;

  /**
   * Keeps what came before its predecessor, as it came: a later build may know fields that this one does not. An event
   * that is already there stays as it is.
   */
  park(stream: string, early: readonly DomainEvent[], textOf: TextOf): Promise<void>;

  /**
   * Moves the streams on, takes what they have reached or passed out of the parking lot, and answers those parked events
   * that now follow without a hole. A parked event that its stream has passed (its copy was quicker) has been handled.
   */
  advance(stream: string, positions: ReadonlyMap<string, number>): Promise<DomainEvent[]>;

  /** Keeps what happened out of the ordinary. */
  note(incidents: readonly Incident[]): Promise<void>;
}
