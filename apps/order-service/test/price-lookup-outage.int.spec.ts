import { newId } from '@app/platform';
import { openTcpProxy, type TcpProxy, testServers, until } from '@app/testing';
import { InventoryStandIn } from './support/inventory-stand-in.js';
import { useOrderSystem } from './support/order-system.js';

describe('an order for a product that nobody here has heard of', () => {
  const environment: Record<string, string> = { PRICE_LOOKUP_RESET_MS: '500' };
  let proxy: TcpProxy;
  let inventory: InventoryStandIn;

  beforeAll(async () => {
    const url = new URL(testServers().rabbitmqUrl);
    proxy = await openTcpProxy({ host: url.hostname, port: Number(url.port || 5672) });
    proxy.cut();
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    environment['RABBITMQ_URL'] = url.href;
  });
  // Before the system is stopped, which has to end without a broker.
  afterAll(async () => {
    await inventory.close();
    proxy.cut();
  });
  const system = useOrderSystem({ consuming: true, environment });
  beforeAll(async () => {
    inventory = await InventoryStandIn.open(system.prefix);
    await system.sell('lamp');
  });
  afterAll(() => proxy.close());

  const order = (productId: string) =>
    system.service.http.post('/orders', { customerId: newId(), items: [{ productId, quantity: 1 }] });
  const novelty = (): string => {
    const productId = `product-${newId()}`;
    inventory.has(productId);
    return productId;
  };

  it('is answered 503 while the broker is away, when the service starts and later, and taken when it is back', async () => {
    for (let time = 0; time < 2; time++) {
      proxy.cut();
      for (let again = 0; again < 10; again++) {
        const { status, body, headers } = await order(novelty());
        expect([status, body.code]).toEqual([503, 'price-lookup-unavailable']);
        expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      }
      expect((await order('lamp')).status).toBe(201);

      proxy.restore();
      await until('it is taken', async () => (await order(novelty())).status === 201);
    }
  });

  it('is answered 503 while there is nobody to ask', async () => {
    await inventory.close();
    expect(await order(`product-${newId()}`)).toMatchObject({
      status: 503,
      body: { code: 'price-lookup-unavailable' },
    });
  });
});
