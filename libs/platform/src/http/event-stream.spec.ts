import { once } from 'node:events';
import { Writable } from 'node:stream';
import { EventStream, eventMessage } from './event-stream.js';

const PATIENT = { heartbeatMs: 60_000, patienceMs: 60_000 };

/** A client that takes what is sent when it is told to. */
function slowClient() {
  const taken: string[] = [];
  let release: () => void = () => undefined;
  const client = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      release = done;
    },
  });
  return { client, taken, take: () => release() };
}

describe('a message', () => {
  it('keeps line breaks of its data from ending it', () => {
    expect(eventMessage('1', 'order.cancelled', { why: 'a\n\nid: 2\r' })).toBe(
      'id: 1\nevent: order.cancelled\ndata: {"why":"a\\n\\nid: 2\\r"}\n\n',
    );
  });
});

describe('a stream of events', () => {
  it('says at once how to connect again', () => {
    const stream = new EventStream(PATIENT);
    expect(String(stream.read())).toBe('retry: 2000\n\n');
    stream.destroy();
  });

  it('is full while its client takes nothing, and has room again afterwards', async () => {
    const stream = new EventStream(PATIENT);
    const { client, take } = slowClient();
    stream.pipe(client);
    await once(stream, 'pause');
    while (!stream.isFull) stream.send('x'.repeat(1000));

    const room = stream.room();
    const timer = setInterval(take, 1);
    await room;
    clearInterval(timer);
    expect(stream.isFull).toBe(false);
    stream.destroy();
  });

  it('gives a client up that takes nothing for too long', async () => {
    const dropped = jest.fn();
    const stream = new EventStream({ heartbeatMs: 60_000, patienceMs: 5 }, dropped);
    while (!stream.isFull) stream.send('x'.repeat(1000));
    await once(stream, 'close');
    expect(dropped).toHaveBeenCalledTimes(1);
    await stream.room();
  });

  it('breaks silence with comments, and says where to go on when that has changed', async () => {
    const stream = new EventStream({ heartbeatMs: 1, patienceMs: 60_000 }).setEncoding('utf8');
    let id = 'a';
    let text = '';
    stream.resumeAt(() => id);
    for await (const chunk of stream) {
      text += String(chunk);
      if (/id: a\n\n(:\n\n)+$/.test(text)) id = 'b';
      if (text.includes('id: b')) break;
    }
    expect(text).toMatch(/^retry: 2000\n\n:\nid: a\n\n(:\n\n)+:\nid: b\n\n/);
  });

  it('sends nothing after its end', async () => {
    const stream = new EventStream(PATIENT);
    stream.finish();
    stream.send('late');
    const chunks = await stream.toArray();
    expect(chunks.join('')).toBe('retry: 2000\n\n');
  });
});
