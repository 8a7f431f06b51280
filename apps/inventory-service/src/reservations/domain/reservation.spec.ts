import { holdsNothing, RESERVATION_LIFECYCLE, RESERVATION_STATUSES, statusAfter } from './reservation.js';

describe('the lifecycle of a reservation', () => {
  it.each([
    ['RESERVED', 'commit', 'COMMITTED'],
    ['RESERVED', 'cancel', 'RELEASED'],
    ['COMMITTED', 'cancel', 'RESTOCKED'],
  ] as const)('leads from %s by %s to %s', (from, step, to) => {
    expect(statusAfter(from, step)).toBe(to);
  });

  it.each([
    ['COMMITTED', 'commit'],
    ['REJECTED', 'commit'],
    ['REJECTED', 'cancel'],
    ['RELEASED', 'commit'],
    ['RELEASED', 'cancel'],
    ['RESTOCKED', 'commit'],
    ['RESTOCKED', 'cancel'],
  ] as const)('has nothing to do for %s at %s', (from, step) => {
    expect(statusAfter(from, step)).toBeUndefined();
  });

  it('can begin again where nothing is held and nothing has left', () => {
    expect(RESERVATION_STATUSES.filter(holdsNothing)).toEqual(['REJECTED', 'RELEASED', 'RESTOCKED']);
  });

  it('reaches every status from one of the two it starts in', () => {
    const reached = new Set<string>(['RESERVED', 'REJECTED']);
    for (const status of reached) {
      for (const next of Object.values(RESERVATION_LIFECYCLE[status as 'RESERVED'])) reached.add(next);
    }
    expect([...reached].sort()).toEqual([...RESERVATION_STATUSES].sort());
  });
});
