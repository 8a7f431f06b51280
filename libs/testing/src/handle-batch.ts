import type { DomainEvent } from '@app/contracts';
import { type EventBatch, type EventHandler, Transactions, type Tx } from '@app/messaging';
import { newId } from '@app/platform';
import type { INestApplicationContext, Type } from '@nestjs/common';

/** Hands events to their handler as the consumer would: one batch, one transaction. Gives how many statements that took. */
export async function handleBatch<E extends DomainEvent>(
  app: INestApplicationContext,
  handler: Type<EventHandler<E>>,
  batch: EventBatch<E>,
): Promise<number> {
  let statements = 0;
  await app.get(Transactions).run({ tenant: 'default', correlationid: newId() }, async (tx) => {
    const counting: Tx = {
      tenant: tx.tenant,
      publish: (...drafts) => tx.publish(...drafts),
      afterCommit: (hint) => tx.afterCommit(hint),
      ifUndone: (hint) => tx.ifUndone(hint),
      query: (sql, parameters) => {
        statements += 1;
        return tx.query(sql, parameters);
      },
      write: (sql, parameters) => {
        statements += 1;
        tx.write(sql, parameters);
      },
    };
    await app.get(handler).handle(batch, counting);
  });
  return statements;
}
