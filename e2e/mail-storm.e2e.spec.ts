import { ask, type Reaction, until } from '@app/testing';
import { v7 } from 'uuid';
import { inLanes, persistently } from './lanes.js';
import { CONFIRMED, RECEIVED, useWorld } from './use-world.js';

const ORDERS = Number(process.env['MAIL_STORM_ORDERS'] ?? 1000);
const STOPPED_MS = Number(process.env['MAIL_STORM_STOPPED_MS'] ?? 20_000);
const SEED = Number(process.env['MAIL_STORM_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const MAILS = 2 * ORDERS;
const CONNECTIONS = 4;
// So many orders take their time on a slow machine.
const PATIENCE_MS = 600_000;
jest.setTimeout(4 * PATIENCE_MS);

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A server that refuses a fifth of the mails, half of them at once and half at the end, and drops a twentieth. */
function badWeather(random: () => number): (to: string, at: 'recipient' | 'data') => Reaction {
  return (_to, at) => {
    if (random() < (at === 'recipient' ? 0.1 : 1 / 9)) return { code: 451, at, text: 'try again later' };
    return at === 'data' && random() < 0.05 ? 'drop' : 'take';
  };
}

describe('a mail server that refuses, drops and stops', () => {
  const the = useWorld({
    environment: {
      POLL_INTERVAL_MS: '200',
      SMTP_MAX_CONNECTIONS: String(CONNECTIONS),
      NOTIFICATION_MAX_ATTEMPTS: '30',
      NOTIFICATION_RETRY_BASE_MS: '100',
      NOTIFICATION_RETRY_MAX_MS: '1000',
      // Longer than the server ever holds a mail here: one that is given up would be sent again.
      SMTP_TIMEOUT_MS: '120000',
      SEND_TIMEOUT_MS: '600000',
    },
  });

  const health = async () =>
    JSON.stringify((await ask(`${the.world.url('notification-service')}/health`)).body);

  it(`gets every mail that is due exactly once all the same (MAIL_STORM_SEED=${SEED})`, async () => {
    const shop = the.shop();
    const { mailbox } = the.world;
    mailbox.react = badWeather(randomFrom(SEED));
    await shop.stock({ lamp: ORDERS });
    const wanted = Array.from({ length: ORDERS }, () => ({ body: shop.orderOf({ lamp: 1 }), key: v7() }));
    const place = (orders: typeof wanted) =>
      inLanes(orders, 20, ({ body, key }) =>
        persistently(`${the.world.url('order-service')}/orders`, body, key),
      );
    const placing = place(wanted.slice(CONNECTIONS));

    await until('a third is out', () => mailbox.mails.length >= MAILS / 3, PATIENCE_MS);
    await mailbox.leave();
    const stoppedAt = Date.now();
    await until('the breaker is open', async () => /"smtp":"open"/.test(await health()));
    await shop.waitUntil(stoppedAt + STOPPED_MS);
    const before = mailbox.mails.length;
    await mailbox.start();
    await until('the breaker is closed', async () => /"smtp":"closed"/.test(await health()));
    mailbox.hold();
    await place(wanted.slice(0, CONNECTIONS)); // there may be none left of the others
    await until(
      'as many are on their way as ever can be',
      () => mailbox.receiving === CONNECTIONS,
      PATIENCE_MS,
    );
    mailbox.release();
    await placing;
    await the.world.settled(PATIENCE_MS);

    const due = [RECEIVED, CONFIRMED].sort();
    for (const { body } of wanted)
      expect(shop.mailsTo((body['contact'] as { email: string }).email)).toEqual(due);
    const ids = mailbox.mails.map(({ headers }) => headers.get('message-id'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(before).toBeLessThan(MAILS);
  });
});
