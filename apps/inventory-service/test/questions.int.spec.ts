import { VALIDATE_PRODUCTS, validateProductsReply } from '@app/contracts';
import { newId, stop } from '@app/platform';
import { BrokerProbe, nestedHeaders, openTcpProxy, testServers, until } from '@app/testing';
import { type ClientProxy, ClientProxyFactory, RmqRecordBuilder, Transport } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import { Inventory, useInventory } from './inventory.js';

// Of a question that nobody may have heard.
const AGAIN_AFTER_MS = 2_000;
const prefix = `inventory-${newId()}.`;
const queue = prefix + VALIDATE_PRODUCTS;

const clientOf = (url: string): ClientProxy =>
  ClientProxyFactory.create({
    transport: Transport.RMQ,
    options: { urls: [url], queue, noAssert: true, persistent: false },
  });

describe('the question about products', () => {
  const inventory = useInventory({ broker: { urls: [testServers().rabbitmqUrl], prefix } });
  const service = inventory.instance({ consuming: true });
  let probe: BrokerProbe;
  let client: ClientProxy;

  const isAnswering = (): Promise<unknown> =>
    until('the question is answered', () => ask({ tenant: 'default', productIds: ['any'] }, AGAIN_AFTER_MS));

  beforeAll(async () => {
    probe = await BrokerProbe.open();
    client = clientOf(testServers().rabbitmqUrl);
    await isAnswering();
  });
  afterAll(async () => {
    await client.close();
    await probe.deleteQueue(queue);
    await probe.close();
  });

  const ask = (question: unknown, withinMs = 60_000): Promise<unknown> => {
    const record = new RmqRecordBuilder(question).setOptions({ expiration: withinMs }).build();
    return firstValueFrom(client.send<unknown>(VALIDATE_PRODUCTS, record).pipe(timeout(withinMs)));
  };

  it('is answered with those of the products that exist, as they are now', async () => {
    const [lamp, relic] = [await service.stock(5, { price: 29.99 }), await service.stock(0)];
    await service.request('DELETE', `/inventory/${relic}`);
    const { products } = validateProductsReply.parse(
      await ask({ tenant: 'default', productIds: [lamp, 'ghost', relic] }),
    );

    expect(products.toSorted((a, b) => a.version - b.version)).toEqual([
      {
        productId: lamp,
        name: 'Lamp',
        price: { amount: 2999, currency: 'EUR' },
        status: 'ACTIVE',
        version: 1,
      },
      {
        productId: relic,
        name: 'Lamp',
        price: { amount: 100, currency: 'EUR' },
        status: 'INACTIVE',
        version: 2,
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['nothing', {}, 'invalid-question'],
    ['a text', 'lamp', 'invalid-question'],
    ['no products', { tenant: 'default', productIds: [] }, 'invalid-question'],
    ['too many products', { tenant: 'default', productIds: Array(101).fill('lamp') }, 'invalid-question'],
    ['what is no id', { tenant: 'default', productIds: ['lamp\0'] }, 'invalid-question'],
    ['a tenant there is not', { tenant: 'nobody', productIds: ['lamp'] }, 'unavailable'],
  ])('is answered with a code when it asks %s', async (_, question, code) => {
    await expect(ask(question)).rejects.toMatchObject({ code });
  });

  it.each<[string, string | Buffer, object]>([
    ['nothing', '', {}],
    ['no JSON', '{', {}],
    ['null', 'null', { replyTo: 'nowhere', correlationId: '1' }],
    ['a number', '42', {}],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]), {}],
    ['an event', JSON.stringify({ pattern: VALIDATE_PRODUCTS, data: {} }), {}],
    ['another pattern', JSON.stringify({ pattern: 'other', data: {}, id: '1' }), { replyTo: 'nowhere' }],
    ['a pattern without end', JSON.stringify({ pattern: { a: [{ b: {} }] }, data: {}, id: '1' }), {}],
    ['a question of no address', JSON.stringify({ pattern: VALIDATE_PRODUCTS, data: {}, id: '1' }), {}],
    [
      'a question from an address that is gone',
      JSON.stringify({ pattern: VALIDATE_PRODUCTS, data: {}, id: '1' }),
      { replyTo: 'amq.rabbitmq.reply-to.g2dkABByZXBseUAxMDE', correlationId: '1' },
    ],
  ])('survives %s', async (_, body, options) => {
    // More often than questions are taken at a time, so that one that is never settled would be noticed.
    for (let time = 0; time < 30; time++) await probe.publish('', queue, body, options);

    await isAnswering();
    await until('nothing waits', async () => (await probe.depth(queue)) === 0);
  });

  it('survives headers that are nested thousands of levels deep', async () => {
    for (let time = 0; time < 3; time += 1)
      await probe.publishRaw(queue, { headers: nestedHeaders(6000) }, '{}');
    const asked = Array.from({ length: 20 }, () => ask({ tenant: 'default', productIds: ['any'] }));
    expect(await Promise.all(asked)).toHaveLength(20);
  });

  it('is answered by any of several instances, also while one of them stops', async () => {
    const other = await inventory.start({ consuming: true });
    const lamp = await service.stock(1);
    const answers: unknown[] = [];
    const asking = Array.from({ length: 200 }, async (_, at) => {
      answers.push(await ask({ tenant: 'default', productIds: [lamp] }));
      if (at === 50) await stop(other.app);
    });
    await Promise.all(asking);

    expect(answers).toHaveLength(200);
  });

  it('is answered again after its queue was deleted', async () => {
    await probe.deleteQueue(queue);

    expect(await isAnswering()).toEqual({ products: [] });
  });
});

describe('a service that is asked questions', () => {
  it('starts without the broker, answers when it comes back each time, and stops without it', async () => {
    const { hostname, port, ...url } = parts(testServers().rabbitmqUrl);
    const proxy = await openTcpProxy({ host: hostname, port });
    proxy.cut();
    const inventory = await new Inventory({ urls: [url.through(proxy.port)], prefix }).open();
    const client = clientOf(testServers().rabbitmqUrl);
    const question = { tenant: 'default', productIds: ['any'] };
    const answered = () =>
      until('it answers', () =>
        firstValueFrom(client.send<unknown>(VALIDATE_PRODUCTS, question).pipe(timeout(AGAIN_AFTER_MS))),
      );
    try {
      await inventory.start({ consuming: true });
      for (let time = 0; time < 2; time++) {
        proxy.restore();
        expect(await answered()).toEqual({ products: [] });
        proxy.cut();
      }
    } finally {
      await inventory.close();
      await client.close();
      await proxy.close();
    }
  });
});

function parts(text: string) {
  const url = new URL(text);
  const through = (port: number): string => {
    const changed = new URL(text);
    changed.hostname = '127.0.0.1';
    changed.port = String(port);
    return changed.href;
  };
  return { hostname: url.hostname, port: Number(url.port || 5672), through };
}
