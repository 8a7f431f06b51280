import { newId } from '@app/platform';
import type { Answer, OrderBody } from './support/client.js';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const [ada, bob] = [newId(), newId()];
const placed: OrderBody[] = [];

const list = (path: string) => system.service.http.get<OrderBody[]>(path);
const idsOf = ({ body }: Answer<OrderBody[]>) => body.map(({ id }) => id);
const nextOf = ({ headers }: Answer) => /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];

/** Follows the links from page to page, as a client does. */
async function walk(path: string | undefined): Promise<string[][]> {
  if (path === undefined) return [];
  const page = await list(path);
  return [idsOf(page), ...(await walk(nextOf(page)))];
}

beforeAll(async () => {
  await system.sell('lamp');
  for (const customerId of [ada, bob, ada, bob, ada, ada, bob]) {
    const request = { customerId, items: [{ productId: 'lamp', quantity: 1 }] };
    placed.unshift((await system.service.http.post('/orders', request)).body);
  }
  const [newest] = placed;
  await system.service.http.post(`/orders/${newest?.id}/cancel`, { reason: 'Ordered twice' });
});

describe('a list of orders', () => {
  const ids = (those: (order: OrderBody) => boolean = () => true) => placed.filter(those).map(({ id }) => id);

  it('shows the newest first', async () => {
    const answer = await list('/orders');

    expect(idsOf(answer)).toEqual(ids());
    expect(answer.headers.get('x-total-count')).toBe('7');
    expect(answer.headers.get('link')).toBeNull();
    expect(answer.body.at(-1)).toEqual(placed.at(-1));
  });

  it('leads from page to page, also while orders arrive', async () => {
    const pages = await walk('/orders?limit=3');

    expect(pages).toEqual([ids().slice(0, 3), ids().slice(3, 6), ids().slice(6)]);
  });

  it('leads on within its filters and under the version it was asked', async () => {
    const path = `/v1/orders?limit=2&customerId=${ada}&status=PENDING`;

    expect(nextOf(await list(path))).toMatch(`${path}&cursor=`);
    expect((await walk(path)).flat()).toEqual(ids(({ customerId }) => customerId === ada));
  });

  it('can be of one customer', async () => {
    expect(idsOf(await list(`/orders/customer/${bob}`))).toEqual(ids(({ customerId }) => customerId === bob));
    expect(idsOf(await list(`/orders/customer/${newId()}`))).toEqual([]);
  });

  it('can be of one status', async () => {
    expect(idsOf(await list('/orders?status=CANCELLED'))).toEqual(ids().slice(0, 1));
    expect(idsOf(await list(`/orders/customer/${bob}?status=CANCELLED`))).toEqual(ids().slice(0, 1));
  });

  it('can be of a span of time, its start included and its end not', async () => {
    const [from, to] = [placed[4]?.createdAt ?? '', placed[1]?.createdAt ?? ''];
    const answer = await list(`/orders?createdFrom=${from}&createdTo=${to}`);

    expect(idsOf(answer)).toEqual(ids(({ createdAt }) => createdAt >= from && createdAt < to));
    expect(idsOf(answer)).not.toEqual([]);
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=ten', '/limit'],
    ['status=LOST', '/status'],
    ['status=PENDING,LOST', '/status'],
    ['status=', '/status'],
    ['status[]=PENDING', '/status[]'],
    ['productId=a%20b', '/productId'],
    ['productId=', '/productId'],
    ['q=', '/q'],
    ['q=%00', '/q'],
    [`q=${'x'.repeat(129)}`, '/q'],
    ['q=one+two+three+four+five+six', '/q'],
    ['q=lamp&sort=totalAmount', '/productId'],
    ['currency=eur', '/currency'],
    ['minTotal=1', '/currency'],
    ['minTotal=1e3&currency=EUR', '/minTotal'],
    ['minTotal=0.001&currency=EUR', '/minTotal'],
    ['maxTotal=-1&currency=EUR', '/maxTotal'],
    ['sort=id', '/sort'],
    ['sort=createdAt&sort=-createdAt', '/sort'],
    ['includeDeleted=1', '/includeDeleted'],
    ['page=0', '/page'],
    ['page=1&limit=2', '/limit'],
    ['page=2001', '/page'],
    ['page=41&status=PENDING&sort=totalAmount', '/page'],
    ['customerId=me&customerId=me', '/customerId'],
    ['customerId=me', '/customerId'],
    ['createdFrom=yesterday', '/createdFrom'],
    ['createdFrom=0000-01-01T00:00:00Z', '/createdFrom'],
    ['createdTo=9999-12-31T23:59:59-23:59', '/createdTo'],
    ['cursor=nonsense', '/cursor'],
    ['cursor=IngnIE9SIDE9MSI', '/cursor'],
    ['cursor=%00', '/cursor'],
    ['order=desc', '/order'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await system.service.http.get(`/orders?${query}`);

    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });
});
