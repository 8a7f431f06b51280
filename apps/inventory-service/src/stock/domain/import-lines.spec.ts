import { EMPTY_REPORT, withLines } from './import-report.js';
import { planImport, type ImportedFacts } from './import-lines.js';
import { addProduct } from './product-steps.js';
import type { Product } from './product.js';

const now = new Date('2026-01-02T08:00:00Z');
const lamp = addProduct(
  {
    productId: 'lamp',
    name: 'Lamp',
    description: null,
    quantity: 5,
    price: 1,
    currency: 'EUR',
    lowStockThreshold: null,
  },
  new Date('2026-01-01T08:00:00Z'),
).product;

const plan = (known: readonly Product[], ...facts: readonly ImportedFacts[]) =>
  planImport(
    new Map(known.map((product) => [product.productId, product])),
    facts.map((said, index) => ({ line: index + 1, facts: said })),
    { now, currency: 'EUR' },
  );

describe('lines of an import', () => {
  it('add what is new with the defaults of the shop, and change only what they say', () => {
    const { added, changed, movements, counts } = plan(
      [lamp],
      { productId: 'shade', name: 'Shade', price: 2 },
      { productId: 'lamp', quantity: 7 },
    );
    expect(added).toMatchObject([
      { productId: 'shade', available: 0, price: { amount: 200, currency: 'EUR' } },
    ]);
    expect(changed).toMatchObject([{ productId: 'lamp', name: 'Lamp', available: 7, version: 2 }]);
    expect(movements).toMatchObject([{ productId: 'lamp', kind: 'adjusted', availableDelta: 2 }]);
    expect(counts).toEqual({ added: 1, changed: 1, unchanged: 0 });
  });

  it('write nothing for what is so already', () => {
    const { added, changed, events, counts } = plan([lamp], { productId: 'lamp', name: 'Lamp', quantity: 5 });
    expect([added, changed, events]).toEqual([[], [], []]);
    expect(counts).toEqual({ added: 0, changed: 0, unchanged: 1 });
  });

  it('are applied in their order when they are about the same product', () => {
    const { added, changed, events } = plan(
      [],
      { productId: 'shade', name: 'Shade', price: 2, quantity: 4 },
      { productId: 'shade', quantity: 0 },
      { productId: 'shade', quantity: 3 },
    );
    expect(added).toMatchObject([{ available: 3, version: 4 }]);
    expect(changed).toEqual([]);
    expect(events.map(({ contract, sequence }) => `${sequence} ${contract.type}`)).toEqual([
      '1 inventory.updated',
      '2 inventory.updated',
      '3 inventory.updated',
      '4 inventory.back_in_stock',
    ]);
  });

  it('are refused one by one', () => {
    const held = { ...lamp, available: 3, reserved: 2 };
    const { refused, changed } = plan(
      [held],
      { productId: 'shade', price: 2 },
      { productId: 'shade', name: 'Shade' },
      { productId: 'lamp', quantity: 1 },
      { productId: 'lamp', name: 'Old lamp' },
    );
    expect(refused.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '1 incomplete-product',
      '2 incomplete-product',
      '3 below-reserved',
    ]);
    expect(changed).toMatchObject([{ name: 'Old lamp', available: 3, reserved: 2 }]);
  });

  it('are all counted in the report, which names the first thousand that were refused', () => {
    const refusal = (line: number) => ({ line, code: 'malformed-json', detail: 'no' });
    const counts = { added: 1, changed: 2, unchanged: 3 };
    const first = withLines(EMPTY_REPORT, { counts, refused: [refusal(9)] }, [refusal(4)]);
    expect(first).toMatchObject({ received: 8, refused: 2, refusals: [{ line: 4 }, { line: 9 }] });

    const many = Array.from({ length: 1500 }, (_, index) => refusal(10 + index));
    const second = withLines(first, { counts, refused: [] }, many);
    expect(second).toMatchObject({ received: 1514, added: 2, refused: 1502 });
    expect(second.refusals).toHaveLength(1000);
  });
});
