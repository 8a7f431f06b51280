import fc from 'fast-check';
import { type Access, SCOPES } from './access.js';
import { refusalOf } from './authorize.js';
import type { Principal } from './principal.js';

const customer: Principal = { role: 'customer', id: 'c' };
const admin: Principal = { role: 'admin', id: 'a' };
const service: Principal = { role: 'service', id: 's', scopes: ['orders:read'] };
const anonymous: Principal = { role: 'anonymous' };

const codeFor = (access: Access | undefined, principal: Principal) => refusalOf(access, principal)?.code;

describe('a route', () => {
  it.each<[string, Access | undefined, Record<string, string | undefined>]>([
    ['for everyone', 'everyone', {}],
    [
      'for administrators',
      'admin',
      { anonymous: 'authentication-required', customer: 'not-allowed', service: 'not-allowed' },
    ],
    ['for customers', { customer: 'own' }, { anonymous: 'authentication-required', service: 'not-allowed' }],
    [
      'for services that may read orders',
      { service: 'orders:read' },
      { anonymous: 'authentication-required', customer: 'not-allowed' },
    ],
    [
      'for services that may change orders',
      { customer: 'any', service: 'orders:write' },
      { anonymous: 'authentication-required', service: 'insufficient-scope' },
    ],
    [
      'that says nothing',
      undefined,
      {
        anonymous: 'authentication-required',
        customer: 'not-allowed',
        service: 'not-allowed',
        admin: 'not-allowed',
      },
    ],
  ])('%s refuses those that it is not for', (_which, access, refused) => {
    for (const principal of [anonymous, customer, admin, service])
      expect([principal.role, codeFor(access, principal)]).toEqual([principal.role, refused[principal.role]]);
  });

  it('is never open to a service without the scope that it names, whatever others it has', () => {
    const scopes = fc.uniqueArray(fc.constantFrom(...SCOPES));
    fc.assert(
      fc.property(fc.constantFrom(...SCOPES), scopes, (wanted, held) => {
        const refusal = refusalOf({ service: wanted }, { role: 'service', id: 's', scopes: held });
        return (refusal === undefined) === held.includes(wanted);
      }),
    );
  });
});
