import type { Delivery, Story } from './types.mjs';

const AT = Date.parse('2026-01-02T09:30:00.000Z');
const at = (ms: number): string => new Date(AT + ms).toISOString();
const order = (sequence: number, type: string) => ({ stream: 'order', sequence, type });
const reservation = (sequence: number, type: string) => ({ stream: 'reservation', sequence, type });
const CREATED = order(1, 'order.created');
const RESERVED = reservation(1, 'inventory.reserved');
const CONFIRMED = order(2, 'order.confirmed');
const CANCELLED = order(3, 'order.cancelled');
const handled = (to: Delivery['to']): Delivery => ({ to, state: 'handled' });
const ignored = (to: Delivery['to']): Delivery => ({ to, state: 'ignored' });
const letter = { channel: 'EMAIL', recipient: 'ada@example.org', error: null };

/** An order that was retried, parked and cancelled, and whose cancellation inventory cannot handle. */
export const SAMPLE: Story = {
  orderId: '0198c0df-0a1b-7c2d-8e3f-405162738495',
  status: 'CANCELLED',
  deleted: false,
  customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
  total: { amount: 5998, currency: 'EUR' },
  asOf: at(670_000),
  steps: [
    {
      at: at(0),
      service: 'order',
      event: CREATED,
      taken: { from: null, to: 'PENDING', who: 'customer:0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5' },
      deliveries: [handled('inventory'), { ...handled('notification'), notes: { repeated: 2 } }],
    },
    {
      at: at(85),
      service: 'inventory',
      event: RESERVED,
      causedBy: CREATED,
      delayMs: 85,
      movements: [{ kind: 'reserved', productId: 'desk-lamp', quantity: 2 }],
      deliveries: [
        {
          ...handled('order'),
          notes: { attempts: 2, failures: [{ outcome: 'retried', times: 1, code: '23514', at: at(110) }] },
        },
      ],
    },
    {
      at: at(240),
      service: 'notification',
      causedBy: CREATED,
      delayMs: 240,
      notification: {
        ...letter,
        id: '0198c0df-0b2c-7d3e-9f40-516273849506',
        kind: 'order-received',
        status: 'SENT',
        attempts: 2,
      },
      deliveries: [],
    },
    {
      at: at(1120),
      service: 'order',
      event: CONFIRMED,
      causedBy: RESERVED,
      delayMs: 1035,
      taken: { from: 'PENDING', to: 'CONFIRMED', who: 'service:inventory' },
      deliveries: [ignored('inventory'), { ...handled('notification'), notes: { parkedMs: 4200 } }],
    },
    {
      at: at(645_000),
      service: 'order',
      event: CANCELLED,
      compensates: 'stock',
      taken: {
        from: 'CONFIRMED',
        to: 'CANCELLED',
        who: 'anonymous',
        why: 'Ordered twice',
        code: 'REQUESTED',
      },
      deliveries: [
        {
          to: 'inventory',
          state: 'waiting',
          where: {
            place: 'dead-letter',
            queue: 'inventory.order.dlq',
            since: at(660_000),
            attempts: 4,
            code: 'broken-thing',
          },
        },
        { to: 'notification', state: 'waiting', where: { place: 'queue' } },
      ],
    },
  ],
  waiting: [
    {
      ...CANCELLED,
      to: 'inventory',
      place: 'dead-letter',
      queue: 'inventory.order.dlq',
      since: at(660_000),
      attempts: 4,
      code: 'broken-thing',
    },
    { ...CANCELLED, to: 'notification', place: 'queue' },
  ],
  next: undefined,
};
