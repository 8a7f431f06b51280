import { ConfigError, loadConfig } from '@app/platform';
import { orderServiceEnv } from './config.js';

const least = {
  DB_HOST: 'db',
  DB_NAME: 'order_db',
  DB_USERNAME: 'order',
  DB_PASSWORD: '',
  RABBITMQ_URL: 'amqp://broker',
};
const stripe = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_test_hunter2',
  STRIPE_WEBHOOK_SECRET: 'whsec_hunter2',
  STRIPE_SUCCESS_URL: 'https://shop.example/paid',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
};

const problemsOf = (change: Record<string, string | undefined>): readonly string[] => {
  try {
    loadConfig(orderServiceEnv, { ...least, ...change });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('the configuration', () => {
  it('takes payments by hand unless told otherwise', () => {
    expect(loadConfig(orderServiceEnv, least)).toMatchObject({
      PORT: 3001,
      PAYMENT_REQUIRED: false,
      PAYMENT_WINDOW_MS: 1_800_000,
      PAYMENT_PROVIDER: 'manual',
    });
  });

  it('refuses a link that does not say what is paid for', () => {
    expect(problemsOf({ PAYMENT_LINK_TEMPLATE: 'https://shop.example/pay' })).toEqual([
      'PAYMENT_LINK_TEMPLATE: must contain {orderId}',
    ]);
  });

  it('needs to know all that Stripe needs when Stripe takes the money', () => {
    expect(problemsOf(stripe)).toEqual([]);
    const needed = Object.keys(stripe).filter((name) => name !== 'PAYMENT_PROVIDER');
    const missing = Object.fromEntries(needed.map((name) => [name, undefined]));

    expect(problemsOf({ ...stripe, ...missing })).toEqual(
      needed.map((name) => `${name}: is required when PAYMENT_PROVIDER is stripe`),
    );
    expect(problemsOf({ ...stripe, STRIPE_SECRET_KEY: ' ' })).toEqual([
      expect.stringMatching(/^STRIPE_SECRET_KEY/),
    ]);
  });

  it('never repeats a secret', () => {
    const problems = problemsOf({ ...stripe, STRIPE_API_BASE: 'ftp://x', STRIPE_SUCCESS_URL: 'nowhere' });

    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });
});
