import { CreateInventory1767225600000 } from '../migrations/1767225600000-create-inventory.js';
import { MoveStockByLedger1780000000000 } from '../migrations/1780000000000-move-stock-by-ledger.js';
import { LetReservationsChange1780000000001 } from '../migrations/1780000000001-let-reservations-change.js';
import { FindProducts1780000000002 } from '../migrations/1780000000002-find-products.js';
import { LetReservationsExpire1780000000003 } from '../migrations/1780000000003-let-reservations-expire.js';
import { CreateSubscriptions1780000000004 } from '../migrations/1780000000004-create-subscriptions.js';
import { IndexReservations1780000000005 } from '../migrations/1780000000005-index-reservations.js';
import { RecordIncidents1800000000000 } from '../migrations/1800000000000-record-incidents.js';
import { RecordStockAlerts1800000002000 } from '../migrations/1800000002000-record-stock-alerts.js';

/** What is written once and never changed: only the owner of the schema may. */
export const ledgers = ['stock_movements', 'stock_alerts'];

/** Every change of this service's schema, oldest first. */
export const migrations = [
  CreateInventory1767225600000,
  MoveStockByLedger1780000000000,
  LetReservationsChange1780000000001,
  FindProducts1780000000002,
  LetReservationsExpire1780000000003,
  CreateSubscriptions1780000000004,
  IndexReservations1780000000005,
  RecordIncidents1800000000000,
  RecordStockAlerts1800000002000,
];
