import type { Tx } from '@app/messaging';

// Any number that nothing else in this database locks.
const TURN_TO_MOVE_STOCK = 7_281_100;

/** Waits, until the transaction ends, for everybody else's turn to lock many products, across all instances. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [TURN_TO_MOVE_STOCK]);
}
