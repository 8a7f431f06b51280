import { cameTo } from './came-to.mjs';

const trial = { fingerprint: 'a1' };
const outcome = { ...trial, on: '2026-01-31', found: [] };

describe('what a trial came to', () => {
  it('is told by whom what was found, and when', () => {
    const found = [
      { by: 'auditor', what: 'orders-hear-products' },
      { by: 'customers', what: 'one request placed several orders' },
      { by: 'auditor', what: 'prices-as-told' },
    ];

    expect(cameTo(trial, { ...outcome, found })).toEqual([
      'auditor: `orders-hear-products`, `prices-as-told`; customers: one request placed several orders',
      '2026-01-31',
    ]);
  });

  it('is told with the schedules that it took, also when that was in vain', () => {
    const found = [{ by: 'simulation', what: 'in order and once' }];

    expect(cameTo(trial, { ...outcome, schedules: 1, found })[0]).toBe(
      'simulation: in order and once; after 1 schedule',
    );
    expect(cameTo(trial, { ...outcome, schedules: 2000 })[0]).toBe('nothing; after 2000 schedules');
  });

  it('is not told of what has changed since, or was never tried', () => {
    expect(cameTo({ fingerprint: 'b2' }, outcome)).toEqual(['not run since it was changed', '2026-01-31']);
    expect(cameTo(trial, undefined)).toEqual(['not run yet', '–']);
  });
});
