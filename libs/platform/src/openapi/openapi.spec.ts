import type { OpenAPIObject } from '@nestjs/swagger';
import { type Sample, startSample } from '../../test/sample-app.js';

let sample: Sample;
let document: OpenAPIObject;
beforeAll(async () => {
  sample = await startSample();
  document = (await (await fetch(`${sample.url}/api/docs-json`)).json()) as OpenAPIObject;
});
afterAll(() => sample.app.close());

const operation = (path: string, method: 'get' | 'post' | 'patch') => document.paths[path]?.[method];

describe('the OpenAPI document', () => {
  it('has the body, the answer and the problems of an operation from their schemas', () => {
    const place = operation('/orders', 'post');
    const quantity = { type: 'integer', minimum: 1, maximum: 1000 };

    expect(place?.requestBody).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: {
            properties: { items: { items: { properties: { quantity } } } },
            additionalProperties: false,
          },
        },
      },
    });
    expect(place?.responses).toMatchObject({
      201: { content: { 'application/json': { schema: { properties: { received: { type: 'object' } } } } } },
      409: { description: '`price-changed`', content: { 'application/problem+json': {} } },
      default: {
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    });
  });

  it('tells of overload wherever it can be met', () => {
    expect(operation('/orders', 'get')?.responses['503']).toMatchObject({
      description: expect.stringContaining('`overloaded`'),
      headers: { 'Retry-After': {} },
    });
    expect(operation('/health/live', 'get')?.responses).not.toHaveProperty('503');
  });

  it('says how to tell who one is, who may do it and what others are answered', () => {
    expect(document.components?.securitySchemes).toMatchObject({
      token: { scheme: 'bearer' },
      key: { in: 'header', name: 'X-Api-Key' },
    });
    expect(operation('/orders', 'get')).toMatchObject({
      'x-access': { customer: 'own', service: 'orders:read' },
      security: [{ token: [] }, { key: [] }],
      responses: { 401: {}, 403: { description: expect.stringContaining('`insufficient-scope`') }, 429: {} },
    });
    expect(operation('/operations', 'post')?.security).toEqual([{ token: [] }]);
    expect(operation('/products/{id}', 'get')).not.toHaveProperty('security');
  });

  it('has the headers that handlers read', () => {
    const names = operation('/orders', 'post')?.parameters?.map((parameter) =>
      'name' in parameter ? parameter.name : '',
    );
    expect(names).toEqual(expect.arrayContaining(['Prefer', 'Idempotency-Key', 'X-Customer-Id']));
    expect(operation('/orders/{id}', 'patch')?.responses).toHaveProperty('412');
  });

  it('has each parameter of a query, and what a page answers', () => {
    const list = operation('/orders', 'get');
    expect(list?.parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      }),
    );
    expect(list?.responses['200']).toMatchObject({
      headers: { Link: {}, 'X-Total-Count': {} },
      content: { 'application/json': { schema: { type: 'array' } } },
    });
    expect(list).not.toHaveProperty('x-page');
  });

  it('has the parameters of a path and the answers of an entity tag', () => {
    const read = operation('/orders/{id}', 'get');
    expect(read?.parameters).toContainEqual(
      expect.objectContaining({ name: 'id', in: 'path', required: true }),
    );
    expect(read?.responses).toMatchObject({ 200: { headers: { ETag: {} } }, 304: {} });
  });

  it('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      [path.get, path.post, path.patch].flatMap((found) => found?.operationId ?? []),
    );
    expect(ids).toContain('samplePlace');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(['/api/docs', '/v1/api/docs', '/api/docs/swagger-ui.css', '/api/docs/swagger-ui-init.js'])(
    'can be read at %s',
    async (path) => {
      const response = await fetch(sample.url + path);
      // Read to the end, since an answer that nobody reads keeps the server from closing.
      expect([response.status, (await response.text()).length > 0]).toEqual([200, true]);
    },
  );
});
