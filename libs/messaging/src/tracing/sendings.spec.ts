import { traceWith } from '@app/platform';
import { recordingTracer } from '../../../platform/test/recording-tracer.js';
import type { Parcel } from '../outbox/parcels.js';
import { beginSending, endSending } from './sendings.js';

const contextOf = (digit: string) => `00-${digit.repeat(32)}-b7ad6b7169203331-01`;

const parcelOf = (...traceparents: (string | null)[]): Parcel => {
  const way = { exchange: 'events', routingKey: 'made' };
  const described = { type: 'made', correlationId: 'c', body: '{}' };
  return {
    held: traceparents.map((traceparent, at) => ({
      tenant: 'default',
      row: { ...way, ...described, id: `row-${at}`, traceparent },
    })),
    message: { ...way, body: Buffer.from('{}'), options: { messageId: 'message' } },
  };
};

let tracer: ReturnType<typeof recordingTracer>;
beforeEach(() => traceWith((tracer = recordingTracer())));
afterEach(() => traceWith(undefined));

describe('a message on its way', () => {
  it('follows from the one event that it carries, and is linked to each of several', () => {
    beginSending([parcelOf(contextOf('a')), parcelOf(contextOf('b'), contextOf('c'), null)]);
    expect(tracer.spans).toMatchObject([
      { name: 'send events:made', parent: { traceparent: contextOf('a') } },
      {
        name: 'send events:made',
        links: [{ traceparent: contextOf('b') }, { traceparent: contextOf('c') }, { traceparent: undefined }],
        attributes: { 'messaging.batch.message_count': 3, 'messaging.message.id': 'message' },
      },
    ]);
    expect(tracer.spans[1]).not.toHaveProperty('parent');
  });

  it('has failed unless the broker has confirmed it', () => {
    const spans = beginSending([parcelOf(null), parcelOf(null)]);
    endSending(spans, ['confirmed', 'returned']);
    expect(tracer.spans.map(({ end }) => end?.failure)).toEqual([undefined, 'returned']);
  });

  it('has no span where nothing is traced', () => {
    traceWith(undefined);
    expect(beginSending([parcelOf(null)])).toEqual([]);
  });
});
