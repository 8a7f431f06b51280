import { Readable } from 'node:stream';
import { readWithin } from './streamed-body.js';

const silent = () => new Readable({ read: () => undefined });
const read = async (stream: Readable, limits: { limitBytes?: number; silenceMs?: number } = {}) => {
  const pieces: string[] = [];
  for await (const piece of readWithin(stream, { limitBytes: 100, silenceMs: 1000, ...limits })) {
    pieces.push(piece.toString());
  }
  return pieces.join('');
};

describe('a streamed body', () => {
  it('is read to its end', async () => {
    expect(await read(Readable.from([Buffer.from('a'), Buffer.from('b')]))).toBe('ab');
  });

  it('is refused past the limit, and its stream is left open for the answer', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push('12345');
    stream.push('6');
    await expect(read(stream, { limitBytes: 5 })).rejects.toMatchObject({
      code: 'body-too-large',
      kind: 'too-large',
    });
    expect(stream.destroyed).toBe(false);
    stream.destroy();
  });

  it('is given up when nothing of it comes', async () => {
    const stream = silent();
    await expect(read(stream, { silenceMs: 5 })).rejects.toMatchObject({ code: 'request-timeout' });
    stream.destroy();
  });

  it('ends badly when its sender goes away', async () => {
    const stream = silent();
    const reading = read(stream);
    stream.destroy(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
  });
});
