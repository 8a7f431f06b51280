import { dataSourceOptions } from '@app/messaging';
import { CreateOrders1767225600000 } from '../migrations/1767225600000-create-orders.js';
import type { OrderServiceConfig } from './config.js';

/** TypeORM's options for the database of orders, with every migration there is, oldest first. */
export const orderDataSourceOptions = (config: OrderServiceConfig) =>
  dataSourceOptions(
    {
      host: config.DB_HOST,
      port: config.DB_PORT,
      database: config.DB_NAME,
      username: config.DB_USERNAME,
      password: config.DB_PASSWORD,
      poolSize: config.DB_POOL_SIZE,
      statementTimeoutMs: config.DB_STATEMENT_TIMEOUT_MS,
      applicationName: 'order-service',
    },
    [CreateOrders1767225600000],
  );
