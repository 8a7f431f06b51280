import { TellCustomerAndShopOnOrderRefundDue } from '../src/notifications/handlers/tell-customer-and-shop-on-order-refund-due.js';
import { TellCustomerOnOrderConfirmed } from '../src/notifications/handlers/tell-customer-on-order-confirmed.js';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderPaymentRequested } from '../src/notifications/handlers/tell-customer-on-order-payment-requested.js';
import { TellCustomerOnOrderUpdated } from '../src/notifications/handlers/tell-customer-on-order-updated.js';
import { after, orderCreated } from './events.js';
import { useNotifications } from './notifications.js';

const ada = 'ada@example.org';
const shop = 'shop@example.org';
const threeBulbs = {
  lines: [{ productId: 'bulb-02', name: 'Bulb', quantity: 3, unitPrice: 500 }],
  total: { amount: 1500, currency: 'EUR' },
};

const service = useNotifications({ mails: false });
const instance = service.instance({ ALERT_EMAIL: shop });

beforeEach(() => service.database.query('TRUNCATE notifications, order_contacts, contacts CASCADE'));

/** An order that was placed, and of which nothing has been told so far. */
async function placed(email: string | undefined = ada) {
  const created = orderCreated({ email });
  await instance.handle(TellCustomerOnOrderCreated, created);
  await service.database.query('TRUNCATE notifications');
  return { ...created.data, ...after(created) };
}

describe('an order whose goods were changed', () => {
  it('tells the customer once what it is now, however often that is told to us', async () => {
    const order = await placed();
    const updated = order.updated(['items'], threeBulbs);

    await instance.handle(TellCustomerOnOrderUpdated, updated);
    await instance.handle(TellCustomerOnOrderUpdated, updated);

    const [letter, ...others] = await service.stored();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      kind: 'order-changed',
      recipient: ada,
      subject: `Your order ${order.orderId} has been changed`,
      metadata: { orderId: order.orderId, customerId: order.customerId },
    });
    expect(letter?.message).toContain('3 x Bulb (bulb-02): €15.00\nTotal: €15.00');
    expect(letter?.message).not.toContain('lamp');
  });

  it('is confirmed later with the goods that it has by then', async () => {
    const order = await placed();

    await instance.handle(TellCustomerOnOrderUpdated, order.updated(['items'], threeBulbs));
    await instance.handle(TellCustomerOnOrderConfirmed, order.confirmed());

    const [, confirmation] = await service.stored();
    expect(confirmation?.kind).toBe('order-confirmed');
    expect(confirmation?.message).toContain('3 x Bulb (bulb-02): €15.00\nTotal: €15.00');
  });

  it('is remembered from then on if it was placed before we listened', async () => {
    const unheard = after(orderCreated({ email: ada }));

    await instance.handle(TellCustomerOnOrderUpdated, unheard.updated(['items']));
    await instance.handle(TellCustomerOnOrderConfirmed, unheard.confirmed());

    const letters = await service.stored();
    expect(letters.map(({ recipient }) => recipient)).toEqual([ada, ada]);
    for (const { message } of letters) expect(message).toContain('Total: €69.98');
  });

  it('cannot put markup into the mail, whatever a product is called', async () => {
    const order = await placed();
    const lines = [{ ...threeBulbs.lines[0]!, name: '</table>\r\n<script>alert("1")</script>' }];

    await instance.handle(TellCustomerOnOrderUpdated, order.updated(['items'], { ...threeBulbs, lines }));

    const [letter] = await service.stored();
    expect(instance.html(letter)).not.toContain('<script>');
    expect(instance.html(letter)).toContain(
      '&lt;/table&gt; &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;',
    );
  });
});

describe('any other change of an order', () => {
  it('tells nobody, not even that a change was asked for or refused', async () => {
    const order = await placed();

    await instance.handle(TellCustomerOnOrderUpdated, order.updated(['change']));
    await instance.handle(
      TellCustomerOnOrderUpdated,
      order.updated(['status', 'payment', 'notes', 'shippingAddress', 'shipping', 'deleted']),
    );

    expect(await service.stored()).toEqual([]);
  });

  it('of the address counts for the letters that follow', async () => {
    const order = await placed('old@example.org');

    await instance.handle(
      TellCustomerOnOrderUpdated,
      order.updated(['contact'], { contact: { email: 'new@example.org' } }),
    );
    await instance.handle(TellCustomerOnOrderConfirmed, order.confirmed());

    expect(await service.stored()).toMatchObject([{ recipient: 'new@example.org' }]);
  });

  it('that takes the address away leaves the one in the contact book', async () => {
    const order = await placed();
    await instance.request('PUT', `/contacts/${order.customerId}`, { email: 'book@example.org' });

    await instance.handle(TellCustomerOnOrderUpdated, order.updated(['contact'], { contact: undefined }));
    await instance.handle(TellCustomerOnOrderConfirmed, order.confirmed());

    expect(await service.stored()).toMatchObject([{ recipient: 'book@example.org' }]);
  });

  it('in one batch with others leaves each order with its own', async () => {
    const [first, second] = [await placed(), await placed('bob@example.org')];

    await instance.handle(
      TellCustomerOnOrderUpdated,
      second.updated(['items']),
      first.updated(['items'], threeBulbs),
    );

    const letters = Object.fromEntries(
      (await service.stored()).map(({ recipient, message }) => [recipient, message]),
    );
    expect(letters[ada]).toContain('Total: €15.00');
    expect(letters['bob@example.org']).toContain('Total: €69.98');
  });
});

describe('a payment that is asked for', () => {
  it('tells the customer once how much, until when and where', async () => {
    const requested = (await placed()).paymentRequested('https://pay.example/?a="><script>');

    await instance.handle(TellCustomerOnOrderPaymentRequested, requested);
    await instance.handle(TellCustomerOnOrderPaymentRequested, requested);

    const [letter, ...others] = await service.stored();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ kind: 'payment-requested', recipient: ada });
    expect(letter?.message).toContain('Amount: €69.98\nTo be paid until: January 2, 2026 at 10:00 AM UTC');
    expect(letter?.message).toContain('\nhttps://pay.example/?a="><script>\n');
    expect(instance.html(letter)).toContain('href="https://pay.example/?a&#x3D;&quot;&gt;&lt;script&gt;"');
  });
});

describe('a refund that is due', () => {
  it('tells the customer and the shop once each', async () => {
    const order = await placed();
    const due = order.refundDue('PAID_TOO_LATE');

    await instance.handle(TellCustomerAndShopOnOrderRefundDue, due);
    await instance.handle(TellCustomerAndShopOnOrderRefundDue, due);

    const [letter, alert, ...others] = await service.stored();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ kind: 'refund-due', recipient: ada });
    expect(letter?.message).toContain('To be refunded: €69.98');
    expect(alert).toMatchObject({
      kind: 'refund-due',
      recipient: shop,
      metadata: { orderId: order.orderId, customerId: order.customerId },
    });
    expect(alert?.message).toContain('Cause: PAID_TOO_LATE');
  });

  it('alerts the shop even if the customer cannot be reached', async () => {
    const due = after(orderCreated()).refundDue();

    await instance.handle(TellCustomerAndShopOnOrderRefundDue, due);

    expect(await service.stored()).toMatchObject([
      { status: 'SKIPPED', recipient: null },
      { kind: 'refund-due', recipient: shop },
    ]);
  });
});
