import { until } from '@app/testing';
import { Letters } from './fuzz-messages/letters.js';
import { Vitals } from './fuzz-messages/vitals.js';
import { useWorld } from './use-world.js';

const MEBIBYTE = 1_048_576;
const BODIES = Number(process.env['LARGE_BODIES'] ?? 40);
const BODY = Buffer.alloc(16 * MEBIBYTE, 'x');
const ORDERS = 5;
// A service at rest takes some 150 MiB. All of the backlog at once would be 640 MiB more, and its prefetch allows as much.
const MEMORY_LIMIT_BYTES = 500 * MEBIBYTE;
// Far more than they take.
const TIME_LIMIT_MS = 240_000 + BODIES * 3_000;

describe(`a backlog of ${BODIES} bodies of sixteen mebibytes, and orders between them`, () => {
  const the = useWorld();
  let letters: Letters;
  beforeAll(async () => {
    letters = await Letters.from(the.world.topology.inbound);
  });
  afterAll(() => letters.close());

  it(
    'ends among the dead letters, each with its reason, while the orders are served and memory stays bounded',
    async () => {
      const shop = the.shop();
      await shop.stock({ lamp: 100 });
      const [inventory] = the.world.instances('inventory-service');
      const queue = the.world.topology.inbound.find(({ queue: name }) => name.endsWith('inventory.order'));
      if (!inventory || !queue) throw new Error('nobody hears of orders');
      await inventory.stop();
      const orders: string[] = [];
      for (let number = 0; number < BODIES; number++) {
        await the.world.probe.publish('', queue.queue, BODY, { messageId: `large-${number}` });
        if (number % Math.ceil(BODIES / ORDERS) === 0) orders.push((await shop.place({ lamp: 1 })).id);
      }

      await inventory.start();
      const vitals = await Vitals.of([inventory.url]);
      await until(
        'all are dead letters',
        async () => {
          await vitals.look();
          return letters.count >= BODIES;
        },
        TIME_LIMIT_MS,
      );
      for (const id of orders) await shop.reaches(id, 'CONFIRMED');
      await the.world.settled();
      await vitals.look();

      const reasons = Array.from({ length: BODIES }, (_, number) =>
        letters.reasonOf(queue.queue, `large-${number}`),
      );
      expect(reasons.filter((reason) => reason !== 'too-large' && reason !== 'rejected')).toEqual([]);
      expect(reasons).toContain('too-large');
      expect([letters.count, letters.repeated, vitals.restarts]).toEqual([BODIES, 0, 0]);
      expect(vitals.mostBytes).toBeLessThan(MEMORY_LIMIT_BYTES);
      if (process.env['LARGE_BODIES'])
        process.stderr.write(`${Math.round(vitals.mostBytes / MEBIBYTE)} MiB\n`);
    },
    TIME_LIMIT_MS * 2,
  );
});
