import { OrderCancelledNotification, OrderNotification } from '@app/contracts';
import { demand, type Shop, until } from '@app/testing';
import { v7 } from 'uuid';
import { CANCELLED, useWorld } from './use-world.js';

/** A message as any system can write it that has read docs/events.md. */
const request = (
  type: string,
  data: Record<string, unknown> & { requestId: string },
  envelope: object = {},
): string =>
  JSON.stringify({
    specversion: '1.0',
    id: v7(),
    source: 'https://shop.example/crm',
    type,
    subject: data.requestId,
    sequence: 1,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:waybill:${type}:1`,
    tenant: 'default',
    correlationid: 'crm-4711',
    data,
    ...envelope,
  });

const said = { subject: 'Your parcel waits', message: 'Come and fetch it.\nBring your passport.' };

describe('a system that is none of ours', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  const publish = (type: string, body: string) =>
    the.world.probe.publish(the.world.topology.events, type, body, { type });
  const mailsTo = (address: string) => the.world.mailbox.to(address);
  const stored = (requestId: string) =>
    the.world.databases.notification.query<{ status: string; error: string | null }>(
      `SELECT status, error FROM notifications WHERE metadata ->> 'requestId' = $1`,
      [requestId],
    );
  const inBook = async (email: string): Promise<string> => {
    const customerId = v7();
    const url = `${the.world.url('notification-service')}/contacts/${customerId}`;
    await demand(url, { method: 'PUT', body: { email } });
    return customerId;
  };

  it('has somebody told in its own words, once, however often it repeats itself', async () => {
    const data = { requestId: v7(), recipient: 'once@example.org', metadata: { ticket: 7 }, ...said };
    for (let time = 0; time < 5; time += 1)
      await publish(OrderNotification.type, request(OrderNotification.type, data));
    const last = v7();
    await publish(
      OrderNotification.type,
      request(OrderNotification.type, { ...data, requestId: last, recipient: 'last@example.org' }),
    );

    await until('the last mail has arrived', () => mailsTo('last@example.org').length > 0);
    await until('all has been read', () => the.world.isIdle());
    await the.world.settled();

    const [mail, ...more] = mailsTo('once@example.org');
    expect(mail?.headers.get('subject')).toBe(said.subject);
    expect(mail?.raw).toContain('Come and fetch it.\r\nBring your passport.');
    expect(more).toEqual([]);
    expect(await stored(data.requestId)).toEqual([{ status: 'SENT', error: null }]);
  });

  it('has a customer told who is in the contact book, and is told why one who is not cannot be', async () => {
    const customerId = await inBook('booked@example.org');
    const [known, unknown] = [v7(), v7()];
    for (const data of [
      { requestId: known, customerId, ...said },
      { requestId: unknown, customerId: v7(), ...said },
    ])
      await publish(OrderNotification.type, request(OrderNotification.type, data));

    await until(
      'both are stored',
      async () => (await stored(known)).length + (await stored(unknown)).length === 2,
    );
    await the.world.settled();

    expect(mailsTo('booked@example.org')).toHaveLength(1);
    expect(await stored(unknown)).toEqual([{ status: 'SKIPPED', error: expect.stringContaining('known') }]);
  });

  it('has a customer told that an order is cancelled, by the letter that we would write', async () => {
    await shop.stock({ lamp: 3 });
    const { id, customerId } = await shop.place({ lamp: 2 });
    await the.world.settled();
    const data = {
      requestId: v7(),
      orderId: id,
      customerId,
      recipient: 'gone@example.org',
      reason: 'Lost at sea',
    };

    await publish(OrderCancelledNotification.type, request(OrderCancelledNotification.type, data));

    const [mail] = await until('it has arrived', () => {
      const mails = mailsTo('gone@example.org');
      return mails.length > 0 && mails;
    });
    expect(shop.mailsTo('gone@example.org')).toEqual([CANCELLED]);
    expect(mail?.raw).toContain('Lost at sea');
    expect(mail?.raw).toContain(shop.product('lamp'));
  });

  it.each<[string, string, (requestId: string) => string]>([
    ['bad-json', 'what is not JSON', () => '{"specversion":'],
    ['bad-envelope', 'no envelope', (requestId) => JSON.stringify({ requestId, ...said })],
    [
      'bad-envelope',
      'a second event of a request',
      (requestId) =>
        request(
          OrderNotification.type,
          { requestId, recipient: 'ada@example.org', ...said },
          { sequence: 2 },
        ),
    ],
    [
      'bad-envelope',
      'a subject that is another request',
      (requestId) =>
        request(
          OrderNotification.type,
          { requestId, recipient: 'ada@example.org', ...said },
          { subject: v7() },
        ),
    ],
    ['bad-data', 'nobody to tell', (requestId) => request(OrderNotification.type, { requestId, ...said })],
    [
      'bad-data',
      'two addresses',
      (requestId) =>
        request(OrderNotification.type, { requestId, recipient: 'a@example.org,b@example.org', ...said }),
    ],
    [
      'bad-data',
      'a second header line',
      (requestId) =>
        request(OrderNotification.type, {
          requestId,
          recipient: 'ada@example.org',
          subject: 'Hi\r\nBcc: all@example.org',
          message: 'Hi',
        }),
    ],
    [
      'bad-data',
      'a telephone number that is none',
      (requestId) =>
        request(OrderNotification.type, { requestId, channel: 'SMS', recipient: '030 12345', ...said }),
    ],
    [
      'bad-data',
      'a cancellation without a reason',
      (requestId) =>
        request(OrderCancelledNotification.type, { requestId, orderId: v7(), recipient: 'ada@example.org' }),
    ],
    [
      'unknown-version',
      'a version that we do not know',
      (requestId) =>
        request(
          OrderNotification.type,
          { requestId, recipient: 'ada@example.org', ...said },
          { dataschema: 'urn:waybill:order.notification:2' },
        ),
    ],
  ])(
    'that is refused as %s, for it sends %s, finds it in the dead letters with the reason',
    async (code, _, body) => {
      const requestId = v7();
      const text = body(requestId);
      const inbound = the.world.topology.inbound.find(({ queue }) => queue.endsWith('.notification-request'));

      await publish(OrderNotification.type, text);

      const letter = await until('it is given up', () => the.world.probe.take(inbound?.deadLetters ?? ''));
      expect(letter.content.toString()).toBe(text);
      expect(letter.properties.headers).toMatchObject({
        'x-attempts': 1,
        'x-error-code': code,
        'x-error': expect.any(String),
      });
      expect(await stored(requestId)).toEqual([]);
    },
  );
});
