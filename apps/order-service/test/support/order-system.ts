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
import { orderServiceEnv } from '../../src/config.js';
import { createApp } from '../../src/create-app.js';
import { migrations } from '../../src/migrations.js';
import { PriceRepository } from '../../src/prices/persistence/price.repository.js';
import { Client } from './client.js';

const ON_SALE = { price: { amount: 2999, currency: 'EUR' }, active: true, version: 1 };
const NOWHERE = 'amqp://127.0.0.1:1';

/** Variables that differ from the usual ones. */
type Environment = Readonly<Record<string, string>>;

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
  /** Begins the name of everything of this system on the broker. */
  readonly prefix: string;
  /** The instance that every spec has. */
  readonly service: OrderService;
  /** Makes products known and sold, at 29.99 EUR each. */
  sell(...productIds: readonly string[]): Promise<void>;
  /** Starts another instance on the same database and broker, unless variables of its own say otherwise. */
  start(environment?: Environment): Promise<OrderService>;
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
export function useOrderSystem({
  consuming,
  environment = {},
}: {
  readonly consuming: boolean;
  /** Variables of every instance; a function is asked when one starts. */
  readonly environment?: Environment | (() => Environment);
}): OrderSystem {
  const prefix = `t${randomBytes(4).toString('hex')}.`;
  const running = new Set<OrderService>();
  let database: TestDatabase;

  const start = async (own: Environment = {}): Promise<OrderService> => {
    const app = await startApp(database, prefix, consuming, {
      ...(typeof environment === 'function' ? environment() : environment),
      ...own,
    });
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
    database = await createTestDatabase(migrations);
    await start();
  });

  afterAll(async () => {
    await Promise.all([...running].map((service) => service.stop()));
    await database.drop();
    if (consuming) await removeTopology(prefix);
  });

  return {
    prefix,
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
  environment: Environment,
): Promise<NestFastifyApplication> {
  const config = loadConfig(orderServiceEnv, {
    NODE_ENV: 'test',
    // A slow machine is late, and neither overloaded nor stuck.
    ADMISSION_PATIENCE_MS: '30000',
    EVENT_LOOP_DELAY_MAX_MS: '60000',
    DB_STATEMENT_TIMEOUT_MS: '60000',
    LOG_LEVEL: 'silent',
    ...database.environment,
    DB_POOL_SIZE: '10',
    RABBITMQ_URL: consuming ? testServers().rabbitmqUrl : NOWHERE,
    RABBITMQ_PREFIX: prefix,
    RETRY_DELAYS_MS: '100',
    ...environment,
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
