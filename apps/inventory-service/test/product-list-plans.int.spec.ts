import { createTestDatabase, type TestDatabase } from '@app/testing';
import { migrations } from '../src/migrations.js';
import type { ProductFilter, ProductSort } from '../src/stock/domain/product-list.js';
import { countStatement, listStatement } from '../src/stock/persistence/product-filter.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

const PRODUCTS = 100_000;
// In short transactions: whoever follows anything on the same server waits for the oldest one that is open.
const AT_ONCE = 5_000;
const FILLED_WITHIN_MS = 600_000;

const start = { limit: 51, after: undefined, offset: 0, isShort: false };

describe('among a hundred thousand products', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(migrations);
    await (await database.open()).destroy();
    const now = new Date();
    for (let from = 1; from <= PRODUCTS; from += AT_ONCE)
      await database.query(
        `INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, low_stock_threshold,
         version, revision, created_at, updated_at)
       SELECT 'product-' || n, 'Lamp number ' || n || ' of series ' || n % 97, n % 10000,
         CASE n % 50 WHEN 0 THEN 'JPY' ELSE 'EUR' END, CASE n % 100 WHEN 0 THEN 'INACTIVE' ELSE 'ACTIVE' END, 0, 0,
         CASE n % 200 WHEN 0 THEN 5 END, 1, 1, $3::timestamptz - make_interval(secs => n), $3
       FROM generate_series($1::int, $2::int) AS n`,
        [from, from + AT_ONCE - 1, now],
      );
    // As autovacuum leaves it sooner or later, and so at no moment of its own choosing.
    await database.query('VACUUM (ANALYZE) products');
  }, FILLED_WITHIN_MS);
  afterAll(() => database.drop());

  const plansOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(plansOf)];
  const explain = async ({ sql, parameters }: ReturnType<typeof listStatement>): Promise<Plan[]> => {
    const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${sql}`, [
      ...parameters,
    ]);
    return row ? plansOf(row['QUERY PLAN'][0].Plan) : [];
  };
  const indexesOf = (plans: readonly Plan[]) => plans.flatMap((plan) => plan['Index Name'] ?? []);

  it.each<[string, ProductFilter, ProductSort, string]>([
    ['the newest', {}, '-createdAt', 'products_by_age'],
    ['the oldest', {}, 'createdAt', 'products_by_age'],
    ['all by name', {}, 'name', 'products_by_name'],
    ['all by name, backwards', {}, '-name', 'products_by_name'],
    ['all by id', {}, 'productId', 'products_pkey'],
    ['those with a rare word', { text: '4711' }, '-createdAt', 'products_by_words'],
    ['those with several words', { text: 'lamp 4711' }, 'name', 'products_by_words'],
    ['those with the beginning of a rare word', { text: 'product-9999' }, '-createdAt', 'products_by_words'],
    ['those with a word of nearly all', { text: 'lamp' }, '-createdAt', 'products_by_age'],
    ['the withdrawn', { status: 'INACTIVE' }, '-createdAt', 'products_withdrawn'],
    ['the low', { lowStock: true }, '-createdAt', 'products_watched'],
    [
      'those of a price',
      { currency: 'EUR', minPrice: 4711, maxPrice: 4712 },
      '-createdAt',
      'products_by_price',
    ],
  ])('%s are listed from an index', async (_, filter, sort, index) => {
    const isShort = index === 'products_by_words';
    const plans = await explain(listStatement('*', { ...start, filter, sort, isShort }));

    expect(indexesOf(plans)).toContain(index);
    expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
  });

  it.each<[ProductSort, string, string]>([
    ['-createdAt', new Date().toISOString(), 'products_by_age'],
    ['name', 'Lamp number 5', 'products_by_name'],
    ['-productId', 'product-5', 'products_pkey'],
  ])(
    'a list sorted by %s goes on from the middle of its index, without sorting',
    async (sort, value, index) => {
      const after = { value, productId: 'product-5' };
      const plans = await explain(listStatement('*', { ...start, filter: {}, sort, after }));

      expect(indexesOf(plans)).toEqual([index]);
      expect(plans.map((plan) => plan['Node Type'])).toEqual(['Limit', 'Index Scan']);
    },
  );

  it('the ones with a rare word are counted from the index of words', async () => {
    expect(indexesOf(await explain(countStatement({ text: '4711' }, 10_001)))).toEqual(['products_by_words']);
  });

  it('a word is found in any case, by its beginning, in the name and in the id, and nothing by punctuation', async () => {
    const found = async (text: string): Promise<number> => {
      const { sql, parameters } = countStatement({ text }, PRODUCTS + 1);
      const [row] = await database.query<{ counted: number }>(sql, [...parameters]);
      return row?.counted ?? 0;
    };
    expect(await found('LAMP')).toBe(PRODUCTS);
    expect(await found('lam num 99999')).toBe(1);
    expect(await found('product-99999')).toBe(1);
    expect(await found('amp')).toBe(0);
    for (const text of ['%', '_____', '\\', "'", "'':*", ' ', '&', '!lamp']) {
      expect(await found(text)).toBe(text === '!lamp' ? PRODUCTS : 0);
    }
  });
});
