import { idAt, newId } from '@app/platform';
import fc from 'fast-check';
import { SALES_BY } from '../src/reports/domain/sales.js';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });

interface Row {
  readonly day?: string;
  readonly productId?: string;
  readonly productName?: string;
  readonly currency: string;
  readonly orders: number;
  readonly units: number;
  readonly revenue: number;
  readonly cancellations: number;
}

interface Placed {
  readonly at: string;
  readonly status: string;
  readonly currency?: string;
  readonly lines: readonly { productId: string; quantity: number; unitPrice: number; name?: string }[];
  readonly deleted?: boolean;
}

const [lamp, bulb] = [
  { productId: 'lamp', unitPrice: 2999 },
  { productId: 'bulb', unitPrice: 150 },
];
const IDS = 20;

/** Puts orders into the table as they would be after whatever has happened to them. */
async function store(orders: readonly Placed[]): Promise<void> {
  const rows = orders.map(({ at, status, currency = 'EUR', lines, deleted = false }) => ({
    id: idAt(Date.parse(at)).slice(0, IDS) + newId().slice(IDS),
    at,
    status,
    currency,
    lines: lines.map((line) => ({ name: `The ${line.productId}`, ...line })),
    total: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
    deleted_at: deleted ? at : null,
  }));
  await system.database.query(
    `INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, created_at, updated_at,
       deleted_at, cancellation, shipping, delivery, completion, payment_expires_at)
     SELECT id, 1, status, id, lines, total, currency, at, at, deleted_at,
       CASE WHEN status = 'CANCELLED' THEN '{}'::jsonb END, '{}', '{}',
       CASE WHEN status = 'COMPLETED' THEN '{}'::jsonb END,
       -- Long after the spec, or its time would be up before it is reported.
       CASE WHEN status = 'AWAITING_PAYMENT' THEN timestamptz '2999-01-01' END
     FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, at timestamptz, status text, currency text, lines jsonb,
       total bigint, deleted_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

const report = (query: string, headers = {}) => system.service.http.get<Row[]>(`/reports/${query}`, headers);
const text = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${await system.service.app.getUrl()}${path}`, { headers });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
};

afterEach(() => system.database.query('TRUNCATE orders CASCADE'));

describe('a report on sales', () => {
  const YEAR = 'from=2026-01-01&to=2026-12-31';

  beforeEach(() =>
    store([
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
    expect((await report(`sales?${YEAR}`)).body).toEqual([first, second, { day: '2026-01-02', ...yen }]);
  });

  it('has a row for each product under its latest name, the best first', async () => {
    const { body } = await report(`sales?by=product&${YEAR}`);

    expect(body).toEqual([
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

    expect((await report(`sales?by=currency&${YEAR}`)).body).toEqual([euro, yen]);
    expect((await report(`sales?by=currency&currency=JPY&${YEAR}`)).body).toEqual([yen]);
  });

  it('has the days of a time zone, the first and the last included', async () => {
    const days = async (query: string) =>
      (await report(`sales?currency=EUR&${query}`)).body.map(({ day }) => day);

    expect(await days('from=2026-01-02&to=2026-01-02&tz=Europe/Berlin')).toEqual(['2026-01-02']);
    expect((await report(`sales?currency=EUR&${YEAR}&tz=Europe/Berlin`)).body).toMatchObject([
      { day: '2026-01-02', orders: 3 },
    ]);
    expect(await days('from=2026-01-01&to=2026-01-01')).toEqual(['2026-01-01']);
    expect(await days('from=2026-01-03&to=2026-01-03')).toEqual([]);
  });

  it('comes as CSV to whoever asks for that', async () => {
    const expected = `day,currency,orders,units,revenue,cancellations\r\n2026-01-01,EUR,1,2,59.98,0\r\n`;
    const query = '/reports/sales?from=2026-01-01&to=2026-01-01';

    for (const answer of [await text(query, { accept: 'text/csv' }), await text(`${query}&format=csv`)])
      expect(answer).toEqual({
        status: 200,
        type: 'text/csv; charset=utf-8; header=present',
        body: expected,
      });
    expect(await text(query, { accept: 'text/html' })).toMatchObject({
      status: 406,
      body: expect.stringContaining('not-acceptable'),
    });
  });

  it('never has a formula for a name in its CSV', async () => {
    await store([
      {
        at: '2026-05-05T12:00:00Z',
        status: 'CONFIRMED',
        lines: [{ ...lamp, quantity: 1, name: '=HYPERLINK("x")' }],
      },
    ]);
    const { body } = await text('/reports/sales?by=product&from=2026-05-05&to=2026-05-05&format=csv');

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
            await store(orders);
            const sums = await Promise.all(
              SALES_BY.map(async (by) =>
                sumsOf((await report(`sales?by=${by}&tz=${tz}&from=2026-01-01&to=2027-01-01`)).body),
              ),
            );

            expect(sums[0]).toEqual(sums[2]);
            expect(sums[1]).toEqual(sums[2]);
          },
        )
        .afterEach(() => system.database.query('TRUNCATE orders CASCADE')),
      { numRuns: 25 },
    );
  });

  function sumsOf(rows: readonly Row[]): Record<string, [units: number, cents: number]> {
    const sums: Record<string, [number, number]> = {};
    for (const { currency, units, revenue } of rows) {
      const [soFar, cents] = sums[currency] ?? [0, 0];
      sums[currency] = [soFar + units, cents + Math.round(revenue * 100)];
    }
    return sums;
  }
});

describe('a report on orders', () => {
  it('counts every status, and says how old the oldest open order is', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const lines = [{ ...lamp, quantity: 1 }];
    await store([
      { at: hourAgo, status: 'PENDING', lines },
      { at: new Date().toISOString(), status: 'PENDING', lines },
      { at: '2026-01-01T00:00:00Z', status: 'PENDING', lines, deleted: true },
      { at: hourAgo, status: 'COMPLETED', lines },
    ]);
    const { body } =
      await system.service.http.get<
        { status: string; orders: number; open: boolean; oldestOpenSeconds?: number }[]
      >('/reports/orders');
    const [pending] = body;

    expect(body.map(({ status, orders }) => [status, orders])).toEqual([
      ['PENDING', 2],
      ['AWAITING_PAYMENT', 0],
      ['CONFIRMED', 0],
      ['PROCESSING', 0],
      ['SHIPPED', 0],
      ['DELIVERED', 0],
      ['COMPLETED', 1],
      ['CANCELLED', 0],
    ]);
    expect(Math.abs((pending?.oldestOpenSeconds ?? 0) - 3600)).toBeLessThan(60);
    expect(body.filter(({ oldestOpenSeconds }) => oldestOpenSeconds !== undefined)).toEqual([pending]);
    expect((await text('/reports/orders?format=csv')).body).toMatch(
      /^status,orders,open,oldestOpenSeconds\r\nPENDING,2,true,\d+\r\nAWAITING_PAYMENT,0,true,\r\n/,
    );
  });
});

describe('a question that is none', () => {
  it.each([
    ['sales?from=yesterday', '/from'],
    ['sales?from=2026-02-30', '/from'],
    ['sales?from=1969-12-31', '/from'],
    ['sales?to=10000-01-01', '/to'],
    ['sales?from=2026-01-02&to=2026-01-01', '/to'],
    ['sales?from=2024-01-01&to=2026-01-01', '/from'],
    ['sales?from=2026-01-01&from=2026-01-02', '/from'],
    ['sales?by=week', '/by'],
    ['sales?by=__proto__', '/by'],
    ['sales?currency=XXQ', '/currency'],
    ['sales?currency=', '/currency'],
    ['sales?tz=Europe/Atlantis', '/tz'],
    ['sales?tz=%2B02:00', '/tz'],
    ['sales?tz=', '/tz'],
    ['sales?tz=..%2Fetc%2Fpasswd', '/tz'],
    [`sales?tz=${'x'.repeat(65)}`, '/tz'],
    ['sales?format=xml', '/format'],
    ['sales?limit=1', '/limit'],
    ['orders?format=', '/format'],
    ['orders?status=PENDING', '/status'],
  ])('(%s) is refused with a pointer', async (query, pointer) => {
    const answer = await system.service.http.get(`/reports/${query}`);

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it.each(['EST5EDT', 'Etc/GMT+5', 'UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'europe/berlin'])(
    'is not one that names the time zone %s',
    async (tz) => {
      expect((await report(`sales?tz=${encodeURIComponent(tz)}`)).status).toBe(200);
    },
  );

  it.each(['from=1970-01-01&to=1970-01-01', 'from=9999-12-31', 'to=1970-01-01'])(
    'is not one at the end of time: %s',
    async (days) => {
      for (const by of SALES_BY) expect((await report(`sales?by=${by}&${days}`)).body).toEqual([]);
    },
  );
});
