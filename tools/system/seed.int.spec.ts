import { type Instance, Inventory } from '../../apps/inventory-service/test/inventory.js';
import { sampleProducts, seedProducts } from './seed.mjs';

const SAMPLES = sampleProducts().map(({ productId }) => productId);

describe('the sample products', () => {
  let inventory: Inventory;
  let service: Instance;
  beforeEach(async () => {
    inventory = await Inventory.open();
    service = await inventory.start();
  });
  afterEach(() => inventory.close());

  const onSale = async (): Promise<string[]> => {
    const rows = await inventory.database.query<{ id: string }>('SELECT product_id AS id FROM products');
    return rows.map(({ id }) => id).sort();
  };

  it('are added to an inventory that has nothing, once', async () => {
    expect(await seedProducts(service.url)).toBe(SAMPLES.length);
    expect(await seedProducts(service.url)).toBe(0);
    expect(await onSale()).toEqual(SAMPLES.toSorted());
  });

  it('are completed where adding them was interrupted', async () => {
    const [first, ...missing] = sampleProducts();
    await service.request('POST', '/inventory', first);

    expect(await seedProducts(service.url)).toBe(missing.length);
    expect(await onSale()).toEqual(SAMPLES.toSorted());
  });

  it('stay out of a shop that sells something else', async () => {
    const own = await service.stock(1);

    expect(await seedProducts(service.url)).toBe(0);
    expect(await onSale()).toEqual([own]);
  });
});
