import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientsModule,
  EventPattern,
  type MicroserviceOptions,
  type RmqContext,
  type RmqOptions,
  Transport,
} from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';

// The usual way to write the saga, as tutorials on NestJS and RabbitMQ do, to compare the saga with: Nest's own
// transport, one message at a time (prefetch 1), acknowledged by hand; a repository's `save` for every entity; an event
// emitted after the commit, without an outbox. It is no worse than they are: messages are persistent and queues durable,
// HTTP is Fastify's, the items of an order are one column and not a table. What it leaves out costs it nothing: it checks
// no request, keeps no history and no ledger, and drops no repeated message.

const { env } = process;
const EXCHANGE = 'usual.events';

/** Injects what emits events. */
export const EVENTS = Symbol('events');

const broker = {
  urls: [env['RABBITMQ_URL'] ?? ''],
  exchange: EXCHANGE,
  exchangeType: 'topic',
  wildcards: true,
} satisfies RmqOptions['options'];

/** The service's own database, its tables made from its entities. */
export const Database = TypeOrmModule.forRoot({
  type: 'postgres',
  host: env['DB_HOST'] ?? '',
  port: Number(env['DB_PORT']),
  username: env['DB_USERNAME'] ?? '',
  password: env['DB_PASSWORD'] ?? '',
  database: env['DB_NAME'] ?? '',
  autoLoadEntities: true,
  synchronize: true,
});

/** What publishes. */
export const Events = ClientsModule.register([
  { name: EVENTS, transport: Transport.RMQ, options: { ...broker, persistent: true } },
]);

/** Nest's own decorator, whose types would let a handler have nothing but the event. */
export const OnEvent = (pattern: string): MethodDecorator => EventPattern<unknown>(pattern);

/** Serves HTTP, and the queue of that name. */
export async function start(module: Type, queue: string): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: ['error', 'warn'],
  });
  app.connectMicroservice<MicroserviceOptions>({
    transport: Transport.RMQ,
    options: { ...broker, queue, queueOptions: { durable: true }, noAck: false, prefetchCount: 1 },
  });
  await app.startAllMicroservices();
  await app.listen(Number(env['PORT']), '127.0.0.1');
}

/** Tells the broker that a message has been worked on. */
export function acknowledge(context: RmqContext): void {
  context.getChannelRef().ack(context.getMessage());
}
