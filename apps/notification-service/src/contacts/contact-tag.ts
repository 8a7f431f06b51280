import { etag } from '@app/platform';
import type { Contact } from './domain/contact.js';

/** The entity tag of a contact; it changes with every change of the contact. */
export const contactTag = ({ customerId, version }: Contact): string => etag(customerId, version);
