import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';

/**
 * Ends connections that somebody waits on and that say nothing for `patienceMs`: where packets vanish, no end of the
 * line is ever told, and a statement would wait for an answer until the system gives the line up, which takes minutes.
 * The statement fails like that of any lost connection, and the pool replaces the connection. Nothing that the server
 * is still busy with is ended if the patience is longer than its own time limit.
 */
export function endSilentConnections(pool: Pool, patienceMs: number): void {
  function giveUp(this: Socket): void {
    this.destroy(new Error(`the database has said nothing for ${patienceMs} ms`));
  }
  // The client's own `query_timeout` fails the statement alone and leaves its connection, out of step, in the pool.
  pool.on('acquire', (client) => lineOf(client).setTimeout(patienceMs, giveUp));
  pool.on('release', (_error, client) => lineOf(client).setTimeout(0, giveUp));
}

const lineOf = (client: PoolClient): Socket => client.connection.stream as Socket;
