import { useOrderSystem } from './support/order-system.js';

const STRIPE = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_test_key',
  STRIPE_WEBHOOK_SECRET: 'whsec_key',
  STRIPE_SUCCESS_URL: 'https://shop.example/paid',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
};
const system = useOrderSystem({ consuming: false, environment: STRIPE });

describe('the description of the API', () => {
  it('has every route of the service, each with an example', async () => {
    type Described = Record<string, Record<string, unknown>>;
    const { body } = await system.service.http.get<{ paths: Described }>('/api/docs-json');
    const operations = Object.entries(body.paths)
      .filter(([path]) => /^\/(orders|payments|reports)/.test(path))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, about]) => ({ route: `${method} ${path}`, about })),
      );

    expect(operations.map(({ route }) => route).sort()).toEqual([
      'delete /orders/{id}',
      'get /orders',
      'get /orders/customer/{customerId}',
      'get /orders/events',
      'get /orders/{id}',
      'get /orders/{id}/events',
      'get /orders/{id}/timeline',
      'get /reports/orders',
      'get /reports/sales',
      'patch /orders/{id}/status',
      'post /orders',
      'post /orders/{id}/cancel',
      'post /orders/{id}/complete',
      'post /orders/{id}/payment-received',
      'post /orders/{id}/refunds/{transactionId}/settled',
      'post /orders/{id}/restore',
      'post /payments/stripe/webhook',
      'put /orders/{id}',
      'put /orders/{id}/shipping',
      'put /orders/{id}/status',
    ]);
    const bare = operations.filter(({ about }) => !/"examples?":/.test(JSON.stringify(about)));
    // What it answers is nothing, and what it asks for is in its path.
    expect(bare.map(({ route }) => route)).toEqual(['delete /orders/{id}']);
  });
});
