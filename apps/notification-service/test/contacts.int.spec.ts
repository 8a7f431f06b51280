import { Transactions, type Tx } from '@app/messaging';
import { newId } from '@app/platform';
import { ContactRepository } from '../src/contacts/persistence/contact.repository.js';
import { useNotifications } from './notifications.js';

const browser = (endpoint: string, keys: { p256dh?: string; auth?: string } = {}) => ({
  endpoint,
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    ...keys,
  },
});

const service = useNotifications();
const instance = service.instance();

beforeEach(() => service.database.query('TRUNCATE contacts CASCADE'));

describe('/contacts/:customerId', () => {
  const customer = `/contacts/${newId()}`;
  const email = 'ada@example.org';

  it('keeps what was put, all of it and nothing else', async () => {
    expect(await instance.request('GET', customer)).toMatchObject({
      status: 404,
      body: { code: 'contact-not-found' },
    });

    const put = await instance.request('PUT', customer, { email, phone: '+4930123456' });
    expect(put).toMatchObject({ status: 200, body: { email, phone: '+4930123456' } });
    const got = await instance.request('GET', customer);
    expect([got.body, got.headers['etag']]).toEqual([put.body, put.headers['etag']]);

    await instance.request('PUT', customer, { email });
    expect((await instance.request('GET', customer)).body).not.toHaveProperty('phone');
  });

  it('keeps browsers, language, opt-outs and quiet hours', async () => {
    const all = {
      pushSubscriptions: [browser('https://push.example.org/1'), browser('https://push.example.org/2')],
      locale: 'de-AT',
      optOut: ['order-received'],
      quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
    };

    expect((await instance.request('PUT', customer, all)).body).toMatchObject(all);
    expect((await instance.request('GET', customer)).body).toMatchObject(all);

    const { body } = await instance.request('PUT', customer, {});
    expect(body).toMatchObject({ pushSubscriptions: [], optOut: [] });
    expect(body).not.toHaveProperty('locale');
    expect(body).not.toHaveProperty('quietHours');
  });

  it('takes a browser over from the customer who had it before', async () => {
    const subscription = browser('https://push.example.org/1');
    const other = `/contacts/${newId()}`;
    const before = await instance.request('PUT', customer, { pushSubscriptions: [subscription] });

    await instance.request('PUT', other, { pushSubscriptions: [subscription] });

    const { body, headers } = await instance.request('GET', customer);
    expect(body.pushSubscriptions).toEqual([]);
    expect(headers['etag']).not.toBe(before.headers['etag']);
  });

  it('survives customers who swap browsers at the same time', async () => {
    const pair = [browser('https://push.example.org/1'), browser('https://push.example.org/2')];
    const others = [newId(), newId()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        instance.request('PUT', `/contacts/${others[n % 2]}`, { pushSubscriptions: [pair[(n >> 1) % 2]] }),
      ),
    );

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('is forgotten with all that belongs to it, by who has seen it last, if they say so', async () => {
    const pushSubscriptions = [browser('https://push.example.org/1')];
    await instance.request('PUT', customer, { email, pushSubscriptions });

    const stale = await instance.request('DELETE', customer, undefined, { 'if-match': '"stale"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect(await instance.request('DELETE', customer)).toMatchObject({ status: 204, body: undefined });
    expect(await instance.request('DELETE', customer)).toMatchObject({ status: 404 });
    expect(await service.database.query('SELECT * FROM push_subscriptions')).toEqual([]);
  });

  it('refuses endpoints that are none of a push service', async () => {
    const pushSubscriptions = [
      browser('https://push.example.org/1'),
      browser('https://169.254.169.254/meta'),
    ];

    expect(await instance.request('PUT', customer, { pushSubscriptions })).toMatchObject({
      status: 422,
      body: { code: 'push-endpoint-refused', errors: [{ pointer: '/pushSubscriptions/1/endpoint' }] },
    });
  });

  it('is changed only by who has seen it last, if they say so', async () => {
    const absent = await instance.request('PUT', customer, { email }, { 'if-match': '*' });
    expect(absent).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });

    const { headers } = await instance.request('PUT', customer, { email });
    const ifMatch = { 'if-match': headers['etag'] ?? '' };
    const answers = await Promise.all([
      instance.request('PUT', customer, { email: 'new@example.org' }, ifMatch),
      instance.request('PUT', customer, { email: 'other@example.org' }, ifMatch),
    ]);

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  it('is locked for who gets it to change: one that comes in between is not there for them', async () => {
    const id = newId();
    const put = () => instance.request('PUT', `/contacts/${id}`, { email });
    const lock = (tx: Tx) => {
      const query: Tx['query'] = async (sql, parameters) => {
        const rows = await tx.query<never>(sql, parameters);
        await put();
        return rows;
      };
      return instance.app.get(ContactRepository, { strict: false }).lock({ ...tx, query }, id);
    };

    const found = await instance.app
      .get(Transactions, { strict: false })
      .run({ tenant: 'default', correlationid: newId() }, lock);

    expect(found).toBeUndefined();
    expect(await instance.request('DELETE', `/contacts/${id}`)).toMatchObject({ status: 204 });
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await instance.request('PUT', customer, { email });

    const got = await instance.request('GET', customer, undefined, {
      'if-none-match': headers['etag'] ?? '',
    });
    expect([got.status, got.body]).toEqual([304, undefined]);
  });

  it.each([
    [{ email: 'ada' }, '/email'],
    [{ email: 'ada@example.org\r\nBcc: all@example.org' }, '/email'],
    [{ phone: '030 123456' }, '/phone'],
    [{ fax: '+4930123456' }, '/fax'],
    [{ locale: 'german' + '-'.repeat(3) }, '/locale'],
    [{ optOut: ['low-stock'] }, '/optOut/0'],
    [{ quietHours: { from: '22:00', to: '24:00', timeZone: 'UTC' } }, '/quietHours/to'],
    [{ quietHours: { from: '22:00', to: '22:00', timeZone: 'UTC' } }, '/quietHours/to'],
    [{ quietHours: { from: '22:00', to: '07:00', timeZone: 'Mars/Crater' } }, '/quietHours/timeZone'],
    [{ pushSubscriptions: [browser('ftp://push.example.org/1')] }, '/pushSubscriptions/0/endpoint'],
    [
      { pushSubscriptions: [browser('https://p.example/1'), browser('https://p.example/1')] },
      '/pushSubscriptions',
    ],
    [
      { pushSubscriptions: [browser('https://p.example/1', { auth: 'c2hvcnQ' })] },
      '/pushSubscriptions/0/keys/auth',
    ],
    [
      { pushSubscriptions: [browser('https://p.example/1', { p256dh: `BA${'A'.repeat(85)}` })] },
      '/pushSubscriptions/0/keys/p256dh',
    ],
  ])('refuses %j', async (body, pointer) => {
    expect(await instance.request('PUT', customer, body)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer }] },
    });
  });

  it('refuses a customer id that is none', async () => {
    expect(await instance.request('PUT', '/contacts/ada', {})).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'path', pointer: '/customerId' }] },
    });
  });
});
