import { newId } from '@app/platform';
import { type Instance, Notifications } from './notifications.js';

let service: Notifications;
let instance: Instance;

beforeAll(async () => {
  service = await Notifications.open();
  instance = await service.start();
});
afterAll(() => service.close());

beforeEach(() => service.database.query('TRUNCATE contacts'));

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
