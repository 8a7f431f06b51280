import { ask, type OrderView } from '@app/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS, mainOf } from '../tools/build.mjs';
import { ship } from '../tools/ship.mjs';
import { useWorld } from './use-world.js';

// Whatever has a file of its own is read; nobody is there to be asked.
const ALL_THAT_IS_OPTIONAL = {
  REDIS_URL: 'redis://127.0.0.1:1',
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_SUCCESS_URL: 'https://shop.example/paid',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'a-token',
  TWILIO_FROM: '+15005550006',
};

describe('a service in one file', () => {
  // Where nothing of the checkout can be found.
  const directory = mkdtempSync(join(tmpdir(), 'waybill-ship-'));
  beforeAll(() => {
    for (const app of APPS) {
      ship(app, join(directory, app));
      // What traces: nobody asks for that here, so nobody can miss it.
      rmSync(join(directory, app, 'open-telemetry.mjs'));
    }
  });
  const the = useWorld({
    launch: { mainOf: (app) => join(directory, app, 'main.mjs'), nodeArguments: [] },
    environment: ALL_THAT_IS_OPTIONAL,
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('serves an order with nothing beside it but what ships with it, whatever is optional', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 1 });
    const { id, email } = await shop.place({ lamp: 1 });

    await shop.reaches(id, 'CONFIRMED');
    await the.world.settled();
    expect(shop.mailsTo(email)).toHaveLength(2);
  });

  it('hands on the trace of a request all the same', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 1 });
    const trace = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=1',
    };
    const url = `${the.world.url('order-service')}/orders`;
    const body = shop.orderOf({ lamp: 1 });
    const { id } = (await ask<OrderView>(url, { method: 'POST', body, headers: trace })).body;

    await shop.reaches(id, 'CONFIRMED');
    await the.world.settled();
    const letters = await the.world.databases.notification.query(
      `SELECT cause ->> 'traceparent' AS traceparent, cause ->> 'tracestate' AS tracestate FROM notifications
       WHERE metadata ->> 'orderId' = $1`,
      [id],
    );
    expect(letters).toEqual([trace, trace]);
  });

  it('asks another for a product that it does not know', async () => {
    const url = `${the.world.url('order-service')}/orders`;
    const { status, body } = await ask(url, { method: 'POST', body: the.shop().orderOf({ unheard: 1 }) });
    expect([status, body]).toMatchObject([422, { code: 'unknown-product' }]);
  });

  it.each(APPS)('serves the pages on the API of %s, which lie beside it', async (app) => {
    for (const asset of ['', '/swagger-ui.css', '/swagger-ui-bundle.js']) {
      const { status } = await fetch(`${the.world.url(app)}/api/docs${asset}`);
      expect([asset, status]).toEqual([asset, 200]);
    }
  });

  it.each(APPS)('makes no spans in %s, but beside it', async (app) => {
    const makesSpans = async (file: string) => (await readFile(file, 'utf8')).includes('BatchSpanProcessor');
    expect(await makesSpans(mainOf(app))).toBe(false);
    expect(await makesSpans(mainOf(app).replace('main.mjs', 'open-telemetry.mjs'))).toBe(true);
  });

  it.each(APPS)('has no crash point in %s', async (app) => {
    expect(await readFile(mainOf(app), 'utf8')).not.toMatch(/crash.point/);
  });
});
