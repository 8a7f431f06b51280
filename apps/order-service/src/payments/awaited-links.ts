import { Transactions } from '@app/messaging';
import { Clock, DEFAULT_TENANT } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DuePaymentsRepository, type LinkBacklog } from './persistence/due-payments.repository.js';

/** Says how many orders wait for a payment link, and how long the first of them has waited. */
@Injectable()
export class AwaitedLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly due: DuePaymentsRepository,
    private readonly clock: Clock,
  ) {}

  count(): Promise<LinkBacklog> {
    return this.due.linkBacklog(this.transactions.reader(DEFAULT_TENANT), this.clock.now());
  }
}
