import { WAYBILL } from '@app/contracts';
import { bearDeepHeaders } from '@app/messaging';
import { testServers, until } from '@app/testing';
import { notesOf } from '../../apps/order-service/src/timeline/domain/notes.js';
import { ANSWERS } from '../../apps/order-service/src/timeline/domain/reservation-steps.js';
import { timelineOf } from '../../apps/order-service/src/timeline/domain/timeline.js';
import { TimelineRepository } from '../../apps/order-service/src/timeline/persistence/timeline.repository.js';
import { brokerLocator } from './locate.mjs';
import { PLAIN } from './paint.mjs';
import { picture } from './picture.mjs';
import { storyOf } from './story.mjs';
import type { Code, Step, Story } from './types.mjs';
import { useWorld } from '../../e2e/use-world.js';

const repository = new TimelineRepository();
const CODE: Code = {
  choreography: WAYBILL,
  timelineOf,
  notesOf,
  answers: ANSWERS,
  findFacts: (db, id) => repository.find(db, id),
};

const titles = ({ steps }: Story): string[] =>
  steps.map(({ event, notification }) =>
    event ? `${event.type} ${event.sequence}` : (notification?.kind ?? ''),
  );
const stepOf = ({ steps }: Story, type: string): Step | undefined =>
  steps.find(({ event }) => event?.type === type);

describe('an order whose reservation fails for a while and that is cancelled meanwhile', () => {
  const the = useWorld();

  const trace = async (id: string): Promise<Story> => {
    const { databases, topology } = the.world;
    const place = { brokerUrl: testServers().rabbitmqUrl, bearDeepHeaders };
    const locator = brokerLocator(() => Promise.resolve(place), topology.inbound);
    const story = await storyOf(CODE, databases, locator.locate, id);
    await locator.close();
    expect(locator.problem).toBeUndefined();
    return story;
  };

  it('can be traced while it waits, event by event, and is told in full when all is done', async () => {
    const { databases, probe, topology } = the.world;
    const shop = the.shop();
    await shop.stock({ lamp: 5 });
    await databases.inventory.query(
      `ALTER TABLE reservations ADD CONSTRAINT refuse CHECK (status <> 'RESERVED') NOT VALID`,
    );
    const { id, email } = await shop.place({ lamp: 2 });
    const inbound = topology.inbound.find(({ queue }) => queue.endsWith('inventory.order'));
    const { queue = '', deadLetters = '' } = inbound ?? {};
    await until('it is a dead letter', async () => (await probe.depth(deadLetters)) === 1);
    await shop.cancel(id);
    await until('the cancellation is parked', async () => {
      const rows = await databases.inventory.query('SELECT FROM parked_events WHERE subject = $1', [id]);
      return rows.length === 1;
    });

    const stuck = await until('nobody but inventory is behind', async () => {
      const story = await trace(id);
      const waiting = story.waiting.map(({ to, place }) => `${to} ${place}`);
      return waiting.join() === 'inventory dead-letter,inventory parked' && story;
    });
    expect(stuck.waiting).toMatchObject([
      {
        type: 'order.created',
        to: 'inventory',
        place: 'dead-letter',
        queue: deadLetters,
        code: '23514',
        attempts: 4,
      },
      { type: 'order.cancelled', to: 'inventory', place: 'parked', waitsFor: 1 },
    ]);

    await databases.inventory.query('ALTER TABLE reservations DROP CONSTRAINT refuse');
    const letter = await until('the dead letter is still there', () => probe.take(deadLetters));
    await probe.publish('', queue, letter.content);
    await the.world.settled();

    const story = await trace(id);
    expect(story).toMatchObject({ orderId: id, status: 'CANCELLED', waiting: [] });
    expect(story.next).toBeUndefined();
    expect(titles(story).toSorted()).toEqual([
      'inventory.released 2',
      'inventory.reserved 1',
      'order-cancelled',
      'order-received',
      'order.cancelled 2',
      'order.created 1',
    ]);
    expect(stepOf(story, 'order.created')?.deliveries).toMatchObject([
      { to: 'inventory', state: 'handled', notes: { attempts: 5 } },
      { to: 'notification', state: 'handled' },
    ]);
    expect(stepOf(story, 'order.cancelled')).toMatchObject({
      compensates: 'stock',
      deliveries: [{ to: 'inventory', notes: { parkedMs: expect.any(Number) } }, { to: 'notification' }],
    });
    expect(stepOf(story, 'inventory.released')).toMatchObject({
      compensates: 'stock',
      causedBy: { type: 'order.cancelled' },
      movements: [{ kind: 'released', productId: shop.product('lamp'), quantity: 2 }],
    });
    const drawn = picture(story, { width: 80, paint: PLAIN });
    for (const told of ['took 5 attempts, 23514', 'parked for', '↩ inventory.released 2', `sent to ${email}`])
      expect(drawn).toContain(told);
    expect(drawn.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
