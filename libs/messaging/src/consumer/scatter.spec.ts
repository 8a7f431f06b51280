import { EVENT_BATCH_CONTENT_TYPE } from '@app/contracts';
import type { Channel, ConsumeMessage } from 'amqplib';
import type { Outgoing } from '../connection/publisher.js';
import type { Inbound } from '../topology/topology.js';
import type { Copies } from './copies.js';
import { Delivery } from './delivery.js';
import { Scatter } from './scatter.js';

function setUp(body: string, returns: number | undefined, isConfirmed = true) {
  const published: Outgoing[] = [];
  const copies = {
    confirmed: async (messages: readonly Outgoing[]) => {
      published.push(...messages);
      return isConfirmed;
    },
  } as unknown as Copies;
  const acked: unknown[] = [];
  const channel = { ack: (message: unknown) => acked.push(message) } as unknown as Channel;
  const headers = { ...(returns && { 'x-delivery-count': returns }), 'x-attempts': 1 };
  const properties = { contentType: EVENT_BATCH_CONTENT_TYPE, messageId: 'm', headers };
  const message = { content: Buffer.from(body), properties, fields: {} } as unknown as ConsumeMessage;
  const scatter = new Scatter({ queue: 'q' } as Inbound, copies);
  return { scatter, delivery: new Delivery(message, channel), published, acked };
}

describe('scattering', () => {
  const { signal } = new AbortController();

  it('concerns what holds several events and has come back again and again', () => {
    const concerns = (body: string, returns?: number): boolean => {
      const { scatter, delivery } = setUp(body, returns);
      return scatter.concerns(delivery);
    };
    expect([concerns('[1,2]'), concerns('[1,2]', 3), concerns('[1,2]', 4)]).toEqual([false, false, true]);
    expect([concerns('[1]', 4), concerns('{}', 4)]).toEqual([false, false]);
  });

  it('sends each event back to its own queue, without what the broker has counted', async () => {
    const { scatter, delivery, published, acked } = setUp('[{"a":1},{"b":2}]', 4);
    await scatter.sendBack(delivery, signal);
    expect(published.map(({ exchange, routingKey }) => [exchange, routingKey])).toEqual([
      ['', 'q'],
      ['', 'q'],
    ]);
    expect(published.map(({ body }) => body.toString())).toEqual(['{"a":1}', '{"b":2}']);
    expect(published.map(({ options }) => options)).toMatchObject([
      { messageId: 'm.0', contentType: 'application/cloudevents+json', headers: { 'x-attempts': 1 } },
      { messageId: 'm.1', contentType: 'application/cloudevents+json', headers: { 'x-attempts': 1 } },
    ]);
    expect(published[0]?.options.headers).not.toHaveProperty('x-delivery-count');
    expect(acked).toHaveLength(1);
  });

  it('acknowledges nothing that is not safe', async () => {
    const { scatter, delivery, acked } = setUp('[1,2]', 4, false);
    await scatter.sendBack(delivery, signal);
    expect(acked).toEqual([]);
  });
});
