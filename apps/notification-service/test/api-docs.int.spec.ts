import { useNotifications } from './notifications.js';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: Record<string, { schema: { example?: unknown } }> }>
  >;
}

const service = useNotifications();

it('describes every route with an example', async () => {
  const instance = await service.start();
  const { body: api } = await instance.request('GET', '/api/docs-json');

  const operations = Object.entries(api.paths as Record<string, Record<string, Operation>>)
    .filter(([path]) => /^\/(notifications|contacts|templates)/.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual([
    'delete /contacts/{customerId}',
    'get /contacts/{customerId}',
    'get /notifications',
    'get /notifications/counts',
    'get /notifications/recipient/{recipient}',
    'get /notifications/{id}',
    'get /templates',
    'get /templates/{kind}/preview',
    'post /notifications',
    'post /notifications/{id}/retry',
    'put /contacts/{customerId}',
  ]);
  for (const { operation } of operations) {
    const ok = operation.responses['200'] ?? operation.responses['201'];
    if (operation.responses['204']) continue;
    expect(ok?.content['application/json']?.schema.example).toBeDefined();
  }
});
