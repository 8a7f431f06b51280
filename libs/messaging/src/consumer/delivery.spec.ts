import { EVENT_BATCH_CONTENT_TYPE } from '@app/contracts';
import type { Channel, ConsumeMessage } from 'amqplib';
import { Delivery } from './delivery.js';

function deliver(body: string, properties: Record<string, unknown> = {}) {
  const acked: unknown[] = [];
  const channel = { ack: (message: unknown) => acked.push(message) } as unknown as Channel;
  const fields = { consumerTag: 'tag', deliveryTag: 7 };
  const message = { content: Buffer.from(body), properties, fields } as unknown as ConsumeMessage;
  return { delivery: new Delivery(message, channel), message, acked, channel };
}

describe('a delivery', () => {
  const batch = { contentType: EVENT_BATCH_CONTENT_TYPE, messageId: 'm', correlationId: 'c', type: 't' };

  it('of one event is its only part', () => {
    const { delivery } = deliver('{"a":1}', { contentType: 'application/cloudevents+json' });
    expect(delivery.parts).toEqual([delivery]);
  });

  it('of several has a part for each, which looks as if it had come alone', () => {
    const { delivery, channel } = deliver('[{"a":1},{"b":2}]', batch);
    expect(delivery.parts.map((part) => part.text)).toEqual(['{"a":1}', '{"b":2}']);
    expect(delivery.parts.map((part) => part.message.properties)).toMatchObject([
      { contentType: 'application/cloudevents+json', messageId: 'm.0', type: 't' },
      { contentType: 'application/cloudevents+json', messageId: 'm.1', type: 't' },
    ]);
    expect(delivery.parts.every((part) => part.cameOn(channel))).toBe(true);
  });

  it('is acknowledged when the last of its parts is, and once', () => {
    const { delivery, message, acked } = deliver('[1,2,3]', batch);
    const [one, two, three] = delivery.parts;
    three?.ack();
    one?.ack();
    one?.ack();
    expect(acked).toEqual([]);
    two?.ack();
    two?.ack();
    expect(acked).toEqual([message]);
  });

  it('stays whole when it says that it is a batch and is none', () => {
    const { delivery, message, acked } = deliver('{"a":1}', batch);
    expect(delivery.parts).toEqual([delivery]);
    delivery.parts[0]?.ack();
    expect(acked).toEqual([message]);
  });

  it.each([
    ['without an id', undefined],
    ['whose id is as long as one can be', 'x'.repeat(255)],
  ])('%s has parts with ids of their own that can be sent again', (_, messageId) => {
    const { delivery } = deliver('[1,2]', { contentType: EVENT_BATCH_CONTENT_TYPE, messageId });
    expect(delivery.parts.map((part) => part.message.properties.messageId as unknown)).toEqual([
      'tag:7.0',
      'tag:7.1',
    ]);
  });
});
