import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Order } from '../domain/order.js';
import { orderTag, type OrderView, toOrderView } from './order.view.js';

/** Answers with an order as it is now, and its entity tag. */
export type AnswerOrder = (order: Order) => OrderView;

/** Gives a handler that changes an order an `AnswerOrder`, to be called for what it returns. */
export const OrderAnswer = createParamDecorator<void, AnswerOrder>(
  (_data, context: ExecutionContext) => (order) => {
    context.switchToHttp().getResponse<FastifyReply>().header('etag', orderTag(order));
    return toOrderView(order);
  },
);
