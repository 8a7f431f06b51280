import { etag } from '@app/platform';
import type { Contact } from './domain/contact.js';

/**
 * The entity tag of a contact; it changes with every change of the contact. A change by a client raises the version;
 * all that happens in between is that push subscriptions go, so their number tells the rest.
 */
export const contactTag = ({ customerId, version, pushSubscriptions }: Contact): string =>
  etag(customerId, version, pushSubscriptions.length);
