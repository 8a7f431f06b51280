import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Broker } from '../connection/broker.js';
import type { Inbound } from '../topology/topology.js';
import { Transactions } from '../transaction/transactions.js';
import type { Queryable } from '../transaction/tx.js';
import { DeadLetters, LONG_PATIENCE_MS } from './dead-letters.js';
import { depthOf } from './letter-box.js';
import type { Letter, LetterEvent } from './letter.js';
import type { Replayed } from './replay-batch.js';

const FIRST_LOOK_MS = 25;
const SLOWEST_LOOK_MS = 1_000;
// Beyond the delays of the retry ladder, for the attempts themselves and a queue that is busy.
const PATIENCE_MS = 30_000;

/** What became of replayed letters: how many of each, and as what those came back that did. */
export interface Settlement {
  /** Their stream is past them: they were handled, now or before. */
  handled: number;
  /** They wait for a predecessor, which is missing still. */
  parked: number;
  /** They are dead letters again. */
  returned: number;
  /** Nothing is known of them yet. */
  unsettled: number;
  readonly codes: Set<string>;
}

/** Finds out what becomes of replayed letters, from the positions of their streams and from the dead letters. */
@Injectable()
export class Settlements {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly broker: Broker,
    private readonly transactions: Transactions,
  ) {}

  /** Resolves when all are settled, or when they should have been long ago, or when `signal` aborts. */
  async of(
    inbound: Inbound,
    { letters, depth }: Replayed,
    tenant: string,
    signal: AbortSignal,
  ): Promise<Settlement> {
    const settlement: Settlement = { handled: 0, parked: 0, returned: 0, unsettled: 0, codes: new Set() };
    const ladderMs = inbound.retries.reduce((sum, { delayMs }) => sum + delayMs, 0);
    const deadline = Date.now() + ladderMs + PATIENCE_MS;
    let waiting = letters;
    let known = depth;
    for (let pause = FIRST_LOOK_MS; !signal.aborted; pause = Math.min(pause * 2, SLOWEST_LOOK_MS)) {
      waiting = await this.passed(waiting, tenant, settlement);
      const isLate = Date.now() > deadline;
      const now = waiting.length > 0 ? await this.depth(inbound) : known;
      // Looking through all dead letters is dear, and in vain unless there are more than before.
      if (now > known || isLate) waiting = await this.returned(inbound, waiting, settlement);
      known = now;
      if (waiting.length === 0 || isLate) break;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
    settlement.unsettled = waiting.length;
    return settlement;
  }

  private async passed(
    letters: readonly Letter[],
    tenant: string,
    settlement: Settlement,
  ): Promise<readonly Letter[]> {
    const fates = await fatesOf(this.transactions.reader(tenant), letters.flatMap(eventsOf(tenant)));
    return letters.filter(({ event }) => {
      const fate = event && fates.get(event.id);
      if (fate) settlement[fate] += 1;
      return !fate;
    });
  }

  private async returned(
    inbound: Inbound,
    letters: readonly Letter[],
    settlement: Settlement,
  ): Promise<readonly Letter[]> {
    const replays = new Map(letters.map((letter) => [letter.id, letter.replays]));
    const visit = ({ id, replays: now, code }: Letter) => {
      if (now <= (replays.get(id) ?? Infinity)) return 'next';
      replays.delete(id);
      settlement.returned += 1;
      settlement.codes.add(code);
      return replays.size === 0 ? 'enough' : 'next';
    };
    await this.deadLetters.look([inbound], visit, LONG_PATIENCE_MS);
    return letters.filter(({ id }) => replays.has(id));
  }

  private async depth({ deadLetters }: Inbound): Promise<number> {
    const connection = this.broker.consuming.model;
    return connection ? depthOf(connection, deadLetters).catch(() => 0) : 0;
  }
}

const eventsOf =
  (tenant: string) =>
  ({ event }: Letter): LetterEvent[] =>
    event?.tenant === tenant ? [event] : [];

/** How it stands with events of one stream that have been delivered again; nothing of those that are on their way. */
async function fatesOf(
  db: Queryable,
  events: readonly LetterEvent[],
): Promise<Map<string, 'handled' | 'parked'>> {
  if (events.length === 0) return new Map();
  const rows = await db.query<{ id: string; fate: 'handled' | 'parked' }>(
    `SELECT e.id, CASE WHEN p.sequence >= e.sequence THEN 'handled' ELSE 'parked' END AS fate
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS e (id, stream, subject, sequence)
     JOIN stream_positions p ON p.stream = e.stream AND p.subject = e.subject
     LEFT JOIN parked_events w
       ON w.stream = e.stream AND w.subject = e.subject AND w.sequence = e.sequence
     WHERE p.sequence >= e.sequence OR w.sequence IS NOT NULL`,
    [
      events.map(({ id }) => id),
      events.map(({ stream }) => stream),
      events.map(({ subject }) => subject),
      events.map(({ sequence }) => sequence),
    ],
  );
  return new Map(rows.map(({ id, fate }) => [id, fate]));
}
