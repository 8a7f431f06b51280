import {
  Allows,
  ApiAnswer,
  ApiProblem,
  type Caller,
  IfMatch,
  PreferWait,
  RequestCaller,
  yieldPlace,
} from '@app/platform';
import { Body, Controller, Delete, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AwaitDecision } from '../await-decision.js';
import { ChangeOrder } from '../change-order.js';
import { DeleteOrder } from '../delete-order.js';
import { EditShipping } from '../edit-shipping.js';
import {
  changeIn,
  type ChangeOrderBody,
  changeOrderBody,
  type ShippingBody,
  shippingBody,
  shippingIn,
} from './change-order.body.js';
import { uuid } from './fields.js';
import { type AnswerOrder, OrderAnswer, orderTag, toOrderView } from './order-answer.js';
import { requestFor } from './order-request.js';
import { orderView, type OrderView } from './order.view.js';
import { LONGEST_WAIT_SECONDS } from './orders.controller.js';

/** Changing what an order says, deleting it and bringing it back. */
@ApiTags('orders')
@Controller('orders')
export class OrderChangesController {
  constructor(
    private readonly changeOrder: ChangeOrder,
    private readonly awaitDecision: AwaitDecision,
    private readonly editShipping: EditShipping,
    private readonly deleteOrder: DeleteOrder,
  ) {}

  @Put(':id')
  @Allows({ customer: 'own', service: 'orders:write' })
  @ApiOperation({
    summary: 'Change the goods, the contact, the notes or the address of an order',
    description:
      'What is left out stays. Other goods are held first, all or nothing: until then the order stays as it was and ' +
      'the change is `PENDING`; see `Prefer`. A change that is refused says why in `change`.',
  })
  @ApiAnswer(200, orderView, 'The order; `change` says what became of its goods')
  @ApiAnswer(202, orderView, 'The order as it was; the change waits for its stock')
  @ApiProblem({
    404: ['order-not-found'],
    409: ['order-not-changeable', 'change-pending', 'paid-order-cannot-grow', 'price-changed'],
    412: ['precondition-failed'],
    503: ['price-lookup-unavailable'],
    422: ['unknown-product', 'product-inactive', 'mixed-currencies', 'quantity-too-large', 'total-too-large'],
  })
  async change(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: changeOrderBody }) body: ChangeOrderBody,
    @IfMatch() ifMatch: string | undefined,
    @PreferWait(LONGEST_WAIT_SECONDS) waitMs: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const changed = await this.changeOrder.execute(caller, requestFor(orderId, ifMatch), changeIn(body));
    if (waitMs !== undefined) yieldPlace(reply);
    const order = await this.awaitDecision.execute(caller, changed, waitMs ?? 0);
    reply.code(order.change?.status === 'PENDING' ? 202 : 200).header('etag', orderTag(order));
    return toOrderView(order);
  }

  @Put(':id/shipping')
  @Allows({ service: 'orders:write' })
  @ApiOperation({ summary: 'Say where the goods go and how to follow them, or that they have left' })
  @ApiAnswer(200, orderView, 'The order with its shipping')
  @ApiProblem({
    404: ['order-not-found'],
    409: ['order-not-changeable', 'illegal-order-step', 'change-pending'],
    412: ['precondition-failed'],
  })
  async ship(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @Body({ schema: shippingBody }) body: ShippingBody,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    return answer(await this.editShipping.execute(caller, requestFor(orderId, ifMatch), shippingIn(body)));
  }

  @Delete(':id')
  @Allows({ customer: 'own', service: 'orders:write' })
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete an order',
    description: 'It is hidden, not erased. One whose goods have not left is cancelled with it.',
  })
  @ApiNoContentResponse({ description: 'The order is deleted' })
  @ApiProblem({ 404: ['order-not-found'], 412: ['precondition-failed'] })
  async delete(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<void> {
    await this.deleteOrder.execute(caller, requestFor(orderId, ifMatch));
  }

  @Post(':id/restore')
  @Allows('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Bring a deleted order back', description: 'One that was cancelled stays so.' })
  @ApiAnswer(200, orderView, 'The order')
  @ApiProblem({ 404: ['order-not-found'], 409: ['order-not-deleted'], 412: ['precondition-failed'] })
  async restore(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) orderId: string,
    @IfMatch() ifMatch: string | undefined,
    @OrderAnswer() answer: AnswerOrder,
  ): Promise<OrderView> {
    return answer(await this.deleteOrder.restore(caller, requestFor(orderId, ifMatch)));
  }
}
