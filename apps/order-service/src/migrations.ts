import { CreateOrders1767225600000 } from '../migrations/1767225600000-create-orders.js';
import { CompleteOrders1780000000000 } from '../migrations/1780000000000-complete-orders.js';
import { FindOrders1780000000010 } from '../migrations/1780000000010-find-orders.js';
import { RecordIncidents1800000000000 } from '../migrations/1800000000000-record-incidents.js';
import { RememberCauses1800000001000 } from '../migrations/1800000001000-remember-causes.js';

/** What is written once and never changed: only the owner of the schema may. */
export const ledgers = ['order_history', 'payments'];

/** Every change of this service's schema, oldest first. */
export const migrations = [
  CreateOrders1767225600000,
  CompleteOrders1780000000000,
  FindOrders1780000000010,
  RecordIncidents1800000000000,
  RememberCauses1800000001000,
];
