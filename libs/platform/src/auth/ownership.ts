import type { Principal } from './principal.js';

// A customer without a name has nothing, and must not be taken for somebody who may see all.
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The customer whose objects alone a principal may see; undefined for one who may see those of all. */
export function ownerOf({ role, id }: Principal): string | undefined {
  return role === 'customer' ? (id ?? NOBODY) : undefined;
}

/** Whether a principal may see and change what belongs to a customer. */
export function isOwnOf(principal: Principal, customerId: string): boolean {
  const owner = ownerOf(principal);
  return owner === undefined || owner === customerId;
}
