import type { Contact as Reachable } from '@app/contracts';
import { Transactions, type Tx } from '@app/messaging';
import { assertMatches, type Caller, PreconditionFailed } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { contactTag } from './contact-tag.js';
import type { Contact } from './domain/contact.js';
import { ContactRepository } from './persistence/contact.repository.js';

/** A customer's entry in the contact book is replaced, or written for the first time. */
@Injectable()
export class SaveContact {
  constructor(
    private readonly transactions: Transactions,
    private readonly contacts: ContactRepository,
  ) {}

  /** Rejects with `PreconditionFailed` if `ifMatch` is given and the entry is not there or has another tag. */
  async execute(
    caller: Caller,
    customerId: string,
    reachable: Reachable,
    ifMatch?: string,
  ): Promise<Contact> {
    return this.transactions.run(caller, async (tx) => {
      if (ifMatch !== undefined) await this.assertUnchanged(tx, customerId, ifMatch);
      return this.contacts.save(tx, customerId, reachable);
    });
  }

  private async assertUnchanged(tx: Tx, customerId: string, ifMatch: string): Promise<void> {
    const contact = await this.contacts.lock(tx, customerId);
    if (!contact) throw new PreconditionFailed('none');
    assertMatches(ifMatch, contactTag(contact));
  }
}
