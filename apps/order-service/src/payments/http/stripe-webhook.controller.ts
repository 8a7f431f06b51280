import { Allows, ApiAnswer, ApiProblem, type Caller, KeepsRawBody, RequestCaller } from '@app/platform';
import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RecordWebhook } from '../record-webhook.js';

const webhookView = z
  .object({
    outcome: z.enum(['recorded', 'ignored']).meta({
      description: 'Ignored is what tells of no payment, or of none of this system.',
    }),
  })
  .meta({ example: { outcome: 'recorded' } });

/** What Stripe tells us; there only if Stripe is the payment provider. */
@ApiTags('payments')
@Controller('payments/stripe')
export class StripeWebhookController {
  constructor(private readonly recordWebhook: RecordWebhook) {}

  @Post('webhook')
  @Allows('everyone')
  @HttpCode(200)
  @KeepsRawBody()
  @ApiOperation({
    summary: 'Take an event of Stripe',
    description:
      'Records payments (`checkout.session.completed`, `checkout.session.async_payment_succeeded`) and ignores all ' +
      'else. What cannot be recorded yet is refused, so that Stripe sends it again.',
  })
  @ApiHeader({ name: 'Stripe-Signature', required: true, schema: { type: 'string' } })
  @ApiBody({
    description: 'An event as Stripe sends it.',
    schema: {
      type: 'object',
      example: { id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object: {} } },
    },
  })
  @ApiAnswer(200, webhookView, 'Nothing more to do')
  @ApiProblem({
    400: ['invalid-signature'],
    404: ['order-not-found'],
    409: ['change-pending', 'transaction-used'],
    422: ['unreadable-webhook'],
  })
  async receive(
    @Body() body: Buffer | undefined,
    @Headers('stripe-signature') signature: string | undefined,
    @RequestCaller() { correlationid: correlationId }: Caller,
  ): Promise<z.output<typeof webhookView>> {
    const webhook = { body: body ?? Buffer.alloc(0), signature, correlationId };
    return { outcome: await this.recordWebhook.execute(webhook) };
  }
}
