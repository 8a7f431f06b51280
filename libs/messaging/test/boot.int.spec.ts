import {
  HandlesEvent,
  type EventBatch,
  type EventHandler,
  migrateDatabase,
  openDataSource,
  dataSourceOptions,
} from '../src/index.js';
import { createTestDatabase, openTcpProxy } from '@app/testing';
import type { ServiceConfig } from '@app/platform';
import type { EventOf } from '@app/contracts';
import {
  CHOREOGRAPHY,
  CreateTables1,
  RecordOnThingMade,
  RecordOnThingUsed,
  ThingMade,
  useSystem,
} from './fixture.js';

@HandlesEvent(ThingMade)
class AlsoOnThingMade implements EventHandler<EventOf<typeof ThingMade>> {
  async handle(_batch: EventBatch<EventOf<typeof ThingMade>>): Promise<void> {
    await Promise.resolve();
  }
}

describe('a service that is put together wrongly', () => {
  const system = useSystem();

  it('does not start when a subscribed contract has no handler', async () => {
    await expect(system.start({ controllers: [RecordOnThingMade] })).rejects.toMatchObject({
      problems: ['thing.used is subscribed but has no handler'],
    });
  });

  it('names every problem at once', async () => {
    const [subscription] = CHOREOGRAPHY.subscriptions;
    if (!subscription) throw new Error('no subscription');
    const choreography = {
      ...CHOREOGRAPHY,
      subscriptions: [{ ...subscription, handles: [ThingMade], ignores: [] }],
    };
    const controllers = [RecordOnThingMade, AlsoOnThingMade, RecordOnThingUsed];

    await expect(system.start({ choreography, controllers })).rejects.toMatchObject({
      problems: [
        'inventory must say whether it handles or ignores thing.used of its stream thing',
        'inventory must say whether it handles or ignores thing.seen of its stream thing',
        'thing.used has a handler but is not subscribed',
        'thing.made has 2 handlers instead of one',
      ],
    });
  });
});

describe('several instances that start together', () => {
  it('migrate the database once, and all come up', async () => {
    const database = await createTestDatabase([CreateTables1]);
    try {
      const options = dataSourceOptions(database.config, [CreateTables1]);
      const sources = await Promise.all(Array.from({ length: 5 }, () => openDataSource(options)));
      await Promise.all(sources.map((source) => source.destroy()));
      expect(await database.query('SELECT name FROM migrations')).toHaveLength(1);
    } finally {
      await database.drop();
    }
  });
});

describe('a migration that is run as a job', () => {
  /** Migrates over a line that is cut for so long. */
  async function migrateOverCutLine(cutMs: number, change: Partial<ServiceConfig> = {}): Promise<unknown[]> {
    const database = await createTestDatabase([CreateTables1]);
    const { config } = database;
    const line = await openTcpProxy(config);
    const asConfigured = {
      DB_HOST: '127.0.0.1',
      DB_PORT: line.port,
      DB_NAME: config.database,
      DB_USERNAME: config.username,
      DB_PASSWORD: config.password,
      DB_POOL_SIZE: 2,
      DB_CONNECT_TIMEOUT_MS: 10_000,
      DB_STATEMENT_TIMEOUT_MS: 10_000,
      ...change,
    } as ServiceConfig;
    try {
      line.cut();
      const restored = setTimeout(() => line.restore(), cutMs);
      await migrateDatabase(asConfigured, 'job', { migrations: [CreateTables1] }).finally(() =>
        clearTimeout(restored),
      );
      return await database.query("SELECT FROM pg_tables WHERE tablename = 'outbox_events'");
    } finally {
      await line.close();
      await database.drop();
    }
  }

  it('waits for a database that is out of reach', async () => {
    expect(await migrateOverCutLine(500)).toHaveLength(1);
  });

  it('fails at once when waiting is no use', async () => {
    const began = Date.now();
    await expect(migrateOverCutLine(0, { DB_NAME: 'no_such_database' })).rejects.toThrow('no_such_database');
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});
