import { SALES_BY } from '../src/reports/domain/sales.js';
import { useOrderSystem } from './support/order-system.js';
import { reportsIn } from './support/reports.js';

const system = useOrderSystem({ consuming: false });
const reports = reportsIn(system);

afterEach(() => reports.clear());

describe('a report on orders', () => {
  it('counts every status, and says how old the oldest open order is', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const lines = [{ productId: 'lamp', unitPrice: 2999, quantity: 1 }];
    await reports.store([
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
    expect((await reports.text('orders?format=csv')).body).toMatch(
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
      expect((await reports.text(`sales?tz=${encodeURIComponent(tz)}`)).status).toBe(200);
    },
  );

  it.each(['from=1970-01-01&to=1970-01-01', 'from=9999-12-31', 'to=1970-01-01'])(
    'is not one at the end of time: %s',
    async (days) => {
      for (const by of SALES_BY) expect(await reports.rows(`sales?by=${by}&${days}`)).toEqual([]);
    },
  );
});
