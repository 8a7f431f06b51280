import { runService } from '@app/platform';
import { orderServiceEnv } from './config.js';
import { createApp } from './create-app.js';

await runService({ name: 'order-service', env: process.env, schema: orderServiceEnv, create: createApp });
