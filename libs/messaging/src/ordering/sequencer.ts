import type { DomainEvent } from '@app/contracts';
import type { IncidentKind } from '../incidents/incidents.js';
import { returned } from '../outbox/outbox.js';
import type { TextOf } from './inbox.js';
import type { PipelineTx } from '../transaction/tx.js';
import { admit, type Admission, type Run, runsIn } from './admission.js';

/**
 * The sequenced inbox of one stream. Within the caller's transaction it locks the streams of the events, drops what was
 * seen, parks what came early, moves the streams on, and sends what was parked behind them back to `queue`, as
 * deliveries of their own: a bad successor never sinks its predecessor.
 * Locked before anything is parked: an early event and its predecessor that reach two instances at once cannot miss
 * each other.
 */
export async function sequence(
  tx: PipelineTx,
  events: readonly DomainEvent[],
  { stream, queue, textOf }: { stream: string; queue: string; textOf: TextOf },
): Promise<Admission<DomainEvent>> {
  const { inbox } = tx;
  const runs = runsIn(events);
  const positions = await inbox.take(stream, runs);
  const admission = admit(events, positions);
  const { early, repeated, advanced } = admission;
  if (early.length > 0) {
    await inbox.park(stream, early, textOf);
    // crash point sequencer-parked: an early event is parked, and not committed
  }
  await inbox.note([...incidents(stream, 'parked', early), ...incidents(stream, 'repeated', repeated)]);
  if (advanced.size > 0) {
    const left = leftToMove(advanced, runs, positions);
    if (left.size > 0) await inbox.move(stream, left);
    const released = await inbox.release(stream, advanced);
    if (released.length > 0) {
      // crash point sequencer-released: parked events are taken out, and not sent back to their queue yet
      tx.forward(...released.map((event) => returned(event, queue)));
    }
  }
  return admission;
}

/** The streams that were not where their run begins: some of it has been seen before. */
function leftToMove(
  advanced: ReadonlyMap<string, number>,
  runs: readonly Run[],
  positions: ReadonlyMap<string, number>,
): Map<string, number> {
  const left = new Map(advanced);
  for (const { subject, before } of runs) if (positions.get(subject) === before) left.delete(subject);
  return left;
}

const incidents = (stream: string, kind: IncidentKind, events: readonly DomainEvent[]) =>
  events.map(({ subject, sequence: place, type }) => ({
    stream,
    subject,
    sequence: place,
    kind,
    detail: { type },
  }));
