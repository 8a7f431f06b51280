import { ChangeStockOnOrderChangeRequested } from '../src/reservations/handlers/change-stock-on-order-change-requested.js';
import { CommitStockOnOrderShipped } from '../src/reservations/handlers/commit-stock-on-order-shipped.js';
import { ReleaseStockOnOrderCancelled } from '../src/reservations/handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { ReserveStockOnOrderReopened } from '../src/reservations/handlers/reserve-stock-on-order-reopened.js';
import { orderCancelled, orderChangeRequested, orderCreated, orderReopened, orderShipped } from './events.js';
import { useInventory } from './inventory.js';

describe('a reservation that is wanted otherwise', () => {
  const inventory = useInventory();
  const service = inventory.instance();

  const reserved = async (lines: Readonly<Record<string, number>>): Promise<string> => {
    const created = orderCreated(lines);
    await service.handle(ReserveStockOnOrderCreated, created);
    return created.data.orderId;
  };
  const reservation = async (orderId: string) =>
    (await service.request('GET', `/reservations/${orderId}`)).body;
  const ledgerOf = (orderId: string) =>
    inventory.database.query(
      `SELECT product_id, kind, quantity, reservation_version AS version FROM stock_movements
       WHERE order_id = $1 ORDER BY movement_id`,
      [orderId],
    );

  it('holds the difference and tells of the change', async () => {
    const [lamp, shade, desk] = [await service.stock(5), await service.stock(4), await service.stock(1)];
    const orderId = await reserved({ [lamp]: 2, [shade]: 3 });
    const request = orderChangeRequested(orderId, { [lamp]: 5, [shade]: 1, [desk]: 1 });
    await service.handle(ChangeStockOnOrderChangeRequested, request);

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 0, reserved: 5 });
    expect(await service.figures(shade)).toEqual({ onHand: 4, available: 3, reserved: 1 });
    expect(await service.figures(desk)).toEqual({ onHand: 1, available: 0, reserved: 1 });
    const { lines, changeId } = request.data;
    expect(await reservation(orderId)).toMatchObject({ status: 'RESERVED', version: 2, lines });
    expect(await ledgerOf(orderId)).toEqual([
      { product_id: lamp, kind: 'reserved', quantity: 2, version: 1 },
      { product_id: shade, kind: 'reserved', quantity: 3, version: 1 },
      { product_id: shade, kind: 'released', quantity: 2, version: 2 },
      { product_id: lamp, kind: 'reserved', quantity: 3, version: 2 },
      { product_id: desk, kind: 'reserved', quantity: 1, version: 2 },
    ]);
    const told = await inventory.published('inventory.reservation.changed');
    expect(told.find(({ subject }) => subject === orderId)).toMatchObject({
      sequence: 2,
      causationid: request.id,
      data: { orderId, changeId, lines },
    });
  });

  it('stays as it was when one product is short, and says of what', async () => {
    const [lamp, shade] = [await service.stock(3), await service.stock(4)];
    const orderId = await reserved({ [lamp]: 2, [shade]: 3 });
    await service.handle(ChangeStockOnOrderChangeRequested, orderChangeRequested(orderId, { [lamp]: 4 }));

    expect(await service.figures(lamp)).toEqual({ onHand: 3, available: 1, reserved: 2 });
    expect(await service.figures(shade)).toEqual({ onHand: 4, available: 1, reserved: 3 });
    expect(await reservation(orderId)).toMatchObject({
      version: 2,
      lines: [{ productId: lamp, quantity: 2 }, { productId: shade }],
    });
    const told = await inventory.published('inventory.reservation.change_refused');
    expect(told.find(({ subject }) => subject === orderId)).toMatchObject({
      sequence: 2,
      data: { shortages: [{ productId: lamp, requested: 4, available: 3, known: true }] },
    });
  });

  it('is refused a change without a shortage once it holds nothing', async () => {
    const lamp = await service.stock(9);
    const [shipped, cancelled, rejected] = [
      await reserved({ [lamp]: 1 }),
      await reserved({ [lamp]: 1 }),
      await reserved({ [lamp]: 99 }),
    ];
    await service.handle(CommitStockOnOrderShipped, orderShipped(shipped));
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(cancelled));
    const requests = [shipped, cancelled, rejected].map((id) => orderChangeRequested(id, { [lamp]: 2 }));
    const [first, ...rest] = requests;
    if (first) await service.handle(ChangeStockOnOrderChangeRequested, first, ...rest);

    const told = await inventory.published('inventory.reservation.change_refused');
    expect(
      told
        .filter(({ subject }) => [shipped, cancelled, rejected].includes(subject))
        .map(({ sequence, data }) => ({ sequence, data })),
    ).toEqual(
      [3, 3, 2].map((sequence, at) => ({
        sequence,
        data: { orderId: requests[at]?.data.orderId, changeId: requests[at]?.data.changeId, shortages: [] },
      })),
    );
  });

  it('is committed and given back with the goods it came to hold', async () => {
    const [lamp, desk] = [await service.stock(5), await service.stock(5)];
    const orderId = await reserved({ [lamp]: 2 });
    await service.handle(ChangeStockOnOrderChangeRequested, orderChangeRequested(orderId, { [desk]: 3 }));
    await service.handle(CommitStockOnOrderShipped, orderShipped(orderId));
    expect(await service.figures(desk)).toEqual({ onHand: 2, available: 2, reserved: 0 });
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId));

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    expect(await service.figures(desk)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    expect(await inventory.stream(orderId)).toEqual([
      '1 inventory.reserved',
      '2 inventory.reservation.changed',
      '3 inventory.committed',
      '4 inventory.released',
    ]);
  });

  it('is held again for an order that comes back, as often as it does', async () => {
    const lamp = await service.stock(5);
    const orderId = await reserved({ [lamp]: 2 });
    for (const quantity of [2, 3]) {
      await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId));
      await service.handle(ReserveStockOnOrderReopened, orderReopened(orderId, { [lamp]: quantity }));
    }

    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 2, reserved: 3 });
    expect(await reservation(orderId)).toMatchObject({ status: 'RESERVED', version: 5 });
    expect(await inventory.stream(orderId)).toEqual([
      '1 inventory.reserved',
      '2 inventory.released',
      '3 inventory.reserved',
      '4 inventory.released',
      '5 inventory.reserved',
    ]);
  });

  it('says of what there is too little for an order that comes back too late', async () => {
    const lamp = await service.stock(2);
    const orderId = await reserved({ [lamp]: 2 });
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId));
    await reserved({ [lamp]: 1 });
    await service.handle(ReserveStockOnOrderReopened, orderReopened(orderId, { [lamp]: 2 }));

    expect(await reservation(orderId)).toMatchObject({
      status: 'REJECTED',
      version: 3,
      shortages: [{ productId: lamp, requested: 2, available: 1, known: true }],
    });
    expect((await inventory.stream(orderId)).at(-1)).toBe('3 inventory.reservation.failed');
  });

  it('alerts once for each crossing, though a batch takes and gives in turn', async () => {
    const lamp = await service.stock(4, { lowStockThreshold: 1 });
    const [a, b] = [await reserved({ [lamp]: 2 }), await reserved({ [lamp]: 1 })];
    expect(await inventory.stream(lamp)).toEqual(['1 inventory.updated', '2 inventory.low_stock']);
    const other = await service.stock(9);
    await service.handle(
      ChangeStockOnOrderChangeRequested,
      orderChangeRequested(b, { [lamp]: 2 }),
      orderChangeRequested(a, { [other]: 1 }),
    );
    await service.handle(ChangeStockOnOrderChangeRequested, orderChangeRequested(b, { [lamp]: 3 }));

    const alerts = (await inventory.published()).filter(
      ({ subject, sequence }) => subject === lamp && sequence > 2,
    );
    expect(alerts.map(({ sequence, type, data }) => [sequence, type, data])).toEqual([
      [3, 'inventory.back_in_stock', expect.objectContaining({ available: 2 })],
      [4, 'inventory.low_stock', expect.objectContaining({ available: 1 })],
    ]);
  });
});
