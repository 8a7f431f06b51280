import { pageQuery } from '@app/platform';
import { z } from 'zod';
import { ORDER_STATUSES } from '../domain/order-lifecycle.js';
import { moment, uuid } from './fields.js';

/** Query of `GET /orders/customer/:customerId`. */
export const customerOrdersQuery = pageQuery.extend({
  status: z.enum(ORDER_STATUSES).optional(),
  createdFrom: moment.optional().meta({ description: 'Placed at this moment or later.' }),
  createdTo: moment.optional().meta({ description: 'Placed before this moment.' }),
});
export type CustomerOrdersQuery = z.output<typeof customerOrdersQuery>;

/** Query of `GET /orders`. */
export const ordersQuery = customerOrdersQuery.extend({ customerId: uuid.optional() });
export type OrdersQuery = z.output<typeof ordersQuery>;
