import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { TellShopAndSubscribersOnBackInStock } from '../src/notifications/handlers/tell-shop-and-subscribers-on-back-in-stock.js';
import { RememberSubscriptionOnSubscriptionAdded } from '../src/subscriptions/handlers/remember-subscription-on-subscription-added.js';
import { backInStock, orderCreated, subscribed } from './events.js';
import { useNotifications } from './notifications.js';

const service = useNotifications({ mails: false });
const instance = service.instance();
beforeEach(() => service.database.query('TRUNCATE notifications, order_contacts, contacts CASCADE'));

const get = (url: string) => instance.app.inject({ method: 'GET', url });

describe('the templates', () => {
  it('are listed with their languages', async () => {
    const { status, body } = await instance.request('GET', '/templates');

    expect(status).toBe(200);
    expect(body).toHaveLength(12);
    expect(body).toContainEqual({ kind: 'order-confirmed', locales: ['en', 'de'] });
  });

  it('can be looked at in any language that somebody may prefer', async () => {
    const german = await instance.request('GET', '/templates/order-confirmed/preview?locale=de-AT');
    const french = await instance.request('GET', '/templates/order-confirmed/preview?locale=fr');

    expect(german).toMatchObject({ status: 200, headers: { 'content-language': 'de' } });
    expect(german.body).toMatchObject({
      kind: 'order-confirmed',
      locale: 'de',
      subject: expect.stringMatching(/^Ihre Bestellung .* ist bestätigt$/),
      text: expect.stringContaining('Gesamtbetrag: 69,98 €'),
      short: expect.stringMatching(/^.+$/),
    });
    expect(french.body).toMatchObject({ locale: 'en', subject: expect.stringContaining('is confirmed') });
  });

  it('can be looked at as they are shown, in a page that can do nothing', async () => {
    const { statusCode, headers, body } = await get('/templates/order-shipped/preview?format=html&locale=de');

    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body).toMatch(/^<!doctype html>/);
    const text = await get('/templates/order-shipped/preview?format=text');
    expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text.body).toContain('Tracking number: JD014600');
  });

  it.each(['nothing', 'constructor', '__proto__', '..%2F..%2Fetc%2Fpasswd', '%3Cscript%3E'])(
    'of the kind %s are not there',
    async (kind) => {
      const { status, body } = await instance.request('GET', `/templates/${kind}/preview`);

      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'template-not-found' });
    },
  );

  it.each(['locale=../de', 'locale=', 'locale=de&locale=en', 'format=xml', 'format=', 'data=x'])(
    'cannot be asked for with %s',
    async (query) => {
      const answer = await instance.request('GET', `/templates/low-stock/preview?${query}`);

      expect(answer).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
    },
  );
});

describe('a letter', () => {
  it('is stored once, with its subject, its text and what its HTML is written of', async () => {
    await instance.handle(TellCustomerOnOrderCreated, orderCreated({ email: 'ada@example.org' }));

    const [letter, ...others] = await service.stored();
    expect(others).toEqual([]);
    expect(letter?.subject).toMatch(/^We have received your order/);
    expect(letter?.message).toContain('Total: €69.98');
    expect(instance.html(letter)).toMatch(/^<!doctype html>[\s\S]*€69\.98[\s\S]*<\/html>/);
  });

  it('is in the language that the service is set to, for orders and for what is back in stock', async () => {
    const german = await service.start({ DEFAULT_LOCALE: 'de' });

    await german.handle(TellCustomerOnOrderCreated, orderCreated({ email: 'ada@example.org' }));
    await german.handle(RememberSubscriptionOnSubscriptionAdded, subscribed({ email: 'bob@example.org' }));
    await german.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    const letters = await service.stored();
    expect(letters.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Wir haben Ihre Bestellung .* erhalten$/),
      'Wieder auf Lager: Desk lamp',
      'Desk lamp ist wieder auf Lager',
    ]);
  });
});

describe('a customer who prefers a language', () => {
  it('gets letters in it, of orders and of what is back in stock, and anybody else in the default one', async () => {
    const ada = orderCreated();
    const { customerId } = ada.data;
    await service.database.query('ALTER TABLE contacts ADD COLUMN IF NOT EXISTS locale text');
    await service.database.query('INSERT INTO contacts (customer_id, email, locale) VALUES ($1, $2, $3)', [
      customerId,
      'ada@example.org',
      'de-AT',
    ]);

    await instance.handle(TellCustomerOnOrderCreated, ada);
    for (const who of [{ customerId }, { email: 'bob@example.org' }])
      await instance.handle(RememberSubscriptionOnSubscriptionAdded, subscribed(who));
    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    const letters = await service.stored();
    expect(letters.map(({ recipient, subject }) => [recipient, subject])).toEqual([
      ['ada@example.org', `Wir haben Ihre Bestellung ${ada.data.orderId} erhalten`],
      [null, 'Back in stock: Desk lamp'],
      ['ada@example.org', 'Desk lamp ist wieder auf Lager'],
      ['bob@example.org', 'Desk lamp is back in stock'],
    ]);
  });
});

it('does not start with a template that is broken, and says which it is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'letters-'));
  mkdirSync(join(directory, 'low-stock', 'de'), { recursive: true });
  writeFileSync(join(directory, 'low-stock', 'de', 'text.hbs'), '{{#if name}}');
  writeFileSync(join(directory, 'low-stock', 'de', 'short.hbs'), '{{nmae}}');

  await expect(service.start({ TEMPLATES_DIR: directory })).rejects.toMatchObject({
    name: 'ConfigError',
    problems: expect.arrayContaining([
      expect.stringContaining('low-stock/de/text.hbs: Parse error'),
      expect.stringContaining('low-stock/de/short.hbs: "nmae" not defined'),
    ]),
  });
  rmSync(directory, { recursive: true });
});
