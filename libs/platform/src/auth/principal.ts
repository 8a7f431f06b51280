import type { Scope } from './access.js';

/** Who asks. */
export interface Principal {
  readonly role: 'customer' | 'admin' | 'service' | 'anonymous';
  readonly id?: string;
  /** What a service has been allowed. */
  readonly scopes?: readonly Scope[];
}

export const ANONYMOUS: Principal = { role: 'anonymous' };
