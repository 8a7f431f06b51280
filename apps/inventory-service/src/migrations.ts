import { CreateInventory1767225600000 } from '../migrations/1767225600000-create-inventory.js';

/** Every change of this service's schema, oldest first. */
export const migrations = [CreateInventory1767225600000];
