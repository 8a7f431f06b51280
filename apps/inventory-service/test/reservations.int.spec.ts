import { newId } from '@app/platform';
import { CommitStockOnOrderDelivered } from '../src/reservations/handlers/commit-stock-on-order-delivered.js';
import { CommitStockOnOrderShipped } from '../src/reservations/handlers/commit-stock-on-order-shipped.js';
import { ReleaseStockOnOrderCancelled } from '../src/reservations/handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCancelled, orderCreated, orderDelivered, orderShipped } from './events.js';
import { useInventory } from './inventory.js';

describe('reservations', () => {
  const inventory = useInventory();
  const service = inventory.instance();

  const statusOf = async (orderId: string): Promise<string> =>
    (await service.request('GET', `/reservations/${orderId}`)).body.status as string;

  const one = (productId: string) => orderCreated({ [productId]: 1 });
  const cancelled = ({ data }: { data: { orderId: string } }) => orderCancelled(data.orderId);

  it('holds all lines of an order, and says so', async () => {
    const [lamp, shade] = [await service.stock(5), await service.stock(1)];
    const created = orderCreated({ [lamp]: 2, [shade]: 1 });
    const { orderId } = created.data;
    await service.handle(ReserveStockOnOrderCreated, created);

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 3, reserved: 2 });
    expect(await service.figures(shade)).toEqual({ onHand: 1, available: 0, reserved: 1 });
    expect(await inventory.stream(orderId)).toEqual(['1 inventory.reserved']);
    expect((await service.request('GET', `/reservations/${orderId}`)).body).toMatchObject({
      orderId,
      status: 'RESERVED',
      lines: [
        { productId: lamp, quantity: 2 },
        { productId: shade, quantity: 1 },
      ],
      shortages: [],
    });
    const { body } = await service.request('GET', `/inventory/${lamp}`);
    expect(body.history[0]).toMatchObject({ kind: 'reserved', onHandDelta: 0, reservedDelta: 2, orderId });
  });

  it('takes nothing for an order that is short of one line, and says of what', async () => {
    const [lamp, shade] = [await service.stock(5), await service.stock(1)];
    const created = orderCreated({ [lamp]: 2, [shade]: 2, ghost: 1 });
    const { orderId } = created.data;
    await service.handle(ReserveStockOnOrderCreated, created);

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    expect(await service.figures(shade)).toEqual({ onHand: 1, available: 1, reserved: 0 });
    const shortages = [
      { productId: shade, requested: 2, available: 1, known: true },
      { productId: 'ghost', requested: 1, available: 0, known: false },
    ];
    const { body } = await service.request('GET', `/reservations/${orderId}`);
    expect(body).toMatchObject({ status: 'REJECTED', shortages });
    const failed = await inventory.published('inventory.reservation.failed');
    expect(failed.find(({ subject }) => subject === orderId)).toMatchObject({
      sequence: 1,
      causationid: created.id,
      correlationid: created.correlationid,
      data: { orderId, shortages },
    });
  });

  it('sells nothing of a product that the shop has withdrawn', async () => {
    const lamp = await service.stock(5);
    await service.request('DELETE', `/inventory/${lamp}`);
    const created = orderCreated({ [lamp]: 1 });
    await service.handle(ReserveStockOnOrderCreated, created);

    expect(await statusOf(created.data.orderId)).toBe('REJECTED');
  });

  it('commits what was held when the goods leave, once', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    await service.handle(ReserveStockOnOrderCreated, created);
    await service.handle(CommitStockOnOrderShipped, orderShipped(orderId));
    await service.handle(CommitStockOnOrderDelivered, orderDelivered(orderId));

    expect(await service.figures(lamp)).toEqual({ onHand: 3, available: 3, reserved: 0 });
    expect(await statusOf(orderId)).toBe('COMMITTED');
    expect(await inventory.stream(orderId)).toEqual(['1 inventory.reserved', '2 inventory.committed']);
  });

  it('commits on delivery what was never shipped', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    await service.handle(ReserveStockOnOrderCreated, created);
    await service.handle(CommitStockOnOrderDelivered, orderDelivered(created.data.orderId));

    expect(await service.figures(lamp)).toEqual({ onHand: 3, available: 3, reserved: 0 });
    expect(await statusOf(created.data.orderId)).toBe('COMMITTED');
  });

  it('releases what is held for an order that is cancelled', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    await service.handle(ReserveStockOnOrderCreated, created);
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId));

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    expect(await statusOf(orderId)).toBe('RELEASED');
    expect(await inventory.stream(orderId)).toEqual(['1 inventory.reserved', '2 inventory.released']);
  });

  it('restocks what had left for an order that is cancelled', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    await service.handle(ReserveStockOnOrderCreated, created);
    await service.handle(CommitStockOnOrderShipped, orderShipped(orderId));
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId));

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    expect(await statusOf(orderId)).toBe('RESTOCKED');
    const released = await inventory.published('inventory.released');
    expect(released.find(({ subject }) => subject === orderId)).toMatchObject({
      sequence: 3,
      data: { restocked: true, lines: [{ productId: lamp, quantity: 2 }] },
    });
    const { body } = await service.request('GET', `/inventory/${lamp}`);
    expect(body.history.map(({ kind }: { kind: string }) => kind)).toEqual([
      'restocked',
      'committed',
      'reserved',
      'received',
    ]);
  });

  it('has nothing to give back for an order that got nothing', async () => {
    const created = orderCreated({ ghost: 1 });
    const { orderId } = created.data;
    await service.handle(ReserveStockOnOrderCreated, created);
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId), orderCancelled(newId()));

    expect(await statusOf(orderId)).toBe('REJECTED');
    expect(await inventory.stream(orderId)).toEqual(['1 inventory.reservation.failed']);
  });

  it('alerts once when the stock falls to its threshold, and once when it leaves zero', async () => {
    const lamp = await service.stock(6, { lowStockThreshold: 2 });
    const [a, b, c, d, e] = [one(lamp), one(lamp), one(lamp), one(lamp), one(lamp)];
    const last = one(lamp);
    await service.handle(ReserveStockOnOrderCreated, a, b, c);
    expect(await inventory.stream(lamp)).toEqual(['1 inventory.updated']);

    await service.handle(ReserveStockOnOrderCreated, d, e);
    await service.handle(ReserveStockOnOrderCreated, last);
    expect(await inventory.stream(lamp)).toEqual(['1 inventory.updated', '2 inventory.low_stock']);
    const alerts = await inventory.published('inventory.low_stock');
    expect(alerts.find(({ subject }) => subject === lamp)).toMatchObject({
      causationid: d.id,
      data: { available: 2, threshold: 2 },
    });

    await service.handle(ReleaseStockOnOrderCancelled, cancelled(a));
    await service.handle(ReleaseStockOnOrderCancelled, cancelled(b), cancelled(c), cancelled(d));
    expect((await inventory.stream(lamp)).slice(2)).toEqual(['3 inventory.back_in_stock']);
    expect((await service.request('GET', `/inventory/${lamp}`)).body.version).toBe(3);
  });
});
