import { Module } from '@nestjs/common';
import { FindContact } from './find-contact.js';
import { ContactsController } from './http/contacts.controller.js';
import { ContactRepository } from './persistence/contact.repository.js';
import { SaveContact } from './save-contact.js';

/** How customers can be reached. */
@Module({
  controllers: [ContactsController],
  providers: [ContactRepository, FindContact, SaveContact],
})
export class ContactsModule {}
