import { createTestDatabase, type TestDatabase } from '@app/testing';
import { Client } from 'pg';
import { migrations } from '../../apps/order-service/src/migrations.js';
import {
  ORDER_SORTS,
  type OrderFilter,
  type OrderPlace,
  type OrderSort,
} from '../../apps/order-service/src/orders/domain/order-list.js';
import { listStatement } from '../../apps/order-service/src/orders/persistence/order-list.statement.js';
import { COMMON_WORD, fillOrders, HOT_CUSTOMER, HOT_PRODUCT, RARE_WORD } from './fill-orders.mjs';

const ORDERS = 100_000;
const PAGE = 51;
// What a page may cost: along one index little more than the page, otherwise what the best index has.
const ALONG_ONE_INDEX = 2_500;
const MIXED = 25_000;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

type Search = Parameters<typeof listStatement>[0];

const FILTERS: readonly [string, Search, number][] = [
  ['no filter', {}, ALONG_ONE_INDEX],
  ['a common status', { status: ['COMPLETED'] }, ALONG_ONE_INDEX],
  ['a rare status', { status: ['PENDING'] }, ALONG_ONE_INDEX],
  ['several statuses', { status: ['CONFIRMED', 'PROCESSING', 'COMPLETED'] }, ALONG_ONE_INDEX],
  ['the best customer', { customerId: HOT_CUSTOMER }, ALONG_ONE_INDEX],
  ['the best product', { productId: HOT_PRODUCT }, ALONG_ONE_INDEX],
  ['any product', { productId: 'SEED-EUR-0700' }, ALONG_ONE_INDEX],
  ['a common word', { words: [COMMON_WORD] }, ALONG_ONE_INDEX],
  ['a rare word', { words: [RARE_WORD] }, ALONG_ONE_INDEX],
  ['a day', { createdFrom: daysAgo(101), createdTo: daysAgo(100) }, ALONG_ONE_INDEX],
  ['half a year', { createdFrom: daysAgo(250), createdTo: daysAgo(70) }, ALONG_ONE_INDEX],
  ['a span of totals', { currency: 'EUR', minTotal: 100_000, maxTotal: 101_000 }, ALONG_ONE_INDEX],
  ['high totals', { currency: 'EUR', minTotal: 20_000 }, MIXED],
  ['customer and status', { customerId: HOT_CUSTOMER, status: ['CANCELLED'] }, ALONG_ONE_INDEX],
  ['status and half a year', { status: ['DELIVERED'], createdFrom: daysAgo(250) }, MIXED],
  ['product and common status', { productId: HOT_PRODUCT, status: ['COMPLETED'] }, MIXED],
  ['product and rare status', { productId: HOT_PRODUCT, status: ['PENDING'] }, MIXED],
  [
    'product and month',
    { productId: HOT_PRODUCT, createdFrom: daysAgo(40), createdTo: daysAgo(10) },
    ALONG_ONE_INDEX,
  ],
  ['product and word', { productId: HOT_PRODUCT, words: [COMMON_WORD] }, MIXED],
  ['three words', { words: [COMMON_WORD, 'door', 'leave'] }, MIXED],
];

/** Whether the filter says nothing that the index of the sort does not have. */
const isAlong = (search: Search, sort: OrderSort): boolean =>
  sort.endsWith('totalAmount') === (search.currency !== undefined) || Object.keys(search).length === 0;

describe(`among ${ORDERS} orders`, () => {
  let database: TestDatabase;
  const middle = new Map<boolean, OrderPlace>();

  beforeAll(async () => {
    database = await createTestDatabase(migrations);
    await (await database.open()).destroy();
    const { username: user, ...config } = database.config;
    const client = new Client({ ...config, user });
    await client.connect();
    await client.query('SELECT setseed(0.5)'); // the same orders in every run
    await fillOrders(client, { count: ORDERS, customers: 10_000 });
    await client.end();
    for (const byTotal of [false, true]) middle.set(byTotal, await inTheMiddle(byTotal));
  }, 900_000);

  afterAll(() => database.drop());

  async function inTheMiddle(byTotal: boolean): Promise<OrderPlace> {
    const [row] = await database.query<{ id: string; currency: string; total: string }>(
      `SELECT id, currency, total_minor AS total FROM orders
       ORDER BY ${byTotal ? 'currency, total_minor, id' : 'id'} LIMIT 1 OFFSET ${ORDERS / 2}`,
    );
    const { id = '', currency = '', total = 0 } = row ?? {};
    return byTotal ? { id, currency, total: Number(total) } : { id };
  }

  async function planOf(
    search: Search,
    sort: OrderSort,
    after?: OrderPlace,
    offset = 0,
  ): Promise<PlanNode[]> {
    const { sql, parameters } = listStatement(search, sort, { limit: PAGE, after, offset });
    const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
      parameters,
    );
    return row ? nodesOf(row['QUERY PLAN'][0].Plan) : [];
  }

  const isSought = ({ productId, words }: Search) => productId !== undefined || words !== undefined;
  const cases = FILTERS.flatMap(([name, search, bound]) =>
    ORDER_SORTS.filter((sort) => !sort.endsWith('totalAmount') || !isSought(search)).map(
      (sort) => [name, sort, search, isAlong(search, sort) ? bound : MIXED] as const,
    ),
  );

  it.each(cases)(
    '%s sorted by %s is read along indexes and in bounds',
    async (_name, sort, search, bound) => {
      for (const after of [undefined, middle.get(sort.endsWith('totalAmount'))]) {
        const nodes = await planOf(search, sort, after);

        expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
        expect(rowsRead(nodes)).toBeLessThan(bound);
      }
    },
  );

  it.each<[string, OrderFilter, OrderSort]>([
    ['all', {}, '-createdAt'],
    ['all by total', {}, 'totalAmount'],
    ['a status', { status: ['COMPLETED'] }, '-createdAt'],
  ])('a page far down a list of %s reads little more than what it skips', async (_name, search, sort) => {
    const offset = 20_000;
    const nodes = await planOf(search, sort, undefined, offset);

    expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
    expect(rowsRead(nodes)).toBeLessThan(offset * 1.5);
  });
});

const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

const rowsRead = (nodes: readonly PlanNode[]): number =>
  nodes
    .filter((node) => node['Node Type'].endsWith('Scan') && node['Relation Name'] !== undefined)
    .map(
      (node) =>
        node['Actual Loops'] *
        (node['Actual Rows'] +
          (node['Rows Removed by Filter'] ?? 0) +
          (node['Rows Removed by Index Recheck'] ?? 0)),
    )
    .reduce((sum, rows) => sum + rows, 0);
