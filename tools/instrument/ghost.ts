import { ProductUpdated, stamp } from '@app/contracts';
import { DEFAULT_TENANT } from '@app/platform';
import { v7 } from 'uuid';

/** A product that no inventory has. */
export const GHOST_ID = 'ghost';

/** How far the notification service has come with a product that no inventory has. */
export const GHOST = `SELECT sequence FROM stream_positions WHERE stream = 'product' AND subject = '${GHOST_ID}'`;

/** An event of that product, so that a spec alone decides in which order its events come. */
export function ghost(sequence: number): string {
  const draft = ProductUpdated.of(
    { id: GHOST_ID, version: sequence },
    {
      productId: GHOST_ID,
      name: 'Ghost',
      price: { amount: 1, currency: 'EUR' },
      status: 'ACTIVE',
      onHand: 0,
      available: 0,
      reserved: 0,
    },
  );
  const cause = { tenant: DEFAULT_TENANT, correlationid: v7() };
  return JSON.stringify(stamp(draft, { id: v7(), time: new Date(), cause }));
}
