import type { Operation } from './operations.js';
import type { Reply } from './send.js';
import { createJudge } from './verdict.js';

const operation: Operation = {
  app: 'order-service',
  method: 'GET',
  path: '/orders/{id}',
  parameters: [],
  access: 'everyone',
  body: undefined,
  definitions: { Order: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
  responses: {
    200: {
      description: 'The order',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } }, 'text/csv': {} },
    },
    404: { description: '`order-not-found`' },
  },
};
const sent = { method: 'GET', path: '/orders/1', headers: {}, body: undefined };

const reply = (status: number, body: unknown, type = 'application/problem+json'): Reply => ({
  status,
  headers: { 'content-type': type },
  text: JSON.stringify(body),
  body,
});
const problem = (status: number, code: string): Reply => reply(status, { status, code });

describe('the judge of answers', () => {
  const judge = createJudge();

  it.each([
    ['a body as documented', reply(200, { id: 'x' }, 'application/json')],
    ['another type that is documented', { ...reply(200, undefined, 'text/csv; charset=utf-8'), text: 'id' }],
    ['a problem that the route declares', problem(404, 'order-not-found')],
    ['a problem that any route can have', problem(400, 'validation-failed')],
    ['an outage', problem(503, 'dependency-unavailable')],
  ])('passes %s', (_, answer) => {
    expect(judge(operation, sent, answer)).toBeUndefined();
  });

  it.each([
    ['a body with another form', reply(200, { id: 1 }, 'application/json')],
    ['a status that is not documented', reply(202, { id: 'x' }, 'application/json')],
    ['a failure of ours', problem(500, 'internal-error')],
    ['a problem that the route does not declare', problem(409, 'illegal-order-step')],
    ['a code that no page lists', problem(404, 'mystery')],
    ['a code with another status than the page says', problem(422, 'order-not-found')],
    ['an error that is no problem document', reply(404, { code: 'order-not-found' }, 'text/html')],
    ['a problem that says another status', reply(404, { status: 400, code: 'order-not-found' })],
  ])('complains of %s', (_, answer) => {
    expect(judge(operation, sent, answer)).toEqual(expect.any(String));
  });
});
