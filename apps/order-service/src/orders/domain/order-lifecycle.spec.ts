import { IllegalOrderStep } from './order.errors.js';
import {
  canTake,
  INITIAL_STATUS,
  nextStatuses,
  ORDER_LIFECYCLE,
  ORDER_STATUSES,
  type OrderStatus,
  type OrderStep,
  statusAfter,
} from './order-lifecycle.js';

const STEPS: readonly OrderStep[] = [
  'confirm',
  'awaitPayment',
  'process',
  'ship',
  'deliver',
  'complete',
  'cancel',
  'reopen',
];

function reachableFrom(start: OrderStatus): Set<OrderStatus> {
  const reached = new Set([start]);
  // A set hands out what is added while it is walked, so this ends when nothing new is found.
  for (const status of reached) for (const next of nextStatuses(status)) reached.add(next);
  return reached;
}

describe('the lifecycle of an order', () => {
  it('can bring a new order to every status', () => {
    expect([...reachableFrom(INITIAL_STATUS)].toSorted()).toEqual(ORDER_STATUSES.toSorted());
  });

  it('leads every step to a status of the table', () => {
    const targets = ORDER_STATUSES.flatMap((status) => Object.values<string>(ORDER_LIFECYCLE[status]));

    expect(ORDER_STATUSES).toEqual(expect.arrayContaining(targets));
  });

  it('lets every order come to an end', () => {
    const isFinal = (status: OrderStatus) => status === 'CANCELLED' || nextStatuses(status).length === 0;

    for (const status of ORDER_STATUSES) expect([...reachableFrom(status)].some(isFinal)).toBe(true);
  });

  it('never leads back to a status that was left, save for the order that is paid after all', () => {
    const onward = (status: OrderStatus) => (status === 'CANCELLED' ? [] : nextStatuses(status));
    for (const status of ORDER_STATUSES) {
      const reached = new Set(onward(status));
      for (const next of reached) for (const further of onward(next)) reached.add(further);
      expect(reached).not.toContain(status);
    }
    expect(nextStatuses('CANCELLED')).toEqual([INITIAL_STATUS]);
  });

  it('lets an order be cancelled until it is delivered', () => {
    expect(ORDER_STATUSES.filter((status) => canTake(status, 'cancel'))).toEqual([
      'PENDING',
      'AWAITING_PAYMENT',
      'CONFIRMED',
      'PROCESSING',
      'SHIPPED',
    ]);
  });

  it('refuses exactly the steps that are not in the table, naming what is possible instead', () => {
    for (const status of ORDER_STATUSES) {
      for (const step of STEPS) {
        if (canTake(status, step)) {
          expect(nextStatuses(status)).toContain(statusAfter(status, step));
        } else {
          expect(() => statusAfter(status, step)).toThrow(IllegalOrderStep);
        }
      }
    }
    expect(() => statusAfter('CONFIRMED', 'confirm')).toThrow(
      expect.objectContaining({
        code: 'illegal-order-step',
        extensions: {
          currentStatus: 'CONFIRMED',
          allowed: ['PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'],
        },
      }),
    );
  });
});
