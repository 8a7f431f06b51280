import type { Statement } from '@app/messaging';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { migrations } from '../src/migrations.js';
import type { NotificationFilter } from '../src/notifications/domain/notification-filter.js';
import {
  countsStatement,
  countStatement,
  listStatement,
} from '../src/notifications/persistence/notification-list.statement.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

const NOTIFICATIONS = 100_000;
// In short transactions: whoever follows anything on the same server waits for the oldest one that is open.
const AT_ONCE = 5_000;
const FILLED_WITHIN_MS = 600_000;
const ORDER = '00000000-0000-7000-8000-000000000050';
const CUSTOMER = '00000000-0000-7000-9000-000000000050';

// Among them one text message in a thousand, and one in five hundred that failed.
const FILL = `
  INSERT INTO notifications (id, event_id, kind, channel, recipient, subject, message, metadata, cause, status,
    attempts, next_attempt_at, lease, error, sent_at, created_at)
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000' || lpad(to_hex(n), 16, '8'))::uuid,
    gen_random_uuid(), CASE n % 250 WHEN 0 THEN 'low-stock' ELSE 'order-confirmed' END,
    CASE n % 1000 WHEN 7 THEN 'SMS' ELSE 'EMAIL' END, 'customer-' || n / 10 || '@Example.org', 'subject', 'message',
    jsonb_build_object('orderId', '00000000-0000-7000-8000-' || lpad((n / 3)::text, 12, '0'),
      'customerId', '00000000-0000-7000-9000-' || lpad((n / 30)::text, 12, '0')), '{}',
    CASE n % 500 WHEN 0 THEN 'FAILED' ELSE 'SENT' END, 1, NULL, NULL, NULL,
    CASE n % 500 WHEN 0 THEN NULL ELSE at END, at
  FROM generate_series($1::int, $2::int) AS n,
    LATERAL (SELECT timestamptz '2026-01-01T00:00:00Z' + make_interval(secs => n * 60) AS at) AS moment`;

describe('among a hundred thousand notifications', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(migrations);
    await (await database.open()).destroy();
    for (let from = 1; from <= NOTIFICATIONS; from += AT_ONCE)
      await database.query(FILL, [from, from + AT_ONCE - 1]);
    await database.query('VACUUM ANALYZE notifications');
  }, FILLED_WITHIN_MS);
  afterAll(() => database.drop());

  const plansOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(plansOf)];
  const explain = async ({ sql, parameters }: Statement): Promise<Plan[]> => {
    const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${sql}`, [
      ...parameters,
    ]);
    return row ? plansOf(row['QUERY PLAN'][0].Plan) : [];
  };
  const indexesOf = (plans: readonly Plan[]) => plans.flatMap((plan) => plan['Index Name'] ?? []);
  const kindsOf = (plans: readonly Plan[]) => plans.map((plan) => plan['Node Type']);
  const first = { limit: 51, offset: 0 };

  it.each<[string, NotificationFilter, string]>([
    ['the newest', {}, 'notifications_pkey'],
    ['the failed', { statuses: ['FAILED'] }, 'notifications_by_status'],
    ['all but the sent', { statuses: ['PENDING', 'SENDING', 'FAILED'] }, 'notifications_by_status'],
    ['those of a rare channel', { channel: 'SMS' }, 'notifications_by_status'],
    ['those of a channel that nobody has', { channel: 'PUSH' }, 'notifications_by_status'],
    ['those of a rare kind', { kind: 'low-stock' }, 'notifications_by_kind'],
    ['those of a kind that there is none of', { kind: 'refund-due' }, 'notifications_by_kind'],
    ['those to somebody', { recipient: 'CUSTOMER-7@example.org' }, 'notifications_by_recipient'],
    ['those about an order', { orderId: ORDER }, 'notifications_by_order'],
    ['those that told a customer', { customerId: CUSTOMER }, 'notifications_by_customer'],
    [
      'those to somebody that failed',
      { recipient: 'customer-7@example.org', statuses: ['FAILED', 'SKIPPED'] },
      'notifications_by_recipient',
    ],
    [
      'those of an hour',
      { createdFrom: '2026-02-01T00:00:00.000Z', createdTo: '2026-02-01T01:00:00.000Z' },
      'notifications_pkey',
    ],
    [
      'the failed of a day',
      {
        statuses: ['FAILED'],
        createdFrom: '2026-02-01T00:00:00.000Z',
        createdTo: '2026-02-02T00:00:00.000Z',
      },
      'notifications_by_status',
    ],
  ])('%s are listed and counted from an index', async (_, filter, index) => {
    const listed = await explain(listStatement('*', filter, first));
    expect(indexesOf(listed)).toContain(index);
    expect(kindsOf(listed)).not.toContain('Seq Scan');

    if (Object.keys(filter).length === 0) return;
    expect(kindsOf(await explain(countStatement(filter, 10_001)))).not.toContain('Seq Scan');
  });

  it('a list of several statuses goes on from the middle of the index, without reading all that they have', async () => {
    const [row] = await database.query<{ id: string }>(
      'SELECT id FROM notifications ORDER BY id OFFSET 50000 LIMIT 1',
    );
    const filter: NotificationFilter = { statuses: ['SENT', 'FAILED'] };
    const plans = await explain(listStatement('*', filter, { ...first, before: row?.id }));

    expect(indexesOf(plans)).toContain('notifications_by_status');
    expect(kindsOf(plans)).not.toContain('Sort');
  });

  it('gives the same pages by cursor, by number and by one index or several', async () => {
    const ids = async (
      filter: NotificationFilter,
      stretch: { limit: number; offset: number; before?: string },
    ) => {
      const { sql, parameters } = listStatement('id', filter, stretch);
      return (await database.query<{ id: string }>(sql, [...parameters])).map(({ id }) => id);
    };
    const all = await ids({}, { limit: 300, offset: 0 });
    const everything: NotificationFilter = { statuses: ['SENT', 'FAILED'] };

    expect(await ids(everything, { limit: 300, offset: 0 })).toEqual(all);
    expect(await ids(everything, { limit: 100, offset: 200 })).toEqual(all.slice(200));
    expect(await ids(everything, { limit: 100, offset: 0, before: all[99] })).toEqual(all.slice(100, 200));
    expect(await ids({ channel: 'EMAIL' }, { limit: 50, offset: 0 })).toEqual(
      await ids({ channel: 'EMAIL', statuses: ['SENT', 'FAILED'] }, { limit: 50, offset: 0 }),
    );
  });

  it('each status of each channel is counted from the index alone, no further than asked', async () => {
    const statement = countsStatement(1000);
    expect(indexesOf(await explain(statement))).toEqual(['notifications_by_status']);

    const counts = await database.query(statement.sql, [...statement.parameters]);
    expect(counts).toHaveLength(15);
    expect(counts).toContainEqual({ channel: 'EMAIL', status: 'SENT', count: 1000 });
    expect(counts).toContainEqual({ channel: 'EMAIL', status: 'FAILED', count: 200 });
    expect(counts).toContainEqual({ channel: 'SMS', status: 'SENT', count: 100 });
  });
});
