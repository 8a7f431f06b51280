import {
  HandlesEvent,
  type EventBatch,
  type EventHandler,
  openDataSource,
  dataSourceOptions,
} from '../src/index.js';
import { createTestDatabase } from '@app/testing';
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
