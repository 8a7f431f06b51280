import { ask, type OrderView } from '@app/testing';
import { v7 } from 'uuid';
import { forEach } from './at-once.js';
import { useWorld } from './use-world.js';

// So many orders take their time on a slow machine.
const PATIENCE_MS = 600_000;
jest.setTimeout(4 * PATIENCE_MS);

describe('a crowd', () => {
  const the = useWorld({ instances: 2 });

  it('of 100 after a product of which there are 30, at two instances of each service, gets exactly 30', async () => {
    const shop = the.shop();
    await shop.stock({ ticket: 30 });
    const services = the.world.instances('order-service');

    const placed = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        ask<OrderView>(`${services[index % services.length]?.url}/orders`, {
          method: 'POST',
          body: shop.orderOf({ ticket: 1 }),
        }),
      ),
    );
    await the.world.settled(PATIENCE_MS);

    const orders = await Promise.all(placed.map(({ body }) => shop.order(body.id)));
    expect(orders.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(30);
    const refused = orders.filter(({ status }) => status === 'CANCELLED');
    expect(refused).toHaveLength(70);
    expect(new Set(refused.map(({ cancellation }) => cancellation?.code))).toEqual(
      new Set(['INSUFFICIENT_STOCK']),
    );
    expect(await shop.levels('ticket')).toEqual({ quantity: 30, reservedQuantity: 30, availableQuantity: 0 });
  });

  it('of 50 identical requests with one Idempotency-Key makes one order', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 100 });
    const body = shop.orderOf({ lamp: 1 });
    const headers = { 'idempotency-key': v7() };
    const services = the.world.instances('order-service');

    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        ask<OrderView>(`${services[index % services.length]?.url}/orders`, { method: 'POST', body, headers }),
      ),
    );
    await the.world.settled(PATIENCE_MS);

    const ids = new Set(replies.filter(({ status }) => status === 201).map(({ body: order }) => order.id));
    expect(ids.size).toBe(1);
    for (const { status, body: problem } of replies) {
      if (status !== 201)
        expect({ status, code: (problem as unknown as { code: string }).code }).toEqual({
          status: 409,
          code: 'idempotency-in-progress',
        });
    }
    const url = `${the.world.url('order-service')}/orders/customer/${body.customerId}`;
    expect((await ask<OrderView[]>(url)).body).toHaveLength(1);
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 1 });
  });

  it('is served while instances are replaced one after another, each of which finishes what it began', async () => {
    const shop = the.shop();
    await shop.stock({ chair: 100_000 });
    const placed: string[] = [];
    const closing = new AbortController();
    const customers = Array.from({ length: 2 }, async () => {
      while (!closing.signal.aborted) placed.push((await shop.place({ chair: 1 })).id);
    });

    for (const app of ['inventory-service', 'notification-service'] as const) {
      for (const instance of the.world.instances(app)) {
        expect(await instance.stop()).toBe(0);
        await instance.start();
      }
    }
    closing.abort();
    await Promise.all(customers);
    await the.world.settled(PATIENCE_MS);

    const orders = await forEach(placed, (id) => shop.order(id));
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['CONFIRMED']));
    expect(await shop.levels('chair')).toMatchObject({ reservedQuantity: placed.length });
  });
});
