import { type AppName, type OrderView, until } from '@app/testing';
import { v7 } from 'uuid';
import { inLanes, persistently } from './lanes.js';
import { CANCELLED, CONFIRMED, RECEIVED, useWorld } from './use-world.js';

const ORDERS = 150;
// So many orders take their time on a slow machine.
const PATIENCE_MS = 600_000;
jest.setTimeout(4 * PATIENCE_MS);

describe.each<AppName>(['order-service', 'inventory-service', 'notification-service'])(
  '%s killed in the middle',
  (app) => {
    const the = useWorld();

    it('changes nothing about how any order ends, the stock, or which mails arrive', async () => {
      const shop = the.shop();
      await shop.stock({ chair: 100, table: 1000 });
      const [victim] = the.world.instances(app);
      const wanted = Array.from({ length: ORDERS }, () => ({
        body: shop.orderOf({ chair: 1, table: 2 }),
        key: v7(),
      }));

      let answered = 0;
      const placing = inLanes(wanted, 10, async ({ body, key }) => {
        const order = await persistently(`${the.world.instances('order-service')[0]?.url}/orders`, body, key);
        answered += 1;
        return { id: order.body.id, email: (body['contact'] as { email: string }).email };
      });
      await until('a third is placed', () => answered >= ORDERS / 3, PATIENCE_MS);
      await victim?.kill();
      await victim?.start();
      const placed = await placing;
      await the.world.settled(PATIENCE_MS);

      const orders = await Promise.all(placed.map(({ id }) => shop.order(id)));
      expect(orders.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(100);
      expect(orders.filter(({ status }) => status === 'CANCELLED')).toHaveLength(50);
      expect(await shop.levels('chair')).toEqual({
        quantity: 100,
        reservedQuantity: 100,
        availableQuantity: 0,
      });
      expect(await shop.levels('table')).toEqual({
        quantity: 1000,
        reservedQuantity: 200,
        availableQuantity: 800,
      });
      const [row] = await the.world.databases.order.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM orders',
      );
      expect(row?.n).toBe(ORDERS);
      await expectMails(placed, orders);
    });

    /** Mails are exactly once but for the one window that the notification service documents. */
    async function expectMails(
      placed: readonly { email: string }[],
      orders: readonly OrderView[],
    ): Promise<void> {
      const shop = the.shop();
      let repeated = 0;
      for (const [index, { email }] of placed.entries()) {
        const mails = shop.mailsTo(email);
        const due = [RECEIVED, orders[index]?.status === 'CONFIRMED' ? CONFIRMED : CANCELLED].sort();
        expect([...new Set(mails)]).toEqual(due);
        repeated += mails.length - due.length;
      }
      // Those in flight when the process died, at the most; none when it was another service.
      expect(repeated).toBeLessThanOrEqual(app === 'notification-service' ? 10 : 0);
    }
  },
);
