import { migrateDatabase } from '@app/messaging';
import { runService } from '@app/platform';
import { notificationEnv } from './config.js';
import { createApp } from './create-app.js';
import { migrations } from './migrations.js';

const NAME = 'notification-service';

await runService({
  name: NAME,
  env: process.env,
  args: process.argv.slice(2),
  schema: notificationEnv,
  migrate: (config) => migrateDatabase(config, NAME, { migrations }),
  create: createApp,
});
