import type { DomainEvent } from '@app/contracts';
import { type EventHandler, Transactions } from '@app/messaging';
import { newId } from '@app/platform';
import type { Type } from '@nestjs/common';
import { AlertShopOnLowStock } from '../src/notifications/handlers/alert-shop-on-low-stock.js';
import { TellCustomerOnOrderCancelled } from '../src/notifications/handlers/tell-customer-on-order-cancelled.js';
import { TellCustomerOnOrderConfirmed } from '../src/notifications/handlers/tell-customer-on-order-confirmed.js';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderDelivered } from '../src/notifications/handlers/tell-customer-on-order-delivered.js';
import { TellCustomerOnOrderShipped } from '../src/notifications/handlers/tell-customer-on-order-shipped.js';
import { TellCustomerOnOrderUpdated } from '../src/notifications/handlers/tell-customer-on-order-updated.js';
import { TellShopAndSubscribersOnBackInStock } from '../src/notifications/handlers/tell-shop-and-subscribers-on-back-in-stock.js';
import { after, backInStock, lowStock, orderCreated } from './events.js';
import { useNewNotifications } from './notifications.js';

const service = useNewNotifications({ mails: false });
const instance = service.instance({ ALERT_EMAIL: 'shop@example.org' });

const stored = () => service.stored();

describe('the events of an order', () => {
  it('each tell the customer, with what was ordered, at the address the order named', async () => {
    const created = orderCreated({ email: 'ada@example.org', phone: '+4930123456' });
    const { orderId, customerId } = created.data;
    const next = after(created);

    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderConfirmed, next.confirmed());
    await instance.handle(
      TellCustomerOnOrderShipped,
      next.shipped({ carrier: 'DHL', trackingCompany: 'Parcel Watch', trackingNumber: 'JD014600' }),
    );
    await instance.handle(TellCustomerOnOrderDelivered, next.delivered());
    await instance.handle(
      TellCustomerOnOrderCancelled,
      next.cancelled('INSUFFICIENT_STOCK', 'lamp-01: 1 available'),
    );

    const letters = await stored();
    expect(letters.map(({ kind }) => kind)).toEqual([
      'order-received',
      'order-confirmed',
      'order-shipped',
      'order-delivered',
      'order-cancelled',
    ]);
    for (const letter of letters) {
      expect(letter).toMatchObject({ recipient: 'ada@example.org', metadata: { orderId, customerId } });
      expect(letter.subject).toContain(orderId);
      expect(letter.message).toContain(
        '2 x Desk lamp (lamp-01): €59.98\n1 x shade-07: €10.00\nTotal: €69.98',
      );
    }
    expect(letters[2]?.message).toContain(
      'Carrier: DHL\nTracking company: Parcel Watch\nTracking number: JD014600',
    );
    expect(letters[3]?.message).toContain('Delivered: March 1, 2026 at 9:00 AM UTC');
    expect(letters[4]?.message).toContain('Reason: lamp-01: 1 available');
  });

  it('go to the address in the contact book when the order names none, as it is at the time', async () => {
    const created = orderCreated({ phone: '+4930123456' });
    await instance.request('PUT', `/contacts/${created.data.customerId}`, { email: 'old@example.org' });

    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.request('PUT', `/contacts/${created.data.customerId}`, { email: 'new@example.org' });
    await instance.handle(TellCustomerOnOrderConfirmed, after(created).confirmed());

    expect((await stored()).map(({ recipient }) => recipient)).toEqual([
      'old@example.org',
      'new@example.org',
    ]);
  });

  it('go to the address the order names even if the contact book has another', async () => {
    const created = orderCreated({ email: 'gift@example.org' });
    await instance.request('PUT', `/contacts/${created.data.customerId}`, { email: 'ada@example.org' });

    await instance.handle(TellCustomerOnOrderCreated, created);

    expect(await stored()).toMatchObject([{ recipient: 'gift@example.org' }]);
  });

  it('are recorded as skipped when nobody can be reached, and nothing is published about them', async () => {
    await instance.handle(TellCustomerOnOrderCreated, orderCreated());

    expect(await stored()).toMatchObject([
      {
        kind: 'order-received',
        status: 'SKIPPED',
        recipient: null,
        error: 'No e-mail address of the customer is known.',
      },
    ]);
    expect(await service.outcomes()).toEqual([]);
  });

  it('tell the customer without the lines when the order was placed before we listened', async () => {
    const created = orderCreated();
    await instance.request('PUT', `/contacts/${created.data.customerId}`, { email: 'ada@example.org' });

    await instance.handle(TellCustomerOnOrderShipped, after(created).shipped());

    const [letter] = await stored();
    expect(letter?.recipient).toBe('ada@example.org');
    expect(letter?.status).not.toBe('SKIPPED');
    expect(letter?.message).not.toContain('Total');
  });

  it('lead to one notification each even if the same event is handled twice', async () => {
    const created = orderCreated({ email: 'ada@example.org' });

    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderCreated, created);

    expect(await stored()).toHaveLength(1);
  });
});

describe('the events of a product', () => {
  it('alert the shop', async () => {
    await instance.handle(AlertShopOnLowStock, lowStock());
    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    expect(await stored()).toMatchObject([
      {
        kind: 'low-stock',
        recipient: 'shop@example.org',
        subject: 'Low stock: Desk lamp',
        metadata: { productId: 'lamp-01' },
      },
      { kind: 'back-in-stock', recipient: 'shop@example.org', subject: 'Back in stock: Desk lamp' },
    ]);
  });

  it('are recorded as skipped when the shop has named no address for alerts', async () => {
    const quiet = await service.start();

    await quiet.handle(AlertShopOnLowStock, lowStock());
    await quiet.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    const skipped = { status: 'SKIPPED', recipient: null, error: 'No address for alerts is set.' };
    expect(await stored()).toMatchObject([
      { kind: 'low-stock', ...skipped },
      { kind: 'back-in-stock', ...skipped },
    ]);
    expect(await service.outcomes()).toEqual([]);
  });

  it('cannot put a header or markup into the mail, whatever the product is called', async () => {
    await instance.handle(
      AlertShopOnLowStock,
      lowStock('lamp-01', 'Lamp\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>'),
    );

    const [alert] = await stored();
    expect(alert?.subject).toBe('Low stock: Lamp Bcc: all@example.org <script>alert(1)</script>');
    expect(instance.html(alert)).not.toContain('<script>');
    expect(instance.html(alert)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('a batch', () => {
  it.each([
    ['order.created', TellCustomerOnOrderCreated, () => orderCreated({ email: 'ada@example.org' })],
    ['order.confirmed', TellCustomerOnOrderConfirmed, () => after(orderCreated()).confirmed()],
    ['order.updated', TellCustomerOnOrderUpdated, () => after(orderCreated()).updated(['items'])],
    ['inventory.low_stock', AlertShopOnLowStock, () => lowStock(newId())],
    ['inventory.back_in_stock', TellShopAndSubscribersOnBackInStock, () => backInStock(newId())],
  ] as [string, Type<EventHandler<DomainEvent>>, () => DomainEvent][])(
    'of %s takes as many statements as a single event',
    async (_type, handler, event) => {
      const [first, ...rest] = Array.from({ length: 100 }, event);

      const single = await instance.handle(handler, event());
      const batch = await instance.handle(handler, first!, ...rest);

      expect(batch).toBe(single);
      expect(await stored()).toHaveLength(101);
    },
  );

  it('leaves nothing behind when its transaction fails', async () => {
    const work = instance.app
      .get(Transactions)
      .run({ tenant: 'default', correlationid: newId() }, async (tx) => {
        await instance.app
          .get(TellCustomerOnOrderCreated)
          .handle([orderCreated({ email: 'ada@example.org' })], tx);
        throw new Error('something else in the batch failed');
      });

    await expect(work).rejects.toThrow('something else');
    expect(await stored()).toEqual([]);
  });
});
