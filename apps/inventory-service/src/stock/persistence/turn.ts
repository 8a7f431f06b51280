import type { Tx } from '@app/messaging';

// Any number that nothing else in this database locks.
const TURN_TO_MOVE_STOCK = 7_281_100;

/**
 * Takes the turn to lock many products, across all instances, until the transaction ends: the next statement waits until
 * everybody else's is over.
 */
export function takeTurn(tx: Tx): void {
  tx.write('SELECT pg_advisory_xact_lock($1)', [TURN_TO_MOVE_STOCK]);
}
