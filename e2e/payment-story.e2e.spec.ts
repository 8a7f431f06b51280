import type { Shop } from '@app/testing';
import { CANCELLED, CONFIRMED, RECEIVED, useWorld } from './use-world.js';

const PAYMENT = { payment: { required: true } };
const ASKED = 'Please pay for your order';

describe('an order that is to be paid first', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  it('holds its stock, says where to pay, and is confirmed by the payment, once', async () => {
    await shop.stock({ lamp: 5 });
    const placed = await shop.place({ lamp: 2 }, PAYMENT);
    await shop.reaches(placed.id, 'AWAITING_PAYMENT');
    await the.world.settled();
    const asked = await shop.order(placed.id);
    expect(asked.payment).toMatchObject({ status: 'DUE', link: expect.stringContaining(placed.id) });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 2 });

    expect(await shop.pays(placed, 'T-wrong', 1)).toMatchObject({
      status: 422,
      body: { code: 'wrong-amount' },
    });
    expect(await shop.pays(placed, `T-${placed.id}`)).toMatchObject({
      status: 200,
      body: { status: 'CONFIRMED', payment: { status: 'PAID' } },
    });
    expect(await shop.pays(placed, `T-${placed.id}`)).toMatchObject({
      status: 200,
      body: { status: 'CONFIRMED' },
    });
    expect(await shop.pays(placed, 'T-another')).toMatchObject({
      status: 409,
      body: { code: 'already-paid' },
    });
    await the.world.settled();

    expect(shop.mailsTo(placed.email)).toEqual([RECEIVED, ASKED, CONFIRMED].sort());
  });

  it('and is cancelled after that owes the money back', async () => {
    await shop.stock({ lamp: 5 });
    const placed = await shop.place({ lamp: 2 }, PAYMENT);
    await shop.reaches(placed.id, 'AWAITING_PAYMENT');
    await shop.pays(placed, `T-${placed.id}`);

    await shop.cancel(placed.id);
    await the.world.settled();

    expect((await shop.order(placed.id)).refunds).toMatchObject([
      { amount: placed.totalAmount, cause: 'ORDER_CANCELLED' },
    ]);
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 0, availableQuantity: 5 });
  });
});

describe('an order that is not paid in time', () => {
  // Two senders: one that is late must not lose its claim to the other.
  const environment = { PAYMENT_WINDOW_MS: '1000', SEND_LEASE_MS: '120000' };
  const the = useWorld({ instances: 2, environment });
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  const expiredOrder = async () => {
    const placed = await shop.place({ lamp: 2 }, PAYMENT);
    await shop.reaches(placed.id, 'CANCELLED');
    await the.world.settled();
    return placed;
  };

  it('is cancelled once and gives its stock back', async () => {
    await shop.stock({ lamp: 2 });
    const { id, email } = await expiredOrder();

    expect((await shop.order(id)).cancellation).toMatchObject({ code: 'PAYMENT_EXPIRED' });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 0, availableQuantity: 2 });
    expect(shop.mailsTo(email).filter((subject) => subject === CANCELLED)).toHaveLength(1);
  });

  it('is served after all when it is paid too late and the stock is still there', async () => {
    await shop.stock({ lamp: 2 });
    const placed = await expiredOrder();

    expect(await shop.pays(placed, `T-${placed.id}`)).toMatchObject({
      status: 200,
      body: { status: 'PENDING' },
    });
    await the.world.settled();

    expect(await shop.order(placed.id)).toMatchObject({ status: 'CONFIRMED', payment: { status: 'PAID' } });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 2, availableQuantity: 0 });
  });

  it('is owed the money back when it is paid too late and the stock is gone', async () => {
    await shop.stock({ lamp: 2 });
    const placed = await expiredOrder();
    const other = await shop.place({ lamp: 1 });
    await shop.reaches(other.id, 'CONFIRMED');

    await shop.pays(placed, `T-${placed.id}`);
    await the.world.settled();

    expect(await shop.order(placed.id)).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'INSUFFICIENT_STOCK' },
      refunds: [{ amount: placed.totalAmount, cause: 'PAID_TOO_LATE' }],
    });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 1, availableQuantity: 1 });
  });
});

describe('a reservation that nobody pays for', () => {
  const the = useWorld({ instances: 2 });

  it('is released by cancelling its order, and a paid one is kept', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 4 });
    const [unpaid, paid] = [await shop.place({ lamp: 2 }, PAYMENT), await shop.place({ lamp: 1 }, PAYMENT)];
    await shop.reaches(paid.id, 'AWAITING_PAYMENT');
    await shop.pays(paid, `T-${paid.id}`);
    await the.world.settled();

    // As if the time of all goods that are held for a time were over.
    await the.world.databases.inventory.query(
      'UPDATE reservations SET expires_at = now() WHERE expires_at IS NOT NULL',
    );
    await shop.reaches(unpaid.id, 'CANCELLED');
    await the.world.settled();

    expect((await shop.order(unpaid.id)).cancellation).toMatchObject({ code: 'RESERVATION_EXPIRED' });
    expect(await shop.order(paid.id)).toMatchObject({ status: 'CONFIRMED' });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 1, availableQuantity: 3 });
  });
});
