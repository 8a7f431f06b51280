import { newId } from '@app/platform';
import { until } from '@app/testing';
import { OutgoingRepository } from '../src/sending/persistence/outgoing.repository.js';
import { Transactions, type Tx } from '@app/messaging';
import { useNewNotifications } from './notifications.js';

const AT_ONCE = 5_000;

const service = useNewNotifications({ mails: false });
const instance = service.instance({ BREAKER_RESET_MS: '3600000' });

/** Mails that have been due for so long, put straight into the table. */
const due = async (recipients: string, count: number, seconds: number): Promise<void> => {
  // In short transactions: whoever follows anything on the same server waits for the oldest one that is open.
  for (let from = 1; from <= count; from += AT_ONCE)
    await service.database.query(
      `INSERT INTO notifications
         (id, event_id, kind, channel, recipient, subject, message, metadata, cause, status, next_attempt_at)
       SELECT gen_random_uuid(), gen_random_uuid(), 'custom', 'EMAIL', format($1, i), 's', 'm', '{}', '{}', 'PENDING',
              now() - make_interval(secs => $4)
       FROM generate_series($2::int, $3::int) AS i`,
      [recipients, from, Math.min(count, from + AT_ONCE - 1), seconds],
    );
};

const inTransaction = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  instance.app.get(Transactions).run({ tenant: 'default', correlationid: newId() }, work);

const claimIn = (tx: Tx, limit: number) =>
  instance.app
    .get(OutgoingRepository, { strict: false })
    .claim(tx, { channel: 'EMAIL', limit, lease: newId(), leaseMs: 60_000 });

const claim = (limit: number) => inTransaction((tx) => claimIn(tx, limit));

describe('what is claimed at once', () => {
  beforeEach(async () => {
    // The sender of this instance has found nobody and waits, so that all is left to the spec.
    await due('first-%s@example.org', 3, 60);
    await until('the breaker opens', async () => {
      const { breakers } = (await instance.request('GET', '/health')).body.details.email;
      return breakers.smtp === 'open';
    });
    await until('nothing is claimed', async () => (await service.statuses())['SENDING'] === undefined);
    await service.database.query('DELETE FROM notifications');
  });

  it('is what was due longest', async () => {
    await due('late-%s@example.org', 20, 10);
    await due('early-%s@example.org', 5, 20);

    const recipients = (await claim(5)).map(({ recipient }) => recipient).toSorted();
    expect(recipients).toEqual([1, 2, 3, 4, 5].map((place) => `early-${place}@example.org`));
  });

  it("has something for everybody before it has anybody's second, however many are due before", async () => {
    await due('flood@example.org', 20_000, 60);
    await due('customer-%s@example.org', 9, 1);
    await service.database.query('ANALYZE notifications');

    const recipients = (await claim(10)).map(({ recipient }) => recipient);
    expect(new Set(recipients).size).toBe(10);
    expect(recipients).toContain('flood@example.org');
  });

  it('is all for one when nobody else waits', async () => {
    await due('flood@example.org', 5000, 60);

    expect(await claim(10)).toHaveLength(10);
  });

  it('is found by steps in the indexes, not by reading all that is due', async () => {
    await due('flood@example.org', 100_000, 60);
    await due('customer-%s@example.org', 10, 1);
    await service.database.query('ANALYZE notifications');

    expect(await rowsReadBy((tx) => claimIn(tx, 10))).toBeLessThan(1000);
  });

  it('is never claimed twice by several at once', async () => {
    await due('flood@example.org', 1000, 60);
    await due('customer-%s@example.org', 20, 1);

    const claims = (await Promise.all(Array.from({ length: 8 }, () => claim(20)))).flat();
    expect(claims.length).toBeGreaterThan(100);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  });
});

const rowsReadBy = (work: (tx: Tx) => Promise<unknown>): Promise<number> =>
  inTransaction(async (tx) => {
    const before = await rowsRead(tx);
    await work(tx);
    return (await rowsRead(tx)) - before;
  });

/** Also by what has just used the same connection: the server counts for a second before it notes down. */
async function rowsRead(tx: Tx): Promise<number> {
  const [read] = await tx.query<{ rows: string }>(
    `SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'notifications'`,
  );
  return Number(read?.rows);
}
