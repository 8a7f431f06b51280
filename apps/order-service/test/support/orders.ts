import { newId } from '@app/platform';
import { until } from '@app/testing';
import type { Answer, OrderBody, ProblemBody } from './client.js';
import type { OrderSystem } from './order-system.js';
import { confirm } from './reservations.js';

type OrderAnswer = Promise<Answer<OrderBody & ProblemBody>>;

/** An order as far as it takes to ask for its next step. */
interface Placed {
  readonly id: string;
  readonly etag: string;
}

/** An event in the outbox. */
interface OutgoingEvent {
  readonly type: string;
  readonly sequence: number;
  readonly data: object;
}

/** What specs do with orders, over the HTTP API of the system's first instance. */
export function ordersIn(system: OrderSystem) {
  const find = async (id: string): Promise<OrderBody> =>
    (await system.service.http.get(`/orders/${id}`)).body;

  const place = async (): Promise<Placed> => {
    const request = { customerId: newId(), items: [{ productId: 'lamp', quantity: 1 }] };
    const { body, headers } = await system.service.http.post('/orders', request);
    return { id: body.id, etag: headers.get('etag') ?? '' };
  };

  return {
    find,
    /** The order once it is as wanted. */
    until: (id: string, wanted: (order: OrderBody) => boolean): Promise<OrderBody> =>
      until(`order ${id} is as wanted`, async () => {
        const order = await find(id);
        return wanted(order) && order;
      }),
    /** An order that waits for its stock. */
    place,
    /** An order whose stock is held. */
    placeConfirmed: async (): Promise<Placed> => {
      const { id } = await place();
      await confirm(system.service, id);
      const { headers } = await system.service.http.get(`/orders/${id}`);
      return { id, etag: headers.get('etag') ?? '' };
    },
    cancel: (id: string, reason = 'Ordered twice', headers = {}): OrderAnswer =>
      system.service.http.post(`/orders/${id}/cancel`, { reason }, headers),
    changeStatus: (id: string, body: unknown, headers = {}): OrderAnswer =>
      system.service.http.patch(`/orders/${id}/status`, body, headers),
    /** The events of an order that are still to be published, by their sequence. */
    eventsOf: async (id: string): Promise<OutgoingEvent[]> => {
      const rows = await system.database.query<{ event: OutgoingEvent }>(
        `SELECT event FROM (SELECT body::jsonb AS event FROM outbox_events WHERE body LIKE '%' || $1 || '%') AS outgoing
         WHERE event ->> 'subject' = $1 ORDER BY (event ->> 'sequence')::int`,
        [id],
      );
      return rows.map(({ event }) => event);
    },
  };
}
