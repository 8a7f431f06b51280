import type { DomainEvent } from '@app/contracts';

/** What a line says of a batch: where it came from, how much it is, and which chains it belongs to. */
export interface BatchFacts {
  readonly queue: string;
  readonly events: number;
  /** Of all of its events, each once: one is `correlationId`, as everywhere. */
  readonly correlationId?: string;
  readonly correlationIds?: readonly string[];
}

export function batchFacts(queue: string, events: readonly DomainEvent[]): BatchFacts {
  const ids = [...new Set(events.map(({ correlationid }) => correlationid))];
  const [only] = ids;
  return {
    queue,
    events: events.length,
    ...(ids.length === 1 && only !== undefined ? { correlationId: only } : { correlationIds: ids }),
  };
}
