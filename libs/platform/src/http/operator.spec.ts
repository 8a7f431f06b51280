import type { FastifyRequest } from 'fastify';
import { operatorOf } from './operator.js';

const requestBy = (...names: string[]): FastifyRequest =>
  ({
    raw: {
      headers: names.length === 0 ? {} : { 'x-operator': names.join(', ') },
      rawHeaders: names.flatMap((name) => ['X-Operator', name]),
    },
  }) as unknown as FastifyRequest;

describe('who does something that goes on record', () => {
  it('is whom X-Operator names', () => {
    expect(operatorOf(requestBy(' Ada Lovelace '))).toBe('Ada Lovelace');
  });

  it.each([
    ['nobody', []],
    ['a blank', ['  ']],
    ['two', ['ada', 'bob']],
    ['a name longer than 128 characters', ['x'.repeat(129)]],
    ['characters that no terminal shows', ['ada\u001b[2J']],
  ])('is not %s', (_, names) => {
    expect(() => operatorOf(requestBy(...names))).toThrow(
      expect.objectContaining({ code: 'operator-required', kind: 'invalid' }),
    );
  });
});
