import {
  type AppName,
  type DatabaseRoles,
  makeDatabaseRoles,
  queryAs,
  type TestDatabase,
} from '@app/testing';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { auditDatabases } from './audit-world.js';
import { CANCELLED, CONFIRMED, DELIVERED, RECEIVED, SHIPPED, useWorld } from './use-world.js';

const OWNERS = {
  'order-service': 'order',
  'inventory-service': 'inventory',
  'notification-service': 'notification',
} as const;
type Owner = (typeof OWNERS)[AppName];

const LEDGERS: Record<Owner, readonly string[]> = {
  order: ['order_history', 'payments'],
  inventory: ['stock_movements', 'stock_alerts'],
  notification: [],
};

const run = promisify(execFile);
const logIn = ({ username, password }: { username: string; password: string }) => ({
  DB_USERNAME: username,
  DB_PASSWORD: password,
});

describe('services that may do no more than they need', () => {
  const roles = {} as Record<Owner, DatabaseRoles>;
  const lines: string[] = [];

  const migrate = (app: AppName, environment: Record<string, string>) =>
    run(process.execPath, [`dist/apps/${app}/main.mjs`, 'migrate'], {
      env: {
        NODE_ENV: 'test',
        RABBITMQ_URL: 'amqp://none',
        SMTP_HOST: 'none',
        MAIL_FROM: 'a@b.example',
        ...environment,
      },
    });

  /** As in production: the owner migrates, and the service runs as somebody who may not. */
  async function prepare(app: AppName, database: TestDatabase): Promise<Record<string, string>> {
    const made = await makeDatabaseRoles(database);
    roles[OWNERS[app]] = made;
    await migrate(app, { ...database.environment, ...logIn(made.owner) });
    return logIn(made.service);
  }

  const the = useWorld({
    prepare,
    hear: (_app, line) => lines.push(line),
    environment: { LOG_LEVEL: 'debug' },
  });
  afterAll(async () => {
    for (const made of Object.values(roles)) await made.drop();
  });
  const databaseOf = (owner: Owner) => the.world.databases[owner];
  const asService = (owner: Owner, sql: string) => queryAs(databaseOf(owner), roles[owner].service, sql);
  const forbidden = { code: '42501' };

  it('see orders through from beginning to end, paid, cancelled, changed and refused', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 20, shade: 1 }, { lowStockThreshold: 15 });
    const order = await shop.place({ lamp: 3 }, { notes: 'as a gift', payment: { required: true } });
    await shop.pays(await shop.reaches(order.id, 'AWAITING_PAYMENT'), `t-${order.id}`);
    await shop.reaches(order.id, 'CONFIRMED');
    await shop.about(order.id, { method: 'PUT', body: { notes: 'no gift' } });
    await shop.change(order.id, { status: 'SHIPPED' });
    await shop.change(order.id, { status: 'DELIVERED' });
    const cancelled = await shop.place({ lamp: 5 });
    await shop.reaches(cancelled.id, 'CONFIRMED');
    await shop.wants(cancelled.id, { lamp: 4 });
    await the.world.settled();
    await shop.cancel(cancelled.id);
    const refused = await shop.place({ shade: 2 });
    await shop.reaches(refused.id, 'CANCELLED');
    await the.world.settled();
    expect(shop.mailsTo(order.email)).toEqual(
      expect.arrayContaining([RECEIVED, CONFIRMED, SHIPPED, DELIVERED]),
    );
    expect(shop.mailsTo(cancelled.email)).toEqual(expect.arrayContaining([CANCELLED]));
    expect(lines.filter((line) => /permission denied|42501|42704/.test(line))).toEqual([]);
  });

  it('tidy up after themselves', async () => {
    for (const owner of Object.values(OWNERS)) {
      for (const table of ['idempotency_keys', 'stream_incidents', 'outbox_events', 'parked_events'])
        await expect(
          asService(owner, `DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} LIMIT 1)`),
        ).resolves.toBeDefined();
    }
    const old = [
      asService('notification', `DELETE FROM notifications WHERE updated_at < 'epoch'`),
      asService('inventory', `DELETE FROM subscriptions WHERE created_at < 'epoch'`),
    ];
    await expect(Promise.all(old)).resolves.toHaveLength(2);
  });

  it('are audited by somebody who may read everything and write nothing', async () => {
    const accounts = {
      order: roles.order.auditor,
      inventory: roles.inventory.auditor,
      notification: roles.notification.auditor,
    };
    expect(await auditDatabases(the.world, accounts)).toEqual([]);
    for (const sql of ['DELETE FROM orders', 'UPDATE orders SET notes = null', 'CREATE TABLE mine ()'])
      await expect(queryAs(databaseOf('order'), accounts.order, sql)).rejects.toThrow(
        /read-only transaction/,
      );
    const writing = 'BEGIN READ WRITE; DELETE FROM orders';
    await expect(queryAs(databaseOf('order'), accounts.order, writing)).rejects.toMatchObject(forbidden);
  });

  it.each(Object.values(OWNERS))('cannot change the schema (%s)', async (owner) => {
    for (const sql of [
      'CREATE TABLE mine ()',
      'CREATE SCHEMA mine',
      'CREATE TEMP TABLE mine ()',
      'ALTER TABLE outbox_events ADD COLUMN mine text',
      'DROP TABLE outbox_events',
      'TRUNCATE outbox_events',
      'CREATE INDEX ON outbox_events (id)',
      'DELETE FROM migrations',
      'DELETE FROM operator_actions',
      'CREATE ROLE mine',
      `COPY outbox_events TO PROGRAM 'cat'`,
    ])
      await expect(asService(owner, sql)).rejects.toMatchObject(forbidden);
  });

  it.each(Object.values(OWNERS))('cannot rewrite a ledger (%s)', async (owner) => {
    for (const table of LEDGERS[owner]) {
      await expect(asService(owner, `DELETE FROM ${table}`)).rejects.toMatchObject(forbidden);
      const [{ name } = { name: '' }] = await databaseOf(owner).query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum = 2`,
      );
      await expect(asService(owner, `UPDATE ${table} SET ${name} = ${name}`)).rejects.toMatchObject(
        forbidden,
      );
    }
  });

  it('cannot look into the database of another', async () => {
    for (const owner of Object.values(OWNERS)) {
      for (const other of Object.values(OWNERS).filter((name) => name !== owner)) {
        await expect(queryAs(databaseOf(other), roles[owner].service, 'SELECT')).rejects.toMatchObject(
          forbidden,
        );
      }
    }
  });

  it('find what a new migration has made, without a word about them in it', async () => {
    const { owner } = roles.order;
    await queryAs(databaseOf('order'), owner, 'CREATE TABLE brand_new (id serial PRIMARY KEY)');
    await asService('order', 'INSERT INTO brand_new DEFAULT VALUES');
    expect(await queryAs(databaseOf('order'), roles.order.auditor, 'SELECT id FROM brand_new')).toHaveLength(
      1,
    );
    await queryAs(databaseOf('order'), owner, 'DROP TABLE brand_new');
  });

  it('say what is to be done when the database is not up to date', async () => {
    const { order } = the.world.databases;
    await order.query('CREATE TABLE kept AS SELECT * FROM migrations ORDER BY id DESC LIMIT 1');
    await order.query('DELETE FROM migrations WHERE id IN (SELECT id FROM kept)');
    const environment = { ...order.environment, ...logIn(roles.order.service) };
    await expect(migrate('order-service', environment)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /may not bring the database up to date; run the command migrate as its owner/,
      ),
    });
    await order.query('INSERT INTO migrations SELECT * FROM kept');
    await order.query('DROP TABLE kept');
    await migrate('order-service', environment);
  });

  it('get what they need in a database that was made by somebody else before', async () => {
    await databaseOf('order').query('CREATE TABLE made_before (id integer)');
    const again = await makeDatabaseRoles(databaseOf('order'));
    const asServiceAgain = (sql: string) => queryAs(databaseOf('order'), again.service, sql);
    await expect(asServiceAgain('DELETE FROM payments')).rejects.toMatchObject(forbidden);
    await asServiceAgain('DELETE FROM made_before');
    await queryAs(databaseOf('order'), again.owner, 'DROP TABLE made_before');
  });
});
