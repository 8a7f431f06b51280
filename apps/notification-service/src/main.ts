import { runService } from '@app/platform';
import { notificationEnv } from './config.js';
import { createApp } from './create-app.js';

await runService({
  name: 'notification-service',
  env: process.env,
  schema: notificationEnv,
  create: createApp,
});
