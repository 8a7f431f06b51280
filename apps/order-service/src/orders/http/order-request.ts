import { assertMatches } from '@app/platform';
import type { OrderRequest } from '../decide-on-order.js';
import { orderTag } from './order-answer.js';

/** A request about one order, which must still be as `If-Match` says. */
export const requestFor = (orderId: string, ifMatch: string | undefined): OrderRequest => ({
  orderId,
  precondition: (current) => assertMatches(ifMatch, orderTag(current)),
});
