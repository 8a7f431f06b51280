import type { Selection } from './selection.js';

/** What an operator wants done with which letters. */
export interface Order {
  readonly selection: Selection;
  readonly who: string;
  readonly why: string;
}
