import { Allows, ApiAnswer, ApiProblem, type Caller, IfMatch, RequestCaller } from '@app/platform';
import { applyDecorators, Body, Controller, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdvanceOrder } from '../advance-order.js';
import { ChangeOrder } from '../change-order.js';
import { uuid } from './fields.js';
import { type AnswerOrder, OrderAnswer } from './order-answer.js';
import { requestFor } from './order-request.js';
import { orderView, type OrderView } from './order.view.js';
import {
  cancellation,
  type CancelOrderBody,
  cancelOrderBody,
  commandFor,
  type OrderStatusBody,
  orderStatusBody,
} from './order-step.body.js';
import { type CompleteOrderBody, completeOrderBody } from './payment.body.js';

/** What every step can be answered. */
const StepAnswers = (...conflicts: readonly string[]) =>
  applyDecorators(
    ApiAnswer(200, orderView, 'The order after the step; unchanged if the step had been taken before'),
    ApiProblem({
      404: ['order-not-found'],
      409: ['illegal-order-step', 'change-pending', ...conflicts],
      412: ['precondition-failed'],
    }),
  );

/** A way to ask for a status. */
const ChangesStatus = (route: MethodDecorator, summary: string) =>
  applyDecorators(
    route,
    Allows({ service: 'orders:write' }),
    ApiOperation({ summary }),
    ApiProblem({ 422: ['implausible-delivery-time'] }),
    StepAnswers('transaction-mismatch'),
  );

/** Moving an order along its lifecycle. */
@ApiTags('orders')
@Controller('orders')
export class OrderStepsController {
  constructor(
    private readonly advanceOrder: AdvanceOrder,
    private readonly changeOrder: ChangeOrder,
  ) {}

  @Post(':id/cancel')
  @Allows({ customer: 'own', service: 'orders:write' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Cancel an order, or some of its goods',
    description: 'What it holds goes back to stock, and what was paid for it is owed back.',
  })
  @ApiProblem({ 422: ['not-ordered'] })
  @StepAnswers('order-not-changeable')
  async cancel(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: cancelOrderBody }) { reason, items }: CancelOrderBody,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    const cancel = cancellation({ reason });
    const request = requestFor(orderId, ifMatch);
    const order = items
      ? await this.changeOrder.withoutSome(caller, request, { items, cancel })
      : await this.advanceOrder.execute(caller, request, cancel);
    return answer(order);
  }

  @Post(':id/complete')
  @Allows({ service: 'orders:write' })
  @HttpCode(200)
  @ApiOperation({ summary: 'Complete an order that was delivered' })
  @StepAnswers('transaction-mismatch')
  async complete(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: completeOrderBody }) { transactionId }: CompleteOrderBody,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    const complete = { step: 'complete', transactionId } as const;
    return answer(await this.advanceOrder.execute(caller, requestFor(orderId, ifMatch), complete));
  }

  @ChangesStatus(Patch(':id/status'), 'Process, ship, deliver, complete or cancel an order')
  async changeStatus(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: orderStatusBody }) body: OrderStatusBody,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    return answer(await this.advanceOrder.execute(caller, requestFor(orderId, ifMatch), commandFor(body)));
  }

  @ChangesStatus(Put(':id/status'), 'Process, ship, deliver, complete or cancel an order, as by PATCH')
  putStatus(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: orderStatusBody }) body: OrderStatusBody,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    return this.changeStatus(caller, orderId, body, ifMatch, answer);
  }
}
