import { newId } from '@app/platform';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCreated } from './events.js';
import { type Answer, useInventory } from './inventory.js';

describe('the stock of a product', () => {
  const inventory = useInventory();
  const service = inventory.instance();
  const other = inventory.instance();

  const adjust = (
    productId: string,
    body: unknown,
    headers: Record<string, string> = {},
    instance = service,
  ): Promise<Answer> => instance.request('POST', `/inventory/${productId}/adjustments`, body, headers);
  const ledger = (productId: string, query = ''): Promise<Answer> =>
    service.request('GET', `/inventory/${productId}/ledger${query}`);

  it('is adjusted by so many units, in the ledger, in the figures and in an event', async () => {
    const lamp = await service.stock(10);
    const answer = await adjust(lamp, { delta: -3, reason: 'water damage' });

    expect(answer).toMatchObject({
      status: 201,
      body: {
        kind: 'adjusted',
        quantity: 3,
        onHandDelta: -3,
        onHandAfter: 7,
        availableAfter: 7,
        reservedAfter: 0,
      },
    });
    const shown = await service.request('GET', `/inventory/${lamp}`);
    expect(shown.body).toMatchObject({ quantity: 7, version: 2 });
    expect(shown.body.history[0]).toEqual(answer.body);
    expect(shown.headers['etag']).toBe(answer.headers['etag']);
    expect(await inventory.stream(lamp)).toEqual(['1 inventory.updated', '2 inventory.updated']);
  });

  it('tells goods that came in from a figure that was wrong', async () => {
    const lamp = await service.stock(0);
    const received = await adjust(lamp, { delta: 5, reason: 'delivery', kind: 'received' });
    expect(received.body).toMatchObject({ kind: 'received', onHandAfter: 5 });
    expect(await inventory.stream(lamp)).toEqual([
      '1 inventory.updated',
      '2 inventory.updated',
      '3 inventory.back_in_stock',
    ]);
  });

  it('never falls below what is reserved, nor rises above what a shop may set', async () => {
    const lamp = await service.stock(5);
    await service.handle(ReserveStockOnOrderCreated, orderCreated({ [lamp]: 4 }));

    expect(await adjust(lamp, { delta: -2, reason: 'lost' })).toMatchObject({
      status: 409,
      body: { code: 'below-reserved', reservedQuantity: 4, errors: [{ pointer: '/delta' }] },
    });
    expect(await adjust(lamp, { delta: 1_000_000_000, reason: 'found' })).toMatchObject({
      status: 422,
      body: { code: 'too-much-stock' },
    });
    expect((await adjust(lamp, { delta: -1, reason: 'lost' })).status).toBe(201);
  });

  it('is adjusted once by a request that comes twice', async () => {
    const lamp = await service.stock(5);
    const headers = { 'idempotency-key': newId() };
    const first = await adjust(lamp, { delta: 1, reason: 'found' }, headers);

    expect(await adjust(lamp, { delta: 1, reason: 'found' }, headers)).toMatchObject({
      status: 201,
      body: first.body,
    });
    expect(await adjust(lamp, { delta: 2, reason: 'found' }, headers)).toMatchObject({ status: 422 });
    expect((await service.figures(lamp)).onHand).toBe(6);
  });

  it('is adjusted only while it is as the client has read it', async () => {
    const lamp = await service.stock(5);
    const tag = (await service.request('GET', `/inventory/${lamp}`)).headers['etag'] ?? '';
    const [one, two] = await Promise.all([
      adjust(lamp, { delta: 1, reason: 'one' }, { 'if-match': tag }),
      adjust(lamp, { delta: 2, reason: 'two' }, { 'if-match': tag }, other),
    ]);
    expect(new Set([one.status, two.status])).toEqual(new Set([201, 412]));
  });

  it('loses none of many adjustments at once, and tells of each crossing once', async () => {
    const lamp = await service.stock(0, { lowStockThreshold: 5 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        adjust(lamp, { delta: 1, reason: 'one by one' }, {}, index % 2 === 0 ? service : other),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect((await service.figures(lamp)).onHand).toBe(20);

    await Promise.all([
      adjust(lamp, { delta: -10, reason: 'gone' }),
      adjust(lamp, { delta: -10, reason: 'gone' }, {}, other),
    ]);
    const alerts = (await inventory.stream(lamp)).filter((told) => !told.endsWith('updated'));
    expect(alerts.map((told) => told.split(' ')[1])).toEqual([
      'inventory.back_in_stock',
      'inventory.low_stock',
    ]);
  });

  it('has a ledger of all that ever happened, page by page, newest first, with the levels it left', async () => {
    const lamp = await service.stock(10);
    for (let unit = 1; unit <= 4; unit += 1) await adjust(lamp, { delta: unit, reason: `plus ${unit}` });
    await service.handle(ReserveStockOnOrderCreated, orderCreated({ [lamp]: 2 }));

    const first = await ledger(lamp, '?limit=4');
    const next = /<(.+)>; rel="next"/.exec(first.headers['link'] ?? '')?.[1] ?? '';
    const second = await service.request('GET', next);
    const all = [...first.body, ...second.body];
    expect(all.map(({ kind, onHandAfter, reservedAfter }) => [kind, onHandAfter, reservedAfter])).toEqual([
      ['reserved', 20, 2],
      ['adjusted', 20, 0],
      ['adjusted', 16, 0],
      ['adjusted', 13, 0],
      ['adjusted', 11, 0],
      ['received', 10, 0],
    ]);
    expect(second.headers['link']).toBeUndefined();
  });

  it('has a ledger that can be narrowed to a kind and to a time, and that says when it is unchanged', async () => {
    const lamp = await service.stock(10);
    const { body: entry } = await adjust(lamp, { delta: 1, reason: 'found' });

    expect((await ledger(lamp, '?kind=received')).body).toHaveLength(1);
    expect((await ledger(lamp, `?from=${entry.at}&kind=adjusted`)).body).toEqual([entry]);
    expect((await ledger(lamp, `?to=2020-01-01T00:00:00Z`)).body).toEqual([]);
    const { headers } = await ledger(lamp);
    const unchanged = { 'if-none-match': headers['etag'] ?? '' };
    const path = `/inventory/${lamp}/ledger`;
    expect((await service.request('GET', path, undefined, unchanged)).status).toBe(304);
    await adjust(lamp, { delta: 1, reason: 'found' });
    expect((await service.request('GET', path, undefined, unchanged)).status).toBe(200);
  });
});
