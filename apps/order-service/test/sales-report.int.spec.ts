import fc from 'fast-check';
import { SALES_BY } from '../src/reports/domain/sales.js';
import { useOrderSystem } from './support/order-system.js';
import { reportsIn, type SalesRow } from './support/reports.js';

const system = useOrderSystem({ consuming: false });
const reports = reportsIn(system);

const [lamp, bulb] = [
  { productId: 'lamp', unitPrice: 2999 },
  { productId: 'bulb', unitPrice: 150 },
];

afterEach(() => reports.clear());

describe('a report on sales', () => {
  const YEAR = 'from=2026-01-01&to=2026-12-31';

  beforeEach(() =>
    reports.store([
      { at: '2026-01-01T23:30:00Z', status: 'CONFIRMED', lines: [{ ...lamp, quantity: 2 }] },
      {
        at: '2026-01-02T10:00:00Z',
        status: 'COMPLETED',
        lines: [
          { ...lamp, quantity: 1, name: 'The newer lamp' },
          { ...bulb, quantity: 10 },
        ],
      },
      { at: '2026-01-02T11:00:00Z', status: 'SHIPPED', lines: [{ ...bulb, quantity: 1 }], deleted: true },
      { at: '2026-01-02T12:00:00Z', status: 'CANCELLED', lines: [{ ...lamp, quantity: 7 }] },
      { at: '2026-01-02T13:00:00Z', status: 'PENDING', lines: [{ ...lamp, quantity: 7 }] },
      { at: '2026-01-02T14:00:00Z', status: 'AWAITING_PAYMENT', lines: [{ ...lamp, quantity: 7 }] },
      {
        at: '2026-01-02T15:00:00Z',
        status: 'DELIVERED',
        currency: 'JPY',
        lines: [{ productId: 'fan', unitPrice: 1200, quantity: 2 }],
      },
    ]),
  );

  const first = { day: '2026-01-01', currency: 'EUR', orders: 1, units: 2, revenue: 59.98, cancellations: 0 };
  const second = {
    day: '2026-01-02',
    currency: 'EUR',
    orders: 2,
    units: 12,
    revenue: 46.49,
    cancellations: 1,
  };
  const yen = { currency: 'JPY', orders: 1, units: 2, revenue: 2400, cancellations: 0 };

  it('has a row for each day and currency, and counts what is sold and what was cancelled', async () => {
    expect(await reports.rows(`sales?${YEAR}`)).toEqual([first, second, { day: '2026-01-02', ...yen }]);
  });

  it('has a row for each product under its latest name, the best first', async () => {
    expect(await reports.rows(`sales?by=product&${YEAR}`)).toEqual([
      {
        productId: 'lamp',
        productName: 'The lamp',
        currency: 'EUR',
        orders: 2,
        units: 3,
        revenue: 89.97,
        cancellations: 1,
      },
      {
        productId: 'bulb',
        productName: 'The bulb',
        currency: 'EUR',
        orders: 2,
        units: 11,
        revenue: 16.5,
        cancellations: 0,
      },
      { productId: 'fan', productName: 'The fan', ...yen },
    ]);
  });

  it('has a row for each currency, or for one alone', async () => {
    const euro = { currency: 'EUR', orders: 3, units: 14, revenue: 106.47, cancellations: 1 };

    expect(await reports.rows(`sales?by=currency&${YEAR}`)).toEqual([euro, yen]);
    expect(await reports.rows(`sales?by=currency&currency=JPY&${YEAR}`)).toEqual([yen]);
  });

  it('has the days of a time zone, the first and the last included', async () => {
    const days = async (query: string) =>
      (await reports.rows(`sales?currency=EUR&${query}`)).map(({ day }) => day);

    expect(await days('from=2026-01-02&to=2026-01-02&tz=Europe/Berlin')).toEqual(['2026-01-02']);
    expect(await reports.rows(`sales?currency=EUR&${YEAR}&tz=Europe/Berlin`)).toMatchObject([
      { day: '2026-01-02', orders: 3 },
    ]);
    expect(await days('from=2026-01-01&to=2026-01-01')).toEqual(['2026-01-01']);
    expect(await days('from=2026-01-03&to=2026-01-03')).toEqual([]);
  });

  it('comes as CSV to whoever asks for that', async () => {
    const expected = `day,currency,orders,units,revenue,cancellations\r\n2026-01-01,EUR,1,2,59.98,0\r\n`;
    const query = 'sales?from=2026-01-01&to=2026-01-01';

    for (const answer of [
      await reports.text(query, { accept: 'text/csv' }),
      await reports.text(`${query}&format=csv`),
    ])
      expect(answer).toEqual({
        status: 200,
        type: 'text/csv; charset=utf-8; header=present',
        body: expected,
      });
    expect(await reports.text(query, { accept: 'text/html' })).toMatchObject({
      status: 406,
      body: expect.stringContaining('not-acceptable'),
    });
  });

  it('never has a formula for a name in its CSV', async () => {
    await reports.store([
      {
        at: '2026-05-05T12:00:00Z',
        status: 'CONFIRMED',
        lines: [{ ...lamp, quantity: 1, name: '=HYPERLINK("x")' }],
      },
    ]);
    const { body } = await reports.text('sales?by=product&from=2026-05-05&to=2026-05-05&format=csv');

    expect(body).toContain(`lamp,"'=HYPERLINK(""x"")",EUR`);
  });
});

describe('whatever the orders are, a report on sales', () => {
  const line = fc.record({
    productId: fc.constantFrom('lamp', 'bulb', 'fan'),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    unitPrice: fc.integer({ min: 0, max: 1_000_000 }),
  });
  const order = fc.record({
    at: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31T23:59:59.999Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    status: fc.constantFrom('PENDING', 'CONFIRMED', 'SHIPPED', 'COMPLETED', 'CANCELLED'),
    currency: fc.constantFrom('EUR', 'USD'),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    deleted: fc.boolean(),
  });

  it('adds up to the same by day, by product and by currency', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(order, { maxLength: 20 }),
          fc.constantFrom('UTC', 'Asia/Tokyo'),
          async (orders, tz) => {
            await reports.store(orders);
            const sums = await Promise.all(
              SALES_BY.map(async (by) =>
                sumsOf(await reports.rows(`sales?by=${by}&tz=${tz}&from=2026-01-01&to=2027-01-01`)),
              ),
            );

            expect(sums[0]).toEqual(sums[2]);
            expect(sums[1]).toEqual(sums[2]);
          },
        )
        .afterEach(() => reports.clear()),
      { numRuns: 25 },
    );
  });

  function sumsOf(rows: readonly SalesRow[]): Record<string, [units: number, cents: number]> {
    const sums: Record<string, [number, number]> = {};
    for (const { currency, units, revenue } of rows) {
      const [soFar, cents] = sums[currency] ?? [0, 0];
      sums[currency] = [soFar + units, cents + Math.round(revenue * 100)];
    }
    return sums;
  }
});
