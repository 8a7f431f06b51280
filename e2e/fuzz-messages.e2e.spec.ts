import { type AppName, until } from '@app/testing';
import { randomInt } from 'node:crypto';
import { brokenStock } from '../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { Letters } from './fuzz-messages/letters.js';
import { type Sent, Sender } from './fuzz-messages/sender.js';
import { Vitals } from './fuzz-messages/vitals.js';
import { useWorld } from './use-world.js';

const MESSAGES = Number(process.env['FUZZ_MESSAGES'] ?? 3000);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const AT_ONCE = 200;
// Far more than they take.
const TIME_LIMIT_MS = 300_000 + MESSAGES * 100;
const MEBIBYTE = 1_048_576;
const GROWTH_LIMIT_BYTES = 300 * MEBIBYTE;
const APPS: readonly AppName[] = ['order-service', 'inventory-service', 'notification-service'];

describe(`messages that nobody can handle (seed ${SEED})`, () => {
  const the = useWorld();
  let vitals: Vitals;
  let letters: Letters;
  beforeAll(async () => {
    vitals = await Vitals.of(APPS.map((app) => the.world.url(app)));
    letters = await Letters.from(the.world.topology.inbound);
  });
  afterAll(() => letters.close());

  it(
    'end among the dead letters, each with its reason, while orders are served between them',
    async () => {
      const shop = the.shop();
      await shop.stock({ lamp: 1_000_000 });
      const sender = await Sender.open(SEED);
      const sent: Sent[] = [];
      const orders: string[] = [];
      while (sent.length < MESSAGES) {
        const some = sender.send(the.world.topology.inbound, Math.min(AT_ONCE, MESSAGES - sent.length));
        orders.push((await shop.place({ lamp: 1 })).id);
        sent.push(...(await some));
        await vitals.look();
      }
      await until('all are dead letters', () => letters.count >= sent.length, TIME_LIMIT_MS);
      await sender.close();

      const wrong = sent
        .map((message) => ({ ...message, reason: letters.reasonOf(message.queue, message.id) }))
        .filter(({ reasons, reason }) => reason === undefined || !reasons.includes(reason));
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(letters.count).toBe(sent.length);
      for (const id of orders) await shop.reaches(id, 'CONFIRMED');
      await the.world.settled();
      expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: orders.length });
    },
    TIME_LIMIT_MS * 2,
  );

  it('repeat themselves nowhere, end no process, and fill no memory', async () => {
    await vitals.look();
    expect(letters.repeated).toBe(0);
    expect(vitals.restarts).toBe(0);
    expect(vitals.growthBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
    for (const app of APPS)
      await until(`${app} is ready`, async () => (await fetch(`${the.world.url(app)}/health/ready`)).ok);
    expect(await brokenStock(the.world.databases.inventory)).toEqual([]);
  });
});
