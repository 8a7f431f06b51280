// @ts-check

const ORDER = '0198c0df-0a1b-7c2d-8e3f-405162738495';

/**
 * A complete event, made and read again by the contracts themselves.
 * @param {import('./contracts.mjs').Contracts} contracts
 */
export function exampleEvent({ lib: { OrderCreated, parseEvent, stamp } }) {
  const draft = OrderCreated.of(
    { id: ORDER, version: 1 },
    {
      orderId: ORDER,
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      lines: [{ productId: 'desk-lamp', quantity: 2, name: 'Desk lamp', unitPrice: 2999 }],
      total: { amount: 5998, currency: 'EUR' },
      contact: { email: 'ada@example.org' },
    },
  );
  const event = stamp(draft, {
    id: '0198c0df-0a1c-7f00-9b1d-2c3d4e5f6071',
    time: new Date('2026-01-02T09:30:00Z'),
    cause: {
      tenant: 'default',
      correlationid: '0198c0df-0a1a-7e11-8a2b-3c4d5e6f7081',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    },
  });
  return parseEvent(Buffer.from(JSON.stringify(event)), new Map([[OrderCreated.type, OrderCreated]]));
}
