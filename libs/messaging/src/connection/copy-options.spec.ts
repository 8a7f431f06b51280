import type { MessageProperties } from 'amqplib';
import { copyHeaders, copyOptions } from './copy-options.js';

// What the client makes of 255 bytes that are no UTF-8: 765 bytes.
const GROWN = '\ufffd'.repeat(255);

const nested = (depth: number): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

describe('the copy of a message', () => {
  it('keeps what describes it', () => {
    const described = {
      contentType: 'a/b',
      contentEncoding: 'c',
      correlationId: 'd',
      type: 'e',
      timestamp: 1,
      appId: 'f',
    };
    expect(
      copyOptions({ ...described, expiration: '1', userId: 'u' } as unknown as MessageProperties),
    ).toEqual(described);
  });

  it('leaves out what cannot be sent again', () => {
    const names = ['contentType', 'contentEncoding', 'correlationId', 'type', 'appId'] as const;
    const grown = { ...Object.fromEntries(names.map((name) => [name, GROWN])), timestamp: 2 ** 64 };
    expect(Object.values(copyOptions(grown as unknown as MessageProperties))).toEqual(
      Array(6).fill(undefined),
    );
    expect(copyHeaders({ [GROWN]: 1, kept: 2 })).toEqual({ kept: 2 });
  });

  it('bears headers that are nested more deeply than the stack is high', () => {
    expect(copyHeaders({ deep: nested(100_000), kept: 2 })).toEqual({ deep: '', kept: 2 });
  });
});
