import { Module } from '@nestjs/common';
import { FindContact } from './find-contact.js';
import { ForgetContact } from './forget-contact.js';
import { ContactsController } from './http/contacts.controller.js';
import { BadAddressRepository } from './persistence/bad-address.repository.js';
import { ContactRepository } from './persistence/contact.repository.js';
import { PushSubscriptionRepository } from './persistence/push-subscription.repository.js';
import { SaveContact } from './save-contact.js';

/** How customers can be reached. */
@Module({
  controllers: [ContactsController],
  providers: [
    BadAddressRepository,
    ContactRepository,
    FindContact,
    ForgetContact,
    PushSubscriptionRepository,
    SaveContact,
  ],
  exports: [BadAddressRepository, PushSubscriptionRepository],
})
export class ContactsModule {}
