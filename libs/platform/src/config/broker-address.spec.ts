import { brokerAddress } from './broker-address.js';

const none = { RABBITMQ_USERNAME: undefined, RABBITMQ_PASSWORD: undefined, RABBITMQ_CA: undefined };

describe('the address of the broker', () => {
  it('is what the URLs say when nothing else is said', () => {
    expect(brokerAddress({ ...none, RABBITMQ_URL: ['amqp://a:b@one/v', 'amqp://two'] })).toEqual({
      urls: ['amqp://a:b@one/v', 'amqp://two'],
    });
  });

  it('has credentials of their own at every node, whatever is in them', () => {
    const { urls } = brokerAddress({
      RABBITMQ_URL: ['amqps://guest:guest@one:5671/waybill', 'amqps://two/waybill'],
      RABBITMQ_USERNAME: 'order-service',
      RABBITMQ_PASSWORD: 'p@ss/w:rd%41?',
      RABBITMQ_CA: 'PEM',
    });

    expect(urls.map((url) => new URL(url)).map(({ host, pathname }) => host + pathname)).toEqual([
      'one:5671/waybill',
      'two/waybill',
    ]);
    for (const { username, password } of urls.map((url) => new URL(url)))
      expect([username, password].map(decodeURIComponent)).toEqual(['order-service', 'p@ss/w:rd%41?']);
  });

  it('names who signs its certificates', () => {
    expect(brokerAddress({ ...none, RABBITMQ_URL: ['amqps://one'], RABBITMQ_CA: 'PEM' }).ca).toBe('PEM');
  });
});
