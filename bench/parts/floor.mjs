// @ts-check
import { measureMessages } from '../floor/broker.mjs';
import { measureRoute } from '../floor/http.mjs';
import { USUAL_TRAFFIC } from '../floor/usual-traffic.mjs';
import { BATCH, measureWrites, pgbench } from '../floor/writes.mjs';

const BATCHES_PER_SECOND = 10;
const ORDERS_PER_SECOND = 300;
// With less to do, what a program needs to get going would count.
const LEAST_S = 10;

/** The figure that efficiency is about. */
export const FLOOR_SECONDS = 'sum: processor seconds per 1,000 orders';

/**
 * What the machine must do for an order, whatever program tells it to: an answer to a request and one row by itself, all
 * other rows in batches, and the messages. @type {import('./part.mjs').Part}
 */
export async function floor(bench) {
  pgbench();
  const { ground, tell, known } = bench;
  const { seconds } = bench.pace;
  return {
    measure: async () => {
      const traffic = known.traffic ?? USUAL_TRAFFIC;
      const bytes = Math.round(mean(traffic.map((kind) => kind.bytes)));
      const placed = BATCH * BATCHES_PER_SECOND * Math.max(seconds, LEAST_S);
      const writes = await measureWrites(ground, placed, bytes);
      tell('floor', `pgbench wrote what ${placed} orders leave, in batches of ${BATCH}`);
      const told = ORDERS_PER_SECOND * Math.max(seconds, LEAST_S);
      const messages = await measureMessages(ground, traffic, told);
      tell('floor', `amqplib published and consumed the messages of ${told} orders`);
      const route = await measureRoute(ground, seconds);
      tell('floor', `a bare route took ${route.orders} orders`);
      const figures = {
        'rows, PostgreSQL: processor seconds per 1,000 orders': (writes.postgres / placed) * 1000,
        'rows, pgbench: processor seconds per 1,000 orders': (writes.client / placed) * 1000,
        'messages, RabbitMQ: processor seconds per 1,000 orders': (messages.broker / told) * 1000,
        'messages, amqplib: processor seconds per 1,000 orders': (messages.client / told) * 1000,
        'route, Fastify: processor seconds per 1,000 orders': (route.node / route.orders) * 1000,
        'route, PostgreSQL: processor seconds per 1,000 orders': (route.postgres / route.orders) * 1000,
      };
      return { ...figures, [FLOOR_SECONDS]: Object.values(figures).reduce((sum, value) => sum + value, 0) };
    },
    close: async () => {},
  };
}

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
