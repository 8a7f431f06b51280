import { refusal } from './refusal.mjs';

describe('sample orders', () => {
  it.each([
    'postgres://postgres@127.0.0.1:5432/order_db',
    'postgres://localhost/waybill_order_db',
    'postgres://[::1]/order_db',
    'postgres:///order_db?host=/var/run/postgresql',
  ])('may be put into %s', (database) => {
    expect(refusal(database, {})).toBeUndefined();
  });

  it.each([
    ['postgres://db.example.org/order_db', {}],
    ['postgres://localhost/order_db?host=db.example.org', {}],
    ['postgres://localhost/order_production', {}],
    ['postgres://localhost/order_db', { NODE_ENV: 'production' }],
  ])('are kept out of %s (%j)', (database, env) => {
    expect(refusal(database, env)).toEqual(expect.any(String));
  });
});
