import {
  Allows,
  type AnswerPage,
  type AnswerWithEtag,
  ApiAnswer,
  ApiProblem,
  type Caller,
  EtagAnswer,
  fingerprint,
  IdempotencyKey,
  PageAnswer,
  PreferWait,
  RequestCaller,
  StartsWork,
  yieldPlace,
} from '@app/platform';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AwaitDecision } from '../await-decision.js';
import type { OrderFilter } from '../domain/order-list.js';
import { FindOrder } from '../find-order.js';
import { ListOrders } from '../list-orders.js';
import { PlaceOrder } from '../place-order.js';
import { uuid } from './fields.js';
import {
  type CustomerOrdersQuery,
  customerOrdersQuery,
  filterIn,
  orderQuery,
  type OrderQuery,
  type OrdersQuery,
  ordersQuery,
} from './list-orders.query.js';
import { orderTag, toOrderView, toOrderWithHistoryView } from './order-answer.js';
import {
  orderView,
  type OrderView,
  orderViews,
  orderWithHistoryView,
  type OrderWithHistoryView,
} from './order.view.js';
import { type PlaceOrderBody, placeOrderBody } from './place-order.body.js';

// Half of the 60 s after which proxies commonly give a connection up.
export const LONGEST_WAIT_SECONDS = 30;

const LIST_PROBLEMS = {
  400: [
    'validation-failed',
    'invalid-cursor',
    'mixed-pagination',
    'page-too-far',
    'too-many-words',
    'unsupported-combination',
  ],
  403: ['admin-only', 'foreign-customer'],
} as const;

/** Placing orders and looking at them. */
@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly awaitDecision: AwaitDecision,
    private readonly findOrder: FindOrder,
    private readonly listOrders: ListOrders,
  ) {}

  @Post()
  @Allows({ customer: 'own', service: 'orders:write' })
  @StartsWork()
  @ApiOperation({ summary: 'Place an order', description: 'Its stock is reserved afterwards: see `Prefer`.' })
  @ApiAnswer(
    201,
    orderView,
    'The order, as it is known. `Idempotency-Replayed: true` if it had been placed before.',
  )
  @ApiProblem({
    400: ['validation-failed', 'customer-required'],
    403: ['foreign-customer'],
    409: ['price-changed', 'idempotency-in-progress'],
    503: ['price-lookup-unavailable'],
    422: [
      'unknown-product',
      'product-inactive',
      'mixed-currencies',
      'quantity-too-large',
      'total-too-large',
      'idempotency-key-reused',
    ],
  })
  async place(
    @RequestCaller() caller: Caller,
    @Body({ schema: placeOrderBody }) body: PlaceOrderBody,
    @IdempotencyKey() key: string | undefined,
    @PreferWait(LONGEST_WAIT_SECONDS) waitMs: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const repeatable = key === undefined ? undefined : { key, fingerprint: fingerprint(body) };
    const placed = await this.placeOrder.execute(caller, body, repeatable);
    if (placed.replayed) reply.header('idempotency-replayed', 'true');

    if (waitMs !== undefined) yieldPlace(reply);
    const order = await this.awaitDecision.execute(caller, placed.order, waitMs ?? 0);
    reply.header('location', `/orders/${order.id}`).header('etag', orderTag(order));
    return toOrderView(order);
  }

  @Get()
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiOperation({
    summary: 'List orders, newest first unless sorted otherwise',
    description:
      'By `cursor`, each order that was there at the start and still is as asked for comes exactly once, also while others arrive.',
  })
  @ApiAnswer(200, orderViews, 'A page of orders')
  @ApiProblem(LIST_PROBLEMS)
  list(
    @RequestCaller() caller: Caller,
    @Query({ schema: ordersQuery }) query: OrdersQuery,
    @PageAnswer() answer: AnswerPage,
  ): Promise<OrderView[]> {
    return this.pageOf(caller, filterIn(query), query, answer);
  }

  @Get('customer/:customerId')
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiOperation({ summary: "List a customer's orders, newest first unless sorted otherwise" })
  @ApiAnswer(200, orderViews, 'A page of orders')
  @ApiProblem(LIST_PROBLEMS)
  listOfCustomer(
    @RequestCaller() caller: Caller,
    @Param('customerId', { schema: uuid }) customerId: string,
    @Query({ schema: customerOrdersQuery }) query: CustomerOrdersQuery,
    @PageAnswer() answer: AnswerPage,
  ): Promise<OrderView[]> {
    return this.pageOf(caller, { ...filterIn(query), customerId }, query, answer);
  }

  @Get(':id')
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiOperation({ summary: 'Show an order with its history and where its saga stands' })
  @ApiAnswer(200, orderWithHistoryView, 'The order')
  @ApiProblem({ 403: ['admin-only'], 404: ['order-not-found'] })
  async find(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: orderQuery }) query: OrderQuery,
    @EtagAnswer() answer: AnswerWithEtag,
  ): Promise<OrderWithHistoryView | undefined> {
    const { order, history } = await this.findOrder.execute(caller, id, query);
    return answer(toOrderWithHistoryView(order, history), orderTag(order));
  }

  private async pageOf(
    caller: Caller,
    filter: OrderFilter,
    { sort, ...asked }: CustomerOrdersQuery,
    answer: AnswerPage,
  ): Promise<OrderView[]> {
    return answer(await this.listOrders.execute(caller, filter, sort, asked)).map(toOrderView);
  }
}
