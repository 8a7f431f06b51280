import type { Access } from './access.js';
import type { Principal } from './principal.js';
import { AUTHENTICATION_REQUIRED, lacking, NOT_ALLOWED, type Refusal } from './refusals.js';

/** Why somebody may not use a route; undefined when they may. A route that says nothing is nobody's. */
export function refusalOf(access: Access | undefined, { role, scopes = [] }: Principal): Refusal | undefined {
  if (access === 'everyone') return undefined;
  if (role === 'anonymous') return AUTHENTICATION_REQUIRED;
  if (access === undefined) return NOT_ALLOWED;
  if (role === 'admin') return undefined;
  if (access === 'admin') return NOT_ALLOWED;
  if (role === 'customer') return access.customer === undefined ? NOT_ALLOWED : undefined;
  if (access.service === undefined) return NOT_ALLOWED;
  return scopes.includes(access.service) ? undefined : lacking(access.service);
}
