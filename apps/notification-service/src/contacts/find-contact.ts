import { Transactions } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Contact } from './domain/contact.js';
import { ContactNotFound } from './domain/contact.errors.js';
import { assertOwn } from './domain/own-contact.js';
import { ContactRepository } from './persistence/contact.repository.js';

/** Looks a customer up in the contact book. */
@Injectable()
export class FindContact {
  constructor(
    private readonly transactions: Transactions,
    private readonly contacts: ContactRepository,
  ) {}

  /** Rejects with `ContactNotFound`. */
  async execute(caller: Caller, customerId: string): Promise<Contact> {
    assertOwn(caller, customerId);
    const contact = await this.contacts.find(this.transactions.reader(caller.tenant), customerId);
    if (!contact) throw new ContactNotFound(customerId);
    return contact;
  }
}
