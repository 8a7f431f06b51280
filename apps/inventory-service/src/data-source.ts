import { dataSourceOptions } from '@app/messaging';
import { CreateInventory1767225600000 } from '../migrations/1767225600000-create-inventory.js';
import type { InventoryConfig } from './config.js';

/** TypeORM's options for the database of products and stock, with every migration there is, oldest first. */
export const inventoryDataSourceOptions = (config: InventoryConfig) =>
  dataSourceOptions(
    {
      host: config.DB_HOST,
      port: config.DB_PORT,
      database: config.DB_NAME,
      username: config.DB_USERNAME,
      password: config.DB_PASSWORD,
      poolSize: config.DB_POOL_SIZE,
      statementTimeoutMs: config.DB_STATEMENT_TIMEOUT_MS,
      applicationName: 'inventory-service',
    },
    [CreateInventory1767225600000],
  );
