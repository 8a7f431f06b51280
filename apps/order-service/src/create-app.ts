import { EventConsumer } from '@app/messaging';
import { createHttpApp, type Logger } from '@app/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { OrderServiceConfig } from './config.js';

/** The order service as an application that is ready to listen and to consume. */
export async function createApp(config: OrderServiceConfig, logger: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(AppModule.forRoot(config), {
    config,
    logger,
    title: 'Waybill orders',
    description: 'Takes orders, follows them to their end and remembers how they got there.',
    version: '1.0.0',
  });
  app.connectMicroservice({ strategy: app.get(EventConsumer) });
  return app;
}
