import type { BackInStock, LowStock } from '@app/contracts';
import type { LetterData } from '../../templates/domain/letter-data.js';

/** What is running out, and how far it has come. */
export const lowStock = ({ data }: LowStock): LetterData['low-stock'] => ({
  productId: data.productId,
  name: data.name || data.productId,
  available: data.available,
  threshold: data.threshold,
});

/** What can be ordered again, for a customer, whom it does not concern how much of it there is. */
export const backInStockForCustomer = ({ data }: BackInStock): LetterData['back-in-stock-customer'] => ({
  productId: data.productId,
  name: data.name || data.productId,
});

/** What can be sold again. */
export const backInStock = (event: BackInStock): LetterData['back-in-stock'] => ({
  ...backInStockForCustomer(event),
  available: event.data.available,
});
