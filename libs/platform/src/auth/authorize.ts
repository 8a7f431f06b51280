import type { Access, Grants } from './access.js';
import type { Principal } from './principal.js';
import { AUTHENTICATION_REQUIRED, lacking, NOT_ALLOWED, type Refusal } from './refusals.js';

/** Why somebody may not use a route; undefined when they may. A route that says nothing is nobody's. */
export function refusalOf(access: Access | undefined, principal: Principal): Refusal | undefined {
  if (access === 'everyone') return undefined;
  if (principal.role === 'anonymous') return AUTHENTICATION_REQUIRED;
  if (access === undefined) return NOT_ALLOWED;
  if (principal.role === 'admin') return undefined;
  return access === 'admin' ? NOT_ALLOWED : refusalUnder(access, principal);
}

function refusalUnder({ customer, service }: Grants, { role, scopes = [] }: Principal): Refusal | undefined {
  if (role === 'customer') return customer === undefined ? NOT_ALLOWED : undefined;
  if (service === undefined) return NOT_ALLOWED;
  return scopes.includes(service) ? undefined : lacking(service);
}
