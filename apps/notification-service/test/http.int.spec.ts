import { newId } from '@app/platform';
import { until } from '@app/testing';
import { type Answer, useNotifications } from './notifications.js';

const service = useNotifications();
const instance = service.instance();

beforeEach(() => service.database.query('TRUNCATE notifications, contacts, idempotency_keys CASCADE'));
afterEach(() => {
  service.mailbox.react = () => 'take';
  service.mailbox.release();
});

const wish = {
  type: 'EMAIL',
  recipient: 'ada@example.org',
  subject: 'About your order',
  message: 'Your parcel is waiting.\nBring your passport.',
};

const ask = (change: object = {}, headers?: Record<string, string>): Promise<Answer> =>
  instance.request('POST', '/notifications', { ...wish, ...change }, headers);

describe('POST /notifications', () => {
  it('stores the notification, answers with it and sends it', async () => {
    const orderId = newId();

    const { status, headers, body } = await ask({ metadata: { orderId, urgent: true } });

    expect(status).toBe(201);
    expect(headers['location']).toBe(`/notifications/${body.id}`);
    expect(body).toEqual({
      id: expect.any(String),
      ...wish,
      kind: 'custom',
      status: 'PENDING',
      metadata: { orderId, urgent: true },
      sent: false,
      sentAt: null,
      error: null,
      retryCount: 0,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });

    const shown = await until('it is sent', async () => {
      const answer = await instance.request('GET', `/notifications/${body.id}`);
      return answer.body.sent && answer.body;
    });
    expect(shown).toMatchObject({ status: 'SENT', retryCount: 0, error: null, sentAt: expect.any(String) });
    const mail = service.mailbox.mails.find((received) =>
      received.headers.get('message-id')?.includes(body.id),
    );
    expect(mail?.headers.get('subject')).toBe(wish.subject);
    expect(mail?.raw).toContain('Your parcel is waiting.\r\nBring your passport.');
  });

  it('stores one notification for fifty requests with one key at once', async () => {
    const key = { 'idempotency-key': newId() };

    const answers = await Promise.all(Array.from({ length: 50 }, () => ask({}, key)));
    const stored = await ask({}, key);

    expect(stored.status).toBe(201);
    expect(stored.headers['idempotency-replayed']).toBe('true');
    for (const { status, body } of answers) {
      if (status === 409) expect(body.code).toBe('idempotency-in-progress');
      else expect([status, body]).toEqual([201, stored.body]);
    }
    expect((await instance.request('GET', '/notifications')).headers['x-total-count']).toBe('1');
  });

  it('refuses a key that came with another body', async () => {
    await ask({}, { 'idempotency-key': 'one' });

    expect(await ask({ subject: 'Something else' }, { 'idempotency-key': 'one' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it.each([
    ['SMS', '+4930123456'],
    ['PUSH', 'device-7'],
  ])('refuses %s, which cannot be sent here', async (type, recipient) => {
    expect(await ask({ type, recipient })).toMatchObject({
      status: 422,
      body: { code: 'channel-unavailable', errors: [{ in: 'body', pointer: '/type' }] },
    });
  });

  it.each([
    ['a line break in the subject', { subject: 'Hello\r\nBcc: all@example.org' }, '/subject'],
    ['a line feed in the subject', { subject: 'Hello\nBcc: all@example.org' }, '/subject'],
    ['a line break in the recipient', { recipient: 'ada@example.org\r\nBcc: all@example.org' }, '/recipient'],
    ['two recipients', { recipient: 'ada@example.org, bob@example.org' }, '/recipient'],
    ['a recipient with a name', { recipient: 'Ada <ada@example.org>' }, '/recipient'],
    ['a recipient that is no address', { recipient: 'ada' }, '/recipient'],
    ['a recipient that is too long', { recipient: `${'a'.repeat(250)}@example.org` }, '/recipient'],
    ['no recipient', { recipient: undefined }, '/recipient'],
    ['an unknown type', { type: 'PIGEON' }, '/type'],
    ['an empty subject', { subject: '' }, '/subject'],
    ['a subject that is too long', { subject: 'x'.repeat(201) }, '/subject'],
    ['an empty message', { message: '' }, '/message'],
    ['a message that is too long', { message: 'x'.repeat(20_001) }, '/message'],
    ['a number for a message', { message: 7 }, '/message'],
    ['a NUL in the message', { message: 'a\0b' }, '/message'],
    ['half of a surrogate pair', { message: 'a\ud800b' }, '/message'],
    ['an unknown field', { html: '<b>hi</b>' }, '/html'],
    ['an order id that is none', { metadata: { orderId: '7' } }, '/metadata/orderId'],
    ['nested metadata', { metadata: { order: { id: 7 } } }, '/metadata/order'],
    ['a NUL in the metadata', { metadata: { note: 'a\0b' } }, '/metadata/note'],
    ['metadata with an odd name', { metadata: { 'a b': 1 } }, '/metadata'],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, i])) },
      '/metadata',
    ],
    ['a list for metadata', { metadata: [] }, '/metadata'],
  ])('refuses %s', async (_what, change, pointer) => {
    const { status, headers, body } = await ask(change);

    expect(status).toBe(400);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body.code).toMatch(/^(validation-failed|invalid-text)$/);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await service.statuses()).toEqual({});
  });

  it.each([
    ['no body', undefined, 'empty-body'],
    ['what is not JSON', '{"type":', 'malformed-json'],
    ['a list', '[]', 'validation-failed'],
    ['__proto__', '{"type":"EMAIL","__proto__":{"a":1}}', 'validation-failed'],
  ])('refuses %s', async (_what, body, code) => {
    const answer = await instance.request('POST', '/notifications', body ?? '');

    expect(answer).toMatchObject({ status: 400, body: { code } });
  });
});

describe('GET /notifications', () => {
  it('gives pages, newest first, each leading to the next', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await ask()).body.id);

    const seen: string[] = [];
    let url = '/notifications?limit=2';
    for (let page = 0; page < 3; page += 1) {
      const { headers, body } = await instance.request('GET', url);
      expect(headers['x-total-count']).toBe('5');
      seen.push(...body.map(({ id }: { id: string }) => id));
      url = /<([^>]+)>; rel="next"/.exec(headers['link'] ?? '')?.[1] ?? 'none';
    }

    expect(seen).toEqual(ids);
    expect(url).toBe('none');
  });

  it('finds by each filter and by all together', async () => {
    service.mailbox.hold();
    const orderId = newId();
    const { body: wanted } = await ask({ recipient: 'Bob@Example.org', metadata: { orderId } });
    await ask();
    const found = async (query: string) =>
      (await instance.request('GET', `/notifications?${query}`)).body.map(({ id }: { id: string }) => id);

    expect(await found(`orderId=${orderId.toUpperCase()}`)).toEqual([wanted.id]);
    expect(await found('recipient=bob@example.org')).toEqual([wanted.id]);
    expect(await found('status=SENT')).toEqual([]);
    expect(await found('status=SENT,PENDING,SENDING&status=PENDING')).toHaveLength(2);
    expect(await found('channel=EMAIL')).toHaveLength(2);
    expect(await found('sent=true&status=PENDING')).toEqual([]);
    expect(await found('createdFrom=2026-01-01T00:00:00%2B01:00')).toHaveLength(2);
    expect(await found(`createdFrom=${wanted.createdAt}&createdTo=9999-01-01T00:00:00Z`)).toHaveLength(2);
    expect(await found(`createdTo=${wanted.createdAt}`)).toEqual([]);
    expect(await found('page=2&per_page=1')).toEqual([wanted.id]);
    expect(await found('sent=true')).toEqual([]);
    expect(await found('sent=false')).toHaveLength(2);
    expect(await found('kind=order-shipped')).toEqual([]);
    expect(await found('type=SMS')).toEqual([]);
    expect(
      await found(`orderId=${orderId}&recipient=bob@example.org&sent=false&kind=custom&type=EMAIL&limit=1`),
    ).toEqual([wanted.id]);
    const byRecipient = await instance.request('GET', '/notifications/recipient/bob%40example.org');
    expect(byRecipient.body).toMatchObject([{ id: wanted.id, recipient: 'Bob@Example.org' }]);
    expect(byRecipient.headers['x-total-count']).toBe('1');
    expect((await instance.request('GET', '/notifications/recipient/nobody')).body).toEqual([]);
  });

  it.each([
    ['?limit=0', '/limit', 'validation-failed'],
    ['?limit=201', '/limit', 'validation-failed'],
    ['?cursor=nonsense', '/cursor', 'invalid-cursor'],
    ['?cursor=eyJiZWZvcmUiOjF9', '/cursor', 'invalid-cursor'],
    ['?status=LOST', '/status', 'validation-failed'],
    ['?sent=maybe', '/sent', 'validation-failed'],
    ['?orderId=7', '/orderId', 'validation-failed'],
    ['?colour=red', '/colour', 'validation-failed'],
    ['?status=SENT,LOST', '/status', 'validation-failed'],
    ['?status=', '/status', 'validation-failed'],
    ['?type=EMAIL&channel=SMS', '/channel', 'validation-failed'],
    ['?createdFrom=yesterday', '/createdFrom', 'validation-failed'],
    ['?createdTo=1969-12-31T23:59:59Z', '/createdTo', 'validation-failed'],
    ['?page=2&cursor=eyJiZWZvcmUiOjF9', '/cursor', 'mixed-pagination'],
    ['?page=100000&per_page=200', '/page', 'page-too-far'],
    ['?page=0', '/page', 'validation-failed'],
    ['?recipient=a%00b', '/recipient', 'invalid-text'],
    ['/recipient/a%00b', '/recipient', 'invalid-text'],
    [`/recipient/${'a'.repeat(300)}`, '/recipient', 'validation-failed'],
    ['/7', '/id', 'validation-failed'],
  ])('refuses %s', async (rest, pointer, code) => {
    const { status, body } = await instance.request('GET', `/notifications${rest}`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code, errors: [{ pointer }] });
  });

  it('answers 404 for a notification that is not there', async () => {
    expect(await instance.request('GET', `/notifications/${newId()}`)).toMatchObject({
      status: 404,
      body: { code: 'notification-not-found' },
    });
  });
});

describe('GET /notifications/counts', () => {
  it('counts every status of every channel, and says so where there are none', async () => {
    await ask();
    await until('it is sent', async () => (await service.statuses())['SENT'] === 1);

    const { status, body } = await instance.request('GET', '/notifications/counts');

    expect(status).toBe(200);
    expect(body).toHaveLength(15);
    expect(body).toContainEqual({ type: 'EMAIL', status: 'SENT', count: 1, more: false });
    expect(body).toContainEqual({ type: 'SMS', status: 'FAILED', count: 0, more: false });
  });
});

describe('POST /notifications/:id/retry', () => {
  it('refuses one that has not failed, and one that is not there', async () => {
    const { body } = await ask();

    expect(await instance.request('POST', `/notifications/${body.id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'notification-not-failed', currentStatus: expect.any(String) },
    });
    expect(await instance.request('POST', `/notifications/${newId()}/retry`)).toMatchObject({
      status: 404,
      body: { code: 'notification-not-found' },
    });
  });

  it('makes one that failed pending again, once', async () => {
    service.mailbox.react = () => ({ code: 550, at: 'recipient' });
    const { body } = await ask();
    await until('it failed', async () => (await service.statuses())['FAILED'] === 1);
    // It is still on its way, and has not failed again, when the last of them is answered.
    service.mailbox.react = () => 'take';
    service.mailbox.hold();

    const retry = () => instance.request('POST', `/notifications/${body.id}/retry`);
    const answers = await Promise.all([retry(), retry(), retry()]);

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({
      status: 'PENDING',
      retryCount: 0,
    });
  });
});

it('logs no address', async () => {
  service.mailbox.react = () => ({ code: 451, at: 'recipient', text: `<${wish.recipient}> busy` });
  await ask();
  await until('it was tried', () =>
    instance.log.some(({ msg }) => msg === 'notification will be tried again'),
  );
  await instance.request('GET', `/notifications/recipient/${wish.recipient}`);

  expect(JSON.stringify(instance.log)).not.toContain(wish.recipient);
});
