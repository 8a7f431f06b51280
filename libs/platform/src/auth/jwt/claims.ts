import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { type Scope, SCOPES } from '../access.js';
import type { Principal } from '../principal.js';

/** The names of the claims that say who somebody is; a dot leads into an object: `realm_access.roles`. */
export interface ClaimNames {
  readonly role: string;
  readonly customer: string;
}

const ROLES = ['admin', 'service', 'customer'] as const;

const uuid = z.uuid();
// What goes on record: printable, and short enough for any column.
const name = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/**
 * Who the claims of a verified token say that somebody is: of several roles the mightiest. Undefined when they name no
 * role of ours, or nobody: a customer is a UUID.
 */
export function principalIn(claims: JWTPayload, names: ClaimNames): Principal | undefined {
  const given = new Set([at(claims, names.role)].flat());
  const role = ROLES.find((one) => given.has(one));
  if (role === undefined) return undefined;
  if (role === 'customer') {
    const id = uuid.safeParse(at(claims, names.customer)).data?.toLowerCase();
    return id === undefined ? undefined : { role, id };
  }
  const id = name.safeParse(claims.sub).data;
  if (id === undefined) return undefined;
  return role === 'service' ? { role, id, scopes: scopesIn(claims) } : { role, id };
}

/** As RFC 8693 has them, a text with blanks; or a list, as some providers do. Those that are none of ours do nothing. */
function scopesIn({ scope, scp }: JWTPayload): readonly Scope[] {
  const given = scope ?? scp;
  const words = new Set<unknown>(typeof given === 'string' ? given.split(' ') : [given].flat());
  return SCOPES.filter((known) => words.has(known));
}

function at(claims: JWTPayload, path: string): unknown {
  // A name that has dots itself, as those of some providers do, comes first.
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
