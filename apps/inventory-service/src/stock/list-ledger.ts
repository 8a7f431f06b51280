import { Transactions } from '@app/messaging';
import { etag, type Page, pageOf } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { LedgerEntry } from './domain/stock-movement.js';
import { LedgerListRepository, type EntryFilter } from './persistence/ledger-list.repository.js';

/** A page of a product's ledger. */
export interface LedgerPage {
  readonly page: Page<LedgerEntry>;
  /** Entity tag: an append-only list changes with its latest entry alone. */
  readonly tag: string;
}

/** Goes through all that ever happened to the stock of a product, newest first. */
@Injectable()
export class ListLedger {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: LedgerListRepository,
  ) {}

  /** At most `limit` entries that pass the filter, before the given one; throws `ProductNotFound`. */
  async execute(
    tenant: string,
    productId: string,
    filter: EntryFilter,
    { limit, before }: { limit: number; before: string | undefined },
  ): Promise<LedgerPage> {
    const db = this.transactions.reader(tenant);
    // Asked for first: an entry that comes between the two is then on the page of an older tag, never missing from
    // the page of a newer one.
    const latest = await this.ledger.latest(db, productId);
    const found = await this.ledger.list(db, productId, filter, limit + 1, before);
    return {
      page: pageOf(found, limit, ({ entryId }) => [entryId]),
      tag: etag('ledger', productId, latest),
    };
  }
}
