import { loadConfig } from '@app/platform';
import { inventoryEnv } from './config.js';

const env = {
  NODE_ENV: 'test',
  DB_HOST: 'localhost',
  DB_NAME: 'inventory_db',
  DB_USERNAME: 'inventory',
  RABBITMQ_URL: 'amqp://localhost',
};

describe('the configuration', () => {
  it('has a port, a currency and a day to pay unless told otherwise', () => {
    expect(loadConfig(inventoryEnv, env)).toMatchObject({
      PORT: 3002,
      DEFAULT_CURRENCY: 'EUR',
      RESERVATION_TTL_MS: 86_400_000,
    });
    expect(loadConfig(inventoryEnv, { ...env, DEFAULT_CURRENCY: 'JPY' })).toMatchObject({
      DEFAULT_CURRENCY: 'JPY',
    });
  });

  it('refuses a currency that nobody knows', () => {
    expect(() => loadConfig(inventoryEnv, { ...env, DEFAULT_CURRENCY: 'euro' })).toThrow(/DEFAULT_CURRENCY/);
  });
});
