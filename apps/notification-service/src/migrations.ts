import { CreateMessagingTables1767225600000 } from '../migrations/1767225600000-create-messaging-tables.js';
import { CreateContacts1767225600001 } from '../migrations/1767225600001-create-contacts.js';
import { CreateNotifications1767225600002 } from '../migrations/1767225600002-create-notifications.js';

/** Every change of this service's schema, oldest first. */
export const migrations = [
  CreateMessagingTables1767225600000,
  CreateContacts1767225600001,
  CreateNotifications1767225600002,
];
