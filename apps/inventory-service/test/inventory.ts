import type { DomainEvent } from '@app/contracts';
import type { EventBatch, EventHandler } from '@app/messaging';
import { createLogger, loadConfig, newId, stop } from '@app/platform';
import { ask, createTestDatabase, handleBatch, type TestDatabase } from '@app/testing';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inventoryEnv } from '../src/config.js';
import { createApp } from '../src/create-app.js';
import { brokenStock } from '../src/stock/persistence/stock-invariants.js';

// Nobody listens there: what is published stays in the outbox, where a spec can read it.
const NOWHERE = { urls: ['amqp://127.0.0.1:1'] as readonly string[], prefix: '' };

/** What came back for a request; the body is parsed if it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a body holds is for each spec to say
  readonly body: any;
}

/** The figures of a product's stock. */
export interface Figures {
  readonly onHand: number;
  readonly available: number;
  readonly reserved: number;
}

/** One process of the service, as it were: with a connection pool and a port of its own. */
export class Instance {
  app!: NestFastifyApplication;
  url = '';

  constructor(private readonly create: () => Promise<NestFastifyApplication>) {}

  async start(): Promise<this> {
    this.app = await this.create();
    this.url = await this.app.getUrl();
    return this;
  }

  async request(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const reply = await ask<Answer['body']>(`${this.url}${path}`, { method, body, headers });
    return { ...reply, headers: Object.fromEntries(reply.headers) };
  }

  /** Adds a product of the spec's own, with so many units, and gives its id. */
  async stock(quantity: number, facts: object = {}): Promise<string> {
    const productId = `product-${newId()}`;
    const body = { productId, productName: 'Lamp', quantity, price: 1, ...facts };
    const { status } = await this.request('POST', '/inventory', body);
    if (status !== 201) throw new Error(`the product was not added: ${status}`);
    return productId;
  }

  async figures(productId: string): Promise<Figures> {
    const { body } = await this.request('GET', `/inventory/${productId}`);
    return { onHand: body.quantity, available: body.availableQuantity, reserved: body.reservedQuantity };
  }

  /** Hands events to their handler in one batch, and gives how many statements that took. */
  handle<E extends DomainEvent>(handler: Type<EventHandler<E>>, ...batch: EventBatch<E>): Promise<number> {
    return handleBatch(this.app, handler, batch);
  }
}

/** The service on a database of the spec's own. */
export class Inventory {
  database!: TestDatabase;
  private readonly instances: Instance[] = [];
  private readonly running = new Set<NestFastifyApplication>();

  constructor(private readonly broker = NOWHERE) {}

  static open(): Promise<Inventory> {
    return new Inventory().open();
  }

  /** Starts every instance there is to be, together, as they would after a deployment: only one of them may migrate. */
  async open(): Promise<this> {
    this.database = await createTestDatabase([]);
    await Promise.all(this.instances.map((instance) => instance.start()));
    return this;
  }

  /** One more process of the service; `consuming` also takes events from the broker, `env` changes its environment. */
  instance({ consuming = false, env = {} } = {}): Instance {
    const instance = new Instance(async () => {
      const config = loadConfig(inventoryEnv, { ...this.environment(), ...env });
      const app = await createApp(config, createLogger({ level: 'silent', service: 'inventory-service' }));
      await app.listen(0, '127.0.0.1');
      this.running.add(app);
      if (consuming) await app.startAllMicroservices();
      return app;
    });
    this.instances.push(instance);
    return instance;
  }

  start(options?: Parameters<Inventory['instance']>[0]): Promise<Instance> {
    return this.instance(options).start();
  }

  /** What was published and not yet relayed, in the order in which it was. */
  async published(type?: string): Promise<DomainEvent[]> {
    const rows = await this.database.query<{ body: string }>('SELECT body FROM outbox_events ORDER BY id');
    const events = rows.map(({ body }) => JSON.parse(body) as DomainEvent);
    return type === undefined ? events : events.filter((event) => event.type === type);
  }

  /** What was published about one order or product, in its order: `['1 inventory.updated']`. */
  async stream(subject: string): Promise<string[]> {
    const events = (await this.published()).filter((event) => event.subject === subject);
    return events.sort((a, b) => a.sequence - b.sequence).map(({ sequence, type }) => `${sequence} ${type}`);
  }

  /** Stops every process, as a deployment does. */
  async pause(): Promise<void> {
    for (const app of this.running) await stop(app);
    this.running.clear();
  }

  async close(): Promise<void> {
    await this.pause();
    await this.database.drop();
  }

  private environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      // A slow machine is late, and neither overloaded nor stuck.
      ADMISSION_PATIENCE_MS: '30000',
      EVENT_LOOP_DELAY_MAX_MS: '60000',
      DB_STATEMENT_TIMEOUT_MS: '60000',
      ...this.database.environment,
      RABBITMQ_URL: this.broker.urls.join(','),
      RABBITMQ_PREFIX: this.broker.prefix,
    };
  }
}

/**
 * The service for one spec file. Nothing is there before its hooks have run, and each test has to leave the stock sound
 * unless the spec writes figures of its own into the tables.
 */
export function useInventory({ broker = NOWHERE, soundStock = true } = {}): Inventory {
  const inventory = new Inventory(broker);
  beforeAll(() => inventory.open());
  if (soundStock) {
    afterEach(async () => {
      expect(await brokenStock(inventory.database)).toEqual([]);
    });
  }
  afterAll(() => inventory.close());
  return inventory;
}
