import { ApiAnswer, ApiProblem, assertMatches, type Caller, IfMatch, RequestCaller } from '@app/platform';
import { applyDecorators, Body, Controller, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AdvanceOrder, type StepRequest } from '../advance-order.js';
import { uuid } from './fields.js';
import { orderTag, orderView, type OrderView, toOrderView } from './order.view.js';
import {
  cancellation,
  type CancelOrderBody,
  cancelOrderBody,
  commandFor,
  type OrderStatusBody,
  orderStatusBody,
} from './order-step.body.js';

/** What every step can be answered. */
const StepAnswers = () =>
  applyDecorators(
    ApiAnswer(200, orderView, 'The order after the step; unchanged if the step had been taken before'),
    ApiProblem({
      404: ['order-not-found'],
      409: ['illegal-order-step'],
      412: ['precondition-failed'],
    }),
  );

/** Moving an order along its lifecycle. */
@ApiTags('orders')
@Controller('orders')
export class OrderStepsController {
  constructor(private readonly advanceOrder: AdvanceOrder) {}

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel an order', description: 'What it holds goes back to stock.' })
  @StepAnswers()
  cancel(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: cancelOrderBody }) body: CancelOrderBody,
    @IfMatch() ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return this.advance(caller, { orderId, command: cancellation(body) }, ifMatch, reply);
  }

  @Patch(':id/status')
  @ApiOperation({ summary: 'Ship, deliver or cancel an order' })
  @ApiProblem({ 422: ['implausible-delivery-time'] })
  @StepAnswers()
  changeStatus(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: orderStatusBody }) body: OrderStatusBody,
    @IfMatch() ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return this.advance(caller, { orderId, command: commandFor(body) }, ifMatch, reply);
  }

  private async advance(
    caller: Caller,
    request: Omit<StepRequest, 'precondition'>,
    ifMatch: string | undefined,
    reply: FastifyReply,
  ): Promise<OrderView> {
    const order = await this.advanceOrder.execute(caller, {
      ...request,
      precondition: (current) => assertMatches(ifMatch, orderTag(current)),
    });
    reply.header('etag', orderTag(order));
    return toOrderView(order);
  }
}
