import { newId } from '@app/platform';
import { until } from '@app/testing';
import { RememberPriceOnProductUpdated } from '../src/prices/handlers/remember-price-on-product-updated.js';
import { InventoryStandIn } from './support/inventory-stand-in.js';
import {
  cause,
  type OrderService,
  productUpdated,
  published,
  useOrderSystem,
} from './support/order-system.js';

const CONCURRENCY = 8;

const system = useOrderSystem({
  consuming: true,
  environment: {
    // Fewer than questions that may be under way: an order that held a connection while it waits would be noticed.
    DB_POOL_SIZE: '7',
    // Whoever waits for an answer holds a place.
    ADMISSION_PLACES: '20',
    // A slow machine is late, and answers all the same.
    PRICE_LOOKUP_TIMEOUT_MS: '60000',
    PRICE_LOOKUP_CONCURRENCY: String(CONCURRENCY),
    PRICE_LOOKUP_RESET_MS: '1000',
  },
});
let inventory: InventoryStandIn;

beforeAll(async () => {
  inventory = await InventoryStandIn.open(system.prefix);
});
afterAll(() => inventory.close());

/** A product of the test's own that only inventory knows. */
const novelty = (facts = {}): string => {
  const productId = `product-${newId()}`;
  inventory.has(productId, facts);
  return productId;
};
const orderAt = ({ http }: OrderService, productIds: readonly string[], headers = {}) => {
  const items = productIds.map((productId) => ({ productId, quantity: 1 }));
  return http.post('/orders', { customerId: newId(), items }, headers);
};
const order = (productIds: readonly string[]) => orderAt(system.service, productIds);
const breakerOf = async ({ http }: OrderService): Promise<string | undefined> => {
  type Health = { status: string; details: Record<string, { breaker?: string }> };
  const { body } = await http.get<Health>('/health');
  return body.details['price-lookup']?.breaker;
};
const priceOf = async (productId: string) => {
  const [row] = await system.database.query(
    'SELECT price_minor, active, version FROM product_prices WHERE product_id = $1',
    [productId],
  );
  return row;
};
const questionsFor = (productId: string) => inventory.questions.filter((ids) => ids.includes(productId));

describe('an order for a product that only inventory knows', () => {
  it('is taken at the price that inventory names, which is asked for once', async () => {
    const product = novelty({ price: { amount: 1250, currency: 'EUR' }, version: 7 });
    const first = await order([product]);
    const second = await order([product]);

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body).toMatchObject({ totalAmount: 12.5, items: [{ name: `The ${product}` }] });
    expect(questionsFor(product)).toEqual([[product]]);
    expect(await priceOf(product)).toEqual({ price_minor: '1250', active: true, version: 7 });
  });

  it('is refused if the product is not sold any more', async () => {
    const { status, body } = await order([novelty({ status: 'INACTIVE' })]);

    expect([status, body.code]).toEqual([422, 'product-inactive']);
  });

  it('is refused with what inventory does not know either, and keeps the rest in mind', async () => {
    const product = novelty();
    const { status, body } = await order([product, 'ghost']);

    expect([status, body.code]).toEqual([422, 'unknown-product']);
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(['/items/1/productId']);
    expect(await priceOf(product)).toMatchObject({ version: 1 });
    expect(questionsFor('ghost')).toEqual([[product, 'ghost']]);
  });

  it('leaves a price that was answered as it is when older events come, and follows later ones', async () => {
    const product = novelty({ price: { amount: 1250, currency: 'EUR' }, version: 5 });
    await order([product]);
    const hear = (version: number) =>
      system.service.transactions.run(cause(), (tx) =>
        system.service.app
          .get(RememberPriceOnProductUpdated)
          .handle([published(productUpdated(product, {}, version))], tx),
      );
    await hear(4);
    expect(await priceOf(product)).toMatchObject({ price_minor: '1250', version: 5 });

    await hear(6);
    expect(await priceOf(product)).toMatchObject({ price_minor: '2999', version: 6 });
  });

  it('is placed once, however many ask for the product at once, with few questions', async () => {
    const product = novelty();
    const answers = await Promise.all(Array.from({ length: 50 }, () => order([product])));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(questionsFor(product).length).toBeLessThan(CONCURRENCY);
  });
});

describe('an order while inventory does not answer', () => {
  afterEach(async () => {
    inventory.will('answer');
    await until('prices are looked up again', async () => (await order([novelty()])).status === 201);
    expect(await breakerOf(system.service)).toBe('closed');
  });

  /** An instance that soon gives a question up, and does not ask again for so long once it asks no more. */
  const impatient = (resetMs: number): Promise<OrderService> =>
    system.start({ PRICE_LOOKUP_TIMEOUT_MS: '500', PRICE_LOOKUP_RESET_MS: String(resetMs) });

  it('is answered 503, and may be sent again with the same key', async () => {
    const service = await impatient(1000);
    const [product, headers] = [novelty(), { 'idempotency-key': newId() }];
    inventory.will('hold');
    const refused = await orderAt(service, [product], headers);

    expect(refused.status).toBe(503);
    expect(refused.body.code).toBe('price-lookup-unavailable');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);

    inventory.will('answer');
    await until('it is taken', async () => (await orderAt(service, [product], headers)).status === 201);
    await service.stop();
  });

  it.each(['fail', 'babble'] as const)('is answered 503 when inventory can only %s', async (behaviour) => {
    inventory.will(behaviour);

    expect(await order([novelty()])).toMatchObject({
      status: 503,
      body: { code: 'price-lookup-unavailable' },
    });
  });

  it('is no longer asked about after a few failures, and again once inventory has recovered', async () => {
    const [hour, second] = [await impatient(3_600_000), await impatient(1000)];
    inventory.will('hold');
    const known = novelty();
    await system.sell(known);
    for (const service of [hour, second]) {
      await until('the breaker opens', async () => {
        await Promise.all(Array.from({ length: CONCURRENCY }, () => orderAt(service, [novelty()])));
        return (await breakerOf(service)) === 'open';
      });
    }
    const unasked = novelty();
    const refused = await orderAt(hour, [unasked]);

    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect(questionsFor(unasked)).toEqual([]);
    expect((await orderAt(hour, [known])).status).toBe(201);
    await until('all else is well', async () => (await hour.http.get('/health')).status === 200);
    expect(await gaugeOf(hour)).toBe('2');

    inventory.will('answer');
    await until('an order is taken again', async () => (await orderAt(second, [novelty()])).status === 201);
    expect(await gaugeOf(second)).toBe('0');
    await Promise.all([hour.stop(), second.stop()]);
  });

  it('holds no connection to the database, and a flood of them is asked about a few at a time', async () => {
    inventory.will('hold');
    const known = novelty();
    await system.sell(known);
    const products = Array.from({ length: 60 }, () => novelty());
    const asked = () => products.flatMap(questionsFor).length;
    const flood = products.map((product) => order([product]));
    await until('as much is asked as may be', () => asked() === CONCURRENCY);

    expect((await order([known])).status).toBe(201);
    expect([asked(), await breakerOf(system.service)]).toEqual([CONCURRENCY, 'closed']);
    inventory.will('answer');
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(CONCURRENCY);
    expect(new Set(statuses)).toEqual(new Set([201, 503]));
  });

  const gaugeOf = async ({ app }: OrderService): Promise<string | undefined> => {
    const metrics = await (await fetch(`${await app.getUrl()}/metrics`)).text();
    return /^waybill_price_lookup_breaker (.*)$/m.exec(metrics)?.[1];
  };
});
