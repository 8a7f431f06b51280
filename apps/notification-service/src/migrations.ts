import { CreateMessagingTables1767225600000 } from '../migrations/1767225600000-create-messaging-tables.js';
import { CreateContacts1767225600001 } from '../migrations/1767225600001-create-contacts.js';
import { CreateNotifications1767225600002 } from '../migrations/1767225600002-create-notifications.js';
import { CreateStockSubscriptions1780000000000 } from '../migrations/1780000000000-create-stock-subscriptions.js';
import { ExtendContacts1790000000000 } from '../migrations/1790000000000-extend-contacts.js';
import { CreateSendingBudgets1790000002000 } from '../migrations/1790000002000-create-sending-budgets.js';
import { IndexDueNotificationsByRecipient1790000002001 } from '../migrations/1790000002001-index-due-notifications-by-recipient.js';
import { CreateAlertDigests1790000002002 } from '../migrations/1790000002002-create-alert-digests.js';
import { IndexFinalNotifications1790000002003 } from '../migrations/1790000002003-index-final-notifications.js';
import { IndexNotificationLists1790000003000 } from '../migrations/1790000003000-index-notification-lists.js';
import { RecordIncidents1800000000000 } from '../migrations/1800000000000-record-incidents.js';
import { CompressLettersWithLz41800000001000 } from '../migrations/1800000001000-compress-letters-with-lz4.js';
import { IndexNotificationsByCustomer1820000000000 } from '../migrations/1820000000000-index-notifications-by-customer.js';
import { StoreWhatLettersAreWrittenOf1830000000000 } from '../migrations/1830000000000-store-what-letters-are-written-of.js';

/** Every change of this service's schema, oldest first. */
export const migrations = [
  CreateMessagingTables1767225600000,
  CreateContacts1767225600001,
  CreateNotifications1767225600002,
  CreateStockSubscriptions1780000000000,
  ExtendContacts1790000000000,
  CreateSendingBudgets1790000002000,
  IndexDueNotificationsByRecipient1790000002001,
  CreateAlertDigests1790000002002,
  IndexFinalNotifications1790000002003,
  IndexNotificationLists1790000003000,
  RecordIncidents1800000000000,
  CompressLettersWithLz41800000001000,
  IndexNotificationsByCustomer1820000000000,
  StoreWhatLettersAreWrittenOf1830000000000,
];
