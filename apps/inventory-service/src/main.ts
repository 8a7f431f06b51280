import { runService } from '@app/platform';
import { inventoryEnv } from './config.js';
import { createApp } from './create-app.js';

await runService({ name: 'inventory-service', env: process.env, schema: inventoryEnv, create: createApp });
