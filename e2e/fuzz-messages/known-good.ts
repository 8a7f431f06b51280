import { v7 } from 'uuid';

/** Data that keeps the contract of one type of each stream. What it is about does not exist. */
const DATA: Readonly<Record<string, () => { type: string; subject: string; data: Record<string, unknown> }>> =
  {
    order: () => {
      const orderId = v7();
      const lines = [{ productId: 'lamp', quantity: 1, name: 'Lamp', unitPrice: 100 }];
      const data = { orderId, customerId: v7(), lines, total: { amount: 100, currency: 'EUR' } };
      return { type: 'order.created', subject: orderId, data };
    },
    reservation: () => {
      const orderId = v7();
      const data = { orderId, lines: [{ productId: 'lamp', quantity: 1 }] };
      return { type: 'inventory.reserved', subject: orderId, data };
    },
    product: () => {
      const productId = `p${v7()}`;
      const data = { productId, name: 'Lamp', available: 1, threshold: 2 };
      return { type: 'inventory.low_stock', subject: productId, data };
    },
    'notification-request': () => {
      const requestId = v7();
      const data = {
        requestId,
        recipient: `${requestId}@example.org`,
        subject: 'Hello',
        message: 'How are you?',
      };
      return { type: 'order.notification', subject: requestId, data };
    },
  };

/** An event of a stream as its publisher would write it. */
export function knownGood(
  stream: string,
): Record<string, unknown> & { type: string; data: Record<string, unknown> } {
  const make = DATA[stream];
  if (!make) throw new Error(`nothing is known of the stream ${stream}`);
  const { type, subject, data } = make();
  return {
    specversion: '1.0',
    id: v7(),
    source: '/fuzz',
    type,
    subject,
    sequence: 1,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:waybill:${type}:1`,
    tenant: 'default',
    correlationid: 'fuzz',
    data,
  };
}
