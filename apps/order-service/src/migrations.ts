import { CreateOrders1767225600000 } from '../migrations/1767225600000-create-orders.js';

/** Every change of this service's schema, oldest first. */
export const migrations = [CreateOrders1767225600000];
