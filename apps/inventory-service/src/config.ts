import { currency } from '@app/contracts';
import { int, milliseconds, serviceEnv, topic } from '@app/platform';
import { z } from 'zod';

const GIBIBYTE = 1024 ** 3;

/** The environment that the inventory service reads. */
export const inventoryEnv = z.object({
  ...serviceEnv,
  PORT: serviceEnv.PORT.default(3002),

  ...topic('Stock', {
    DEFAULT_CURRENCY: currency
      .meta({ form: 'ISO 4217' })
      .default('EUR')
      .describe('Of a price that comes without one.'),
    IMPORT_LIMIT_BYTES: int({ min: 1, max: 100 * GIBIBYTE })
      .default(GIBIBYTE / 4)
      .describe(
        'The longest file of products. It is read as a stream, so it may be far above `BODY_LIMIT_BYTES`.',
      ),
    RESERVATION_TTL_MS: milliseconds()
      .default(24 * 60 * 60 * 1000)
      .describe(
        'How long goods are held for an order that is to be paid for. Longer than `PAYMENT_WINDOW_MS` of the order service.',
      ),
  }),
});
export type InventoryConfig = z.output<typeof inventoryEnv>;
