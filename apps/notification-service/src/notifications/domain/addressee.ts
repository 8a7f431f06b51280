import type { Addressee } from './notification.js';

/** Whom to write to, or the reason to put down when no address is known. */
export const byEmail = (email: string | undefined): Addressee =>
  email === undefined ? { unreachable: 'No e-mail address of the customer is known.' } : { recipient: email };
