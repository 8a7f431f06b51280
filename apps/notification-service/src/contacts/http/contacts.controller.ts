import {
  type AnswerWithEtag,
  ApiAnswer,
  ApiProblem,
  type Caller,
  EtagAnswer,
  IfMatch,
  RequestCaller,
} from '@app/platform';
import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { contactTag } from '../contact-tag.js';
import { FindContact } from '../find-contact.js';
import { SaveContact } from '../save-contact.js';
import { type ContactBody, contactBody } from './contact.body.js';
import { contactView, type ContactView, toContactView } from './contact.view.js';

const customerIdParameter = z.uuid();

/** The contact book. */
@ApiTags('contacts')
@Controller('contacts')
export class ContactsController {
  constructor(
    private readonly saveContact: SaveContact,
    private readonly findContact: FindContact,
  ) {}

  @Put(':customerId')
  @ApiOperation({
    summary: 'Say how a customer can be reached',
    description: 'Used for orders that do not say so themselves. An empty body means: not at all.',
  })
  @ApiAnswer(200, contactView, 'The entry')
  @ApiProblem({ 400: ['validation-failed'], 412: ['precondition-failed'] })
  async save(
    @RequestCaller() caller: Caller,
    @Param('customerId', { schema: customerIdParameter }) customerId: string,
    @Body({ schema: contactBody }) body: ContactBody,
    @IfMatch() ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContactView> {
    const contact = await this.saveContact.execute(caller, customerId, body, ifMatch);
    reply.header('etag', contactTag(contact));
    return toContactView(contact);
  }

  @Get(':customerId')
  @ApiOperation({ summary: 'Look up how a customer can be reached' })
  @ApiAnswer(200, contactView, 'The entry')
  @ApiProblem({ 404: ['contact-not-found'] })
  async find(
    @RequestCaller() caller: Caller,
    @Param('customerId', { schema: customerIdParameter }) customerId: string,
    @EtagAnswer() answer: AnswerWithEtag,
  ): Promise<ContactView | undefined> {
    const contact = await this.findContact.execute(caller, customerId);
    return answer(toContactView(contact), contactTag(contact));
  }
}
