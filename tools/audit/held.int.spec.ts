import { bearDeepHeaders } from '@app/messaging';
import { BrokerProbe, testServers, until } from '@app/testing';
import { type Channel, type ChannelModel, connect, type ConsumeMessage } from 'amqplib';
import { randomUUID } from 'node:crypto';
import { BrokerLook } from './broker.mjs';
import { HeldMessages } from './held.mjs';

const QUORUM = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

describe('what consumers hold', () => {
  const queue = `held.${randomUUID()}`;
  let connection: ChannelModel;
  let channel: Channel;
  let probe: BrokerProbe;
  let broker: BrokerLook;

  beforeAll(async () => {
    const { rabbitmqUrl, managementUrl } = testServers();
    connection = await connect(rabbitmqUrl);
    channel = await connection.createChannel();
    probe = await BrokerProbe.open();
    broker = await BrokerLook.open({
      brokerUrl: rabbitmqUrl,
      bearDeepHeaders,
      ...(managementUrl && { managementUrl }),
    });
    await channel.assertQueue(queue, QUORUM);
  });
  afterAll(async () => {
    await probe.deleteQueue(queue);
    await broker.close();
    await probe.close();
    await connection.close();
  });

  it('is told by the broker, or else that it does not tell', async () => {
    const held: ConsumeMessage[] = [];
    await channel.consume(queue, (message) => message && held.push(message));
    for (const body of ['a', 'b']) await probe.publish('', queue, body);
    await until('both are held', () => held.length === 2);

    if ((await broker.held()) === undefined) return; // Neither its management API nor its command line is open to us.
    await until('they are counted', async () => (await broker.held())?.get(queue) === 2);
    for (const message of held) channel.ack(message);
    await until('none is counted', async () => (await broker.held())?.get(queue) === 0);
  }, 150_000);

  it('is what was held at any of the moments that were looked at', async () => {
    const counts = [new Map([['q', 0]]), new Map([['q', 3]]), new Map([['q', 1]])];
    const messages = new HeldMessages(() => Promise.resolve(counts.shift()));
    const seen: (number | undefined)[] = [];
    for (let times = 0; times < 3; times += 1) seen.push((await messages.read())?.get('q'));
    expect(seen).toEqual([0, 3, 3]);
    expect(await messages.read()).toBeUndefined();
  });
});
