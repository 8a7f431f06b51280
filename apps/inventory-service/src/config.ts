import { currency } from '@app/contracts';
import { serviceEnv } from '@app/platform';
import { z } from 'zod';

/** The environment that the inventory service reads. */
export const inventoryEnv = z.object({
  ...serviceEnv,
  PORT: serviceEnv.PORT.default(3002),
  /** ISO 4217; of a price that comes without a currency. */
  DEFAULT_CURRENCY: currency.default('EUR'),
});
export type InventoryConfig = z.output<typeof inventoryEnv>;
