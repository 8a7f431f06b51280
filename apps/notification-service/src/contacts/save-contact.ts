import { Transactions, type Tx } from '@app/messaging';
import { assertMatches, type Caller, PreconditionFailed } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { contactTag } from './contact-tag.js';
import type { Contact, PushSubscription, Reachable } from './domain/contact.js';
import { PushEndpointRefused } from './domain/contact.errors.js';
import { assertOwn } from './domain/own-contact.js';
import { endpointProblem } from './domain/push-endpoint.js';
import { BadAddressRepository } from './persistence/bad-address.repository.js';
import { ContactRepository } from './persistence/contact.repository.js';

/** Injects whether push services on this very machine may be named, as in development: `boolean`. */
export const LOCAL_PUSH_SERVICES = Symbol('notification-local-push-services');

/** A customer's entry in the contact book is replaced, or written for the first time. */
@Injectable()
export class SaveContact {
  constructor(
    private readonly transactions: Transactions,
    private readonly contacts: ContactRepository,
    private readonly badAddresses: BadAddressRepository,
    @Inject(LOCAL_PUSH_SERVICES) private readonly localPushServices: boolean,
  ) {}

  /**
   * Addresses that were found bad are given another chance. Rejects with `ContactNotFound` for another customer's entry,
   * with `PushEndpointRefused`, and with
   * `PreconditionFailed` if `ifMatch` is given and the entry is not there or has another tag.
   */
  async execute(
    caller: Caller,
    customerId: string,
    reachable: Reachable,
    ifMatch?: string,
  ): Promise<Contact> {
    assertOwn(caller, customerId);
    this.assertPublic(reachable.pushSubscriptions);
    return this.transactions.run(caller, async (tx) => {
      if (ifMatch !== undefined) await this.assertUnchanged(tx, customerId, ifMatch);
      const contact = await this.contacts.save(tx, customerId, reachable);
      await this.badAddresses.forgive(tx, reachable);
      return contact;
    });
  }

  private assertPublic(subscriptions: readonly PushSubscription[]): void {
    const problems = subscriptions.flatMap(({ endpoint }, index) => {
      const problem = endpointProblem(endpoint, this.localPushServices);
      return problem === undefined ? [] : [{ index, problem }];
    });
    if (problems.length > 0) throw new PushEndpointRefused(problems);
  }

  private async assertUnchanged(tx: Tx, customerId: string, ifMatch: string): Promise<void> {
    const contact = await this.contacts.lock(tx, customerId);
    if (!contact) throw new PreconditionFailed('none');
    assertMatches(ifMatch, contactTag(contact));
  }
}
