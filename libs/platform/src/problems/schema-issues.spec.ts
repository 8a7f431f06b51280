import { z } from 'zod';
import { fieldErrors } from './schema-issues.js';

function errorsOf(schema: z.ZodType, value: unknown) {
  const result = schema.safeParse(value);
  return result.success ? [] : fieldErrors(result.error.issues, 'body');
}

describe('what a schema found wrong', () => {
  it('points at each place by an RFC 6901 pointer, with a code', () => {
    const schema = z.strictObject({
      'a/b': z.strictObject({ '~': z.int() }),
      list: z.array(z.string().max(1)),
      gone: z.string(),
    });
    const value = { 'a/b': { '~': 1.5 }, list: ['a', 'bb'], new: 1 };

    expect(errorsOf(schema, value).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/a~1b/~0', 'invalid-type'],
      ['/list/1', 'too-big'],
      ['/gone', 'required'],
      ['/new', 'unknown-field'],
    ]);
  });

  it('speaks of the option of a union that the value is nearest to', () => {
    const schema = z.union([
      z.strictObject({ status: z.literal('SHIPPED'), carrier: z.string() }),
      z.strictObject({ status: z.literal('CANCELLED'), reason: z.string() }),
    ]);

    expect(errorsOf(schema, { status: 'CANCELLED' })).toEqual([
      { in: 'body', pointer: '/reason', detail: expect.any(String), code: 'required' },
    ]);
  });

  it('says which values a discriminator may have', () => {
    const schema = z.discriminatedUnion('status', [
      z.object({ status: z.literal('A') }),
      z.object({ status: z.literal('B') }),
    ]);
    expect(errorsOf(schema, { status: 'C' })).toMatchObject([{ pointer: '/status' }]);
  });

  it('lists no more than fifty, however many there are', () => {
    expect(
      errorsOf(
        z.array(z.int()),
        Array.from({ length: 10_000 }, () => 'x'),
      ),
    ).toHaveLength(50);
    const unknown = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, 1]));
    expect(errorsOf(z.strictObject({}), unknown)).toHaveLength(50);
  });
});
