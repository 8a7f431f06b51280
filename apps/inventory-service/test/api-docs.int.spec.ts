import { useInventory } from './inventory.js';

describe('the description of the API', () => {
  const inventory = useInventory();
  const service = inventory.instance();

  it('has every route of the service, each with an example', async () => {
    const { body } = await service.request('GET', '/api/docs-json');
    const operations = Object.entries(body.paths as Record<string, Record<string, unknown>>)
      .filter(([path]) => /^\/(inventory|reservations)/.test(path))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, about]) => ({ path, method, about })),
      );

    expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual([
      'delete /inventory/{productId}',
      'delete /inventory/{productId}/subscriptions/{subscriptionId}',
      'get /inventory',
      'get /inventory/{productId}',
      'get /inventory/{productId}/ledger',
      'get /reservations',
      'get /reservations/{orderId}',
      'patch /inventory/{productId}',
      'post /inventory',
      'post /inventory/import',
      'post /inventory/{productId}/adjustments',
      'post /inventory/{productId}/subscriptions',
    ]);
    for (const { path, method, about } of operations) {
      expect({ path, method, about: JSON.stringify(about) }).toMatchObject({
        about: expect.stringMatching(/"examples?":/),
      });
    }
  });
});
