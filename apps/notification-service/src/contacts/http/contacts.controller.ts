import {
  Allows,
  type AnswerWithEtag,
  ApiAnswer,
  ApiProblem,
  type Caller,
  EtagAnswer,
  IfMatch,
  RequestCaller,
} from '@app/platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { contactTag } from '../contact-tag.js';
import { FindContact } from '../find-contact.js';
import { ForgetContact } from '../forget-contact.js';
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
    private readonly forgetContact: ForgetContact,
  ) {}

  @Put(':customerId')
  @Allows({ customer: 'own', service: 'contacts:write' })
  @ApiOperation({
    summary: 'Say how a customer can be reached',
    description:
      'The e-mail address and the number of an order win over these. An empty body means: not at all. An address that ' +
      'was given up because its provider refused it for good gets another chance.',
  })
  @ApiAnswer(200, contactView, 'The entry')
  @ApiProblem({
    400: ['validation-failed'],
    404: ['contact-not-found'],
    412: ['precondition-failed'],
    422: ['push-endpoint-refused'],
  })
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
  @Allows({ customer: 'own', service: 'contacts:read' })
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

  @Delete(':customerId')
  @Allows({ customer: 'own', service: 'contacts:write' })
  @HttpCode(204)
  @ApiOperation({
    summary: 'Forget how a customer can be reached',
    description: 'Push subscriptions go with it. What orders say themselves stays with them.',
  })
  @ApiNoContentResponse({ description: 'The entry is gone' })
  @ApiProblem({ 404: ['contact-not-found'], 412: ['precondition-failed'] })
  async forget(
    @RequestCaller() caller: Caller,
    @Param('customerId', { schema: customerIdParameter }) customerId: string,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<void> {
    await this.forgetContact.execute(caller, customerId, ifMatch);
  }
}
