import { EventConsumer } from '@app/messaging';
import { createHttpApp, type Logger } from '@app/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { NotificationConfig } from './config.js';
import { loadTemplates } from './templates/load-templates.js';

/** The notification service, ready to be started, with its consumer connected. */
export async function createApp(config: NotificationConfig, logger: Logger): Promise<NestFastifyApplication> {
  // First, so that a broken template is reported before anything is connected.
  const templates = await loadTemplates({
    defaultLocale: config.DEFAULT_LOCALE,
    directory: config.TEMPLATES_DIR,
  });
  const app = await createHttpApp(AppModule.forRoot(config, templates), {
    config,
    logger,
    title: 'Waybill notifications',
    description: 'Tells customers what becomes of their orders, and the shop what becomes of its stock.',
    version: '1.0.0',
  });
  app.connectMicroservice({ strategy: app.get(EventConsumer) });
  return app;
}
