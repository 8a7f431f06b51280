import { EventConsumer } from '@app/messaging';
import { createHttpApp, type Logger } from '@app/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { InventoryConfig } from './config.js';
import { QuestionServer } from './validation/question-server.js';

/** The inventory service as an application that is ready to listen and to consume. */
export async function createApp(config: InventoryConfig, logger: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(AppModule.forRoot(config), {
    config,
    logger,
    title: 'Waybill inventory',
    description: 'Products, their stock, and what is held of it for orders.',
    version: '1.0.0',
  });
  app.connectMicroservice({ strategy: app.get(EventConsumer) });
  app.connectMicroservice({ strategy: new QuestionServer(config, logger) });
  return app;
}
