import { transactionId } from '@app/contracts';
import { Allows, ApiAnswer, ApiProblem, type Caller, IfMatch, RequestCaller } from '@app/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReceivePayment } from '../receive-payment.js';
import { SettleRefunds } from '../settle-refunds.js';
import { uuid } from './fields.js';
import { type AnswerOrder, OrderAnswer } from './order-answer.js';
import { requestFor } from './order-request.js';
import { orderView, type OrderView } from './order.view.js';
import { type PaymentBody, paymentBody, paymentIn } from './payment.body.js';

/** Payments and refunds that are reported by people or by other systems. */
@ApiTags('payments')
@Controller('orders')
export class OrderPaymentsController {
  constructor(
    private readonly receivePayment: ReceivePayment,
    private readonly settleRefunds: SettleRefunds,
  ) {}

  @Post(':id/payment-received')
  @Allows({ service: 'payments:write' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Report that an order has been paid for',
    description:
      'It is confirmed. One that was cancelled for want of the payment is served again if that can be done; otherwise ' +
      'the money is owed back. The transaction id makes a report harmless to repeat.',
  })
  @ApiAnswer(200, orderView, 'The order after the payment')
  @ApiProblem({
    404: ['order-not-found'],
    409: ['payment-not-due', 'already-paid', 'transaction-used', 'change-pending'],
    412: ['precondition-failed'],
    422: ['wrong-amount'],
  })
  async receive(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: paymentBody }) body: PaymentBody,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    return answer(await this.receivePayment.execute(caller, requestFor(orderId, ifMatch), paymentIn(body)));
  }

  @Post(':id/refunds/:transactionId/settled')
  @Allows({ service: 'payments:write' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record that money has been given back',
    description:
      'All that the order owes back of the transaction. Once it is on record, again changes nothing.',
  })
  @ApiAnswer(200, orderView, 'The order, its refunds with the time')
  @ApiProblem({ 404: ['order-not-found', 'refund-not-found'], 412: ['precondition-failed'] })
  async settle(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Param('transactionId', { schema: transactionId }) transaction: string,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    return answer(await this.settleRefunds.execute(caller, requestFor(orderId, ifMatch), transaction));
  }
}
