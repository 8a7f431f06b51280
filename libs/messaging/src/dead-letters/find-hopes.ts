import { Injectable } from '@nestjs/common';
import { Broker } from '../connection/broker.js';
import type { Inbound } from '../topology/topology.js';
import { Transactions } from '../transaction/transactions.js';
import { BrokerUnavailable } from './dead-letters.errors.js';
import { DeadLetters } from './dead-letters.js';
import { type Gap, type Hope, HOPES, isInOutbox } from './gap.js';
import { depthOf } from './letter-box.js';

/** Looks for missing events wherever this service can see; into the publisher's outbox it cannot. */
@Injectable()
export class FindHopes {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly broker: Broker,
    private readonly transactions: Transactions,
  ) {}

  /** Why the gap may still close by itself or by a replay. @throws {BrokerUnavailable} */
  async of(
    tenant: string,
    inbound: Inbound,
    subject: string,
    gap: Gap & { readonly isRecent: boolean },
  ): Promise<Hope[]> {
    const { queue, retries, subscription } = inbound;
    const place = { stream: subscription.stream.name, subject };
    const found: Record<Hope, boolean> = {
      recent: gap.isRecent,
      'dead-letter': await this.isDeadLetter(inbound, subject, gap),
      queued: await this.holdsAny([queue]),
      retrying: await this.holdsAny(retries.map((tier) => tier.queue)),
      unroutable: await this.holdsAny([this.broker.topology.unroutable]),
      outbox: await isInOutbox(this.transactions.reader(tenant), queue, place, gap),
    };
    return HOPES.filter((hope) => found[hope]);
  }

  private async isDeadLetter(inbound: Inbound, subject: string, { from, to }: Gap): Promise<boolean> {
    let isFound = false;
    await this.deadLetters.look([inbound], ({ event }) => {
      isFound = event?.subject === subject && event.sequence >= from && event.sequence <= to;
      return isFound ? 'enough' : 'next';
    });
    return isFound;
  }

  private async holdsAny(queues: readonly string[]): Promise<boolean> {
    const connection = this.broker.consuming.model;
    if (!connection) throw new BrokerUnavailable(new Error('not connected'));
    const depths = await Promise.all(queues.map((name) => depthOf(connection, name))).catch(
      (error: unknown) => {
        throw new BrokerUnavailable(error);
      },
    );
    return depths.some((depth) => depth > 0);
  }
}
