import { until } from '@app/testing';
import { v7 } from 'uuid';
import { inLanes, persistently } from './lanes.js';
import { CONFIRMED, RECEIVED, useWorld } from './use-world.js';

const KILLS = Number(process.env['MAIL_CRASH_KILLS'] ?? 10);
const ORDERS = Number(process.env['MAIL_CRASH_ORDERS'] ?? 500);

const MAILS = 2 * ORDERS;
const UNDER_WAY = 10;
// So many orders take their time on a slow machine.
const PATIENCE_MS = 600_000;
jest.setTimeout(4 * PATIENCE_MS);

describe(`a notification service that is killed ${KILLS} times while ${MAILS} mails go out`, () => {
  const the = useWorld({
    environment: {
      SENDER_CONCURRENCY: String(UNDER_WAY),
      SEND_LEASE_MS: '2000',
      POLL_INTERVAL_MS: '200',
    },
  });

  it('loses none, and repeats only what was under way, under the same Message-ID', async () => {
    const shop = the.shop();
    const { mailbox } = the.world;
    const [victim] = the.world.instances('notification-service');
    await shop.stock({ lamp: ORDERS });
    const wanted = Array.from({ length: ORDERS }, () => ({ body: shop.orderOf({ lamp: 1 }), key: v7() }));
    const placing = inLanes(wanted, 10, ({ body, key }) =>
      persistently(`${the.world.url('order-service')}/orders`, body, key),
    );

    for (let kill = 1; kill <= KILLS; kill += 1) {
      const out = (kill * MAILS) / (KILLS + 1);
      await until(`${out} mails are out`, () => mailbox.mails.length >= out, PATIENCE_MS);
      await victim?.kill();
      await victim?.start();
    }
    await placing;
    await the.world.settled(PATIENCE_MS);

    const due = [RECEIVED, CONFIRMED].sort();
    for (const { body } of wanted) {
      const mails = shop.mailsTo((body['contact'] as { email: string }).email);
      expect([...new Set(mails)]).toEqual(due);
    }
    const copies = mailbox.mails.map(({ to, headers }) => `${to} ${headers.get('message-id')}`);
    const repeated = copies.length - new Set(copies).size;
    process.stderr.write(
      `${KILLS} kills: ${MAILS} mails due, ${copies.length} arrived, ${repeated} of them again\n`,
    );
    expect(new Set(copies).size).toBe(MAILS);
    expect(repeated).toBeLessThanOrEqual(KILLS * UNDER_WAY);
  });
});
