import { migrateDatabase } from '@app/messaging';
import { runService } from '@app/platform';
import { orderServiceEnv } from './config.js';
import { createApp } from './create-app.js';
import { ledgers, migrations } from './migrations.js';

const NAME = 'order-service';

await runService({
  name: NAME,
  env: process.env,
  args: process.argv.slice(2),
  schema: orderServiceEnv,
  migrate: (config) => migrateDatabase(config, NAME, { migrations, ledgers }),
  create: createApp,
});
