import { Transactions } from '@app/messaging';
import { assertMatches, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { contactTag } from './contact-tag.js';
import { ContactNotFound } from './domain/contact.errors.js';
import { assertOwn } from './domain/own-contact.js';
import { ContactRepository } from './persistence/contact.repository.js';

/** A customer's entry is taken out of the contact book, with all push subscriptions. */
@Injectable()
export class ForgetContact {
  constructor(
    private readonly transactions: Transactions,
    private readonly contacts: ContactRepository,
  ) {}

  /** Rejects with `ContactNotFound`, and with `PreconditionFailed` if `ifMatch` is given and the entry has another tag. */
  async execute(caller: Caller, customerId: string, ifMatch?: string): Promise<void> {
    assertOwn(caller, customerId);
    await this.transactions.run(caller, async (tx) => {
      const contact = await this.contacts.lock(tx, customerId);
      if (!contact) throw new ContactNotFound(customerId);
      assertMatches(ifMatch, contactTag(contact));
      await this.contacts.remove(tx, customerId);
    });
  }
}
