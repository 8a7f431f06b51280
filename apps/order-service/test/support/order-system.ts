import {
  type Cause,
  type DomainEvent,
  type EventDraft,
  ProductUpdated,
  stamp,
  WAYBILL,
} from '@app/contracts';
import { topologyOf, Transactions } from '@app/messaging';
import { createLogger, loadConfig, newId, stop } from '@app/platform';
import { BrokerProbe, createTestDatabase, type TestDatabase, testServers } from '@app/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { CreateOrders1767225600000 } from '../../migrations/1767225600000-create-orders.js';
import { orderServiceEnv } from '../../src/config.js';
import { createApp } from '../../src/create-app.js';
import { PriceRepository } from '../../src/prices/persistence/price.repository.js';
import { Client } from './client.js';

const ON_SALE = { price: { amount: 2999, currency: 'EUR' }, active: true, version: 1 };
const NOWHERE = 'amqp://127.0.0.1:1';

/** One running order service. */
export interface OrderService {
  readonly app: NestFastifyApplication;
  readonly http: Client;
  /** Opens transactions as the service does; what is published in them takes the way of every event. */
  readonly transactions: Transactions;
  /** Stops as on SIGTERM. */
  stop(): Promise<void>;
}

export interface OrderSystem {
  readonly database: TestDatabase;
  /** The instance that every spec has. */
  readonly service: OrderService;
  /** Makes products known and sold, at 29.99 EUR each. */
  sell(...productIds: readonly string[]): Promise<void>;
  /** Starts another instance on the same database and broker. */
  start(): Promise<OrderService>;
}

export const cause = (): Cause => ({ tenant: 'default', correlationid: newId() });

/** The event that a draft becomes when it is published. */
export const published = <E extends DomainEvent>(draft: EventDraft<E>): DomainEvent<E['type'], E['data']> =>
  stamp(draft, { id: newId(), time: new Date(), cause: cause() });

/** A product as its first event tells of it. */
export const productUpdated = (
  productId: string,
  overrides: Partial<ProductUpdated['data']> = {},
  version = 1,
): EventDraft<ProductUpdated> =>
  ProductUpdated.of(
    { id: productId, version },
    {
      productId,
      name: `The ${productId}`,
      price: { amount: 2999, currency: 'EUR' },
      status: 'ACTIVE',
      onHand: 10,
      available: 10,
      reserved: 0,
      ...overrides,
    },
  );

/**
 * A database and an order service for one spec file, on a broker of the names of its own; without `consuming` there is
 * no broker, so that what is published can be looked at in the outbox.
 */
export function useOrderSystem({ consuming }: { consuming: boolean }): OrderSystem {
  const prefix = `t${randomBytes(4).toString('hex')}.`;
  // Hundreds of requests to a service in the same process take their time on a busy machine.
  jest.setTimeout(60_000);
  const running = new Set<OrderService>();
  let database: TestDatabase;

  const start = async (): Promise<OrderService> => {
    const app = await startApp(database, prefix, consuming);
    const service: OrderService = {
      app,
      http: new Client(await app.getUrl()),
      transactions: app.get(Transactions),
      stop: () => {
        running.delete(service);
        return stop(app);
      },
    };
    running.add(service);
    return service;
  };

  const first = (): OrderService => {
    const [service] = running;
    if (!service) throw new Error('the order service has not been started');
    return service;
  };

  beforeAll(async () => {
    database = await createTestDatabase([CreateOrders1767225600000]);
    await start();
  });

  afterAll(async () => {
    await Promise.all([...running].map((service) => service.stop()));
    await database.drop();
    if (consuming) await removeTopology(prefix);
  });

  return {
    get database() {
      return database;
    },
    get service() {
      return first();
    },
    sell: (...productIds) =>
      first().transactions.run(cause(), (tx) =>
        first()
          .app.get(PriceRepository)
          .remember(
            tx,
            productIds.map((productId) => ({ ...ON_SALE, productId, name: `The ${productId}` })),
          ),
      ),
    start,
  };
}

async function startApp(
  database: TestDatabase,
  prefix: string,
  consuming: boolean,
): Promise<NestFastifyApplication> {
  const config = loadConfig(orderServiceEnv, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    ...database.environment,
    DB_POOL_SIZE: '10',
    RABBITMQ_URL: consuming ? testServers().rabbitmqUrl : NOWHERE,
    RABBITMQ_PREFIX: prefix,
    RETRY_DELAYS_MS: '100',
  });
  const app = await createApp(config, createLogger({ level: config.LOG_LEVEL, service: 'order-service' }));
  if (consuming) await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  return app;
}

async function removeTopology(prefix: string): Promise<void> {
  const probe = await BrokerProbe.open();
  await probe.remove(topologyOf(WAYBILL, { prefix, retryDelaysMs: [100] }));
  await probe.close();
}
