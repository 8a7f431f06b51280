import { OrderNotChangeable, OrderNotDeleted } from './order-change.errors.js';
import { deleteOrder, editDetails, editShipping, restoreOrder } from './order-edits.js';
import { type OrderCommand, takeStep } from './order-steps.js';
import type { Order, TakenStep } from './order.js';
import { place } from './place.js';

const occasion = { at: '2026-01-05T12:00:00.000Z', who: 'anonymous' };
const home = { name: 'Ada', street: 'Example Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' };

const placed: Order = place(
  {
    id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
    customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
    lines: [{ productId: 'lamp', name: 'Desk lamp', quantity: 2, unitPrice: 2999 }],
    total: { amount: 5998, currency: 'EUR' },
    contact: { email: 'ada@example.org' },
  },
  { at: '2026-01-02T09:30:00.000Z', who: 'anonymous' },
).order;

const after = (...commands: OrderCommand[]): Order =>
  commands.reduce((order, command) => takeStep(order, command, occasion).at(-1)?.order ?? order, placed);
const shipped = after({ step: 'confirm' }, { step: 'ship', carrier: 'DHL' });
const typesOf = (steps: readonly TakenStep[]) => steps.map(({ event }) => event.contract.type);

describe('details', () => {
  it('are changed in one step that names them', () => {
    const [step] = editDetails(placed, { notes: 'Ring twice', contact: null }, occasion);

    expect(step?.order).toMatchObject({ version: 2, notes: 'Ring twice' });
    expect(step?.order.contact).toBeUndefined();
    expect(step?.event.data).toMatchObject({ changed: ['contact', 'notes'] });
  });

  it('that are so already change nothing, in whatever order they are written', () => {
    const at = { ...placed, shippingAddress: home };
    const reordered = {
      country: 'DE',
      city: 'Berlin',
      postalCode: '10115',
      street: home.street,
      name: 'Ada',
    };

    expect(editDetails(at, { shippingAddress: reordered, notes: null }, occasion)).toEqual([]);
  });

  it('are fixed once the goods have left', () => {
    expect(() => editDetails(shipped, { notes: 'Too late' }, occasion)).toThrow(OrderNotChangeable);
  });
});

describe('shipping', () => {
  it('can be corrected while the goods are on their way, but not where they go', () => {
    const [step] = editShipping(shipped, { shipping: { trackingNumber: '0034' } }, occasion);

    expect(step?.order.shipping).toEqual({ carrier: 'DHL', trackingNumber: '0034' });
    expect(() => editShipping(shipped, { address: home, shipping: {} }, occasion)).toThrow(
      OrderNotChangeable,
    );
  });

  it('is fixed once the goods have arrived', () => {
    const delivered = after({ step: 'confirm' }, { step: 'ship' }, { step: 'deliver' });

    expect(() => editShipping(delivered, { shipping: { carrier: 'DHL' } }, occasion)).toThrow(
      OrderNotChangeable,
    );
  });
});

describe('deleting', () => {
  it('cancels an order that still holds stock, and hides it', () => {
    const steps = deleteOrder(after({ step: 'confirm' }), occasion);

    expect(typesOf(steps)).toEqual(['order.cancelled', 'order.updated']);
    expect(steps.at(-1)?.order).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'DELETED' },
      deletedAt: occasion.at,
    });
  });

  it('leaves what has left as it is', () => {
    expect(deleteOrder(shipped, occasion).at(-1)?.order).toMatchObject({
      status: 'SHIPPED',
      deletedAt: occasion.at,
    });
  });

  it('can be undone, once', () => {
    const deleted = deleteOrder(shipped, occasion).at(-1)?.order ?? shipped;
    const restored = restoreOrder(deleted, occasion).at(-1)?.order ?? deleted;

    expect(restored).toMatchObject({ status: 'SHIPPED' });
    expect(restored.deletedAt).toBeUndefined();
    expect(() => restoreOrder(restored, occasion)).toThrow(OrderNotDeleted);
  });
});
