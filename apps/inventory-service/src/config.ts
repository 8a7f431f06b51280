import { currency } from '@app/contracts';
import { int, milliseconds, serviceEnv } from '@app/platform';
import { z } from 'zod';

const GIBIBYTE = 1024 ** 3;

/** The environment that the inventory service reads. */
export const inventoryEnv = z.object({
  ...serviceEnv,
  PORT: serviceEnv.PORT.default(3002),
  /** ISO 4217; of a price that comes without a currency. */
  DEFAULT_CURRENCY: currency.default('EUR'),
  /** The largest file that is imported in one request. */
  IMPORT_LIMIT_BYTES: int({ min: 1, max: 100 * GIBIBYTE }).default(GIBIBYTE / 4),
  /** For how long goods are held for an order that is to be paid for. */
  RESERVATION_TTL_MS: milliseconds().default(24 * 60 * 60 * 1000),
});
export type InventoryConfig = z.output<typeof inventoryEnv>;
