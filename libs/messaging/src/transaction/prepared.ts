/** A statement that each connection has the server read and plan once, and run under a name from then on. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

let made = 0;

/**
 * Prepares a statement that is run for about every order: planning an insert takes the server longer than running it. For
 * inserts, and searches of small tables, alone: a plan is kept while tables grow, so one that joins a table that was still
 * empty reads all of it until statistics are gathered again.
 */
export const prepared = (text: string): Prepared => ({ name: `waybill_${++made}`, text });
