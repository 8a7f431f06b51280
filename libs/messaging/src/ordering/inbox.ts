import type { DomainEvent } from '@app/contracts';
import type { Incident } from '../incidents/incidents.js';
import type { Run } from './admission.js';

/** The document that an event was read from. */
export type TextOf = (event: DomainEvent) => string;

/** How far the streams of one service have come, and what came too early, as one transaction sees and changes it. */
export interface Inbox {
  /**
   * Locks the streams of the runs until the end of the transaction, and moves each that has come to where its run begins
   * on to where it ends. Answers how far each had come before, 0 if new.
   */
  take(stream: string, runs: readonly Run[]): Promise<Map<string, number>>;

  /**
   * Keeps what came before its predecessor, as it came: a later build may know fields that this one does not. An event
   * that is already there stays as it is.
   */
  park(stream: string, early: readonly DomainEvent[], textOf: TextOf): Promise<void>;

  /** Moves locked streams on that `take` has not moved. */
  move(stream: string, positions: ReadonlyMap<string, number>): Promise<void>;
  /**
   * Takes what the streams have reached or passed out of the parking lot, and answers those parked events that now follow
   * without a hole. A parked event that its stream has passed (its copy was quicker) has been handled. To be called when
   * the streams are locked and what is early is parked.
   */
  release(stream: string, positions: ReadonlyMap<string, number>): Promise<DomainEvent[]>;

  /** Keeps what happened out of the ordinary. */
  note(incidents: readonly Incident[]): Promise<void>;
}
