import { SignJWT, UnsecuredJWT } from 'jose';
import { SCOPES } from '../../libs/platform/src/auth/access.js';
import { bearer, Issuer } from '../../libs/platform/test/issuer.js';
import type { Cast, Customer, Headers } from '../authorization/cast.js';
import type { Access } from './operations.js';

/** Something that says who somebody is, or tries to. */
export interface Credentials {
  readonly what: string;
  readonly headers: Headers;
  /** In which role it lets somebody in; undefined if it must not. */
  readonly role?: 'customer' | 'service' | 'admin';
  readonly customerId?: string;
  readonly scopes?: readonly string[];
}

// Longer than the longest run.
const LASTING = { expiresInSeconds: 4 * 3600 };
const SOME_SCOPES = ['orders:read', 'inventory:read', 'notifications:read'];

/** Credentials of every kind: about two thirds are good. */
export async function credentialsOf(cast: Cast, customers: readonly Customer[]): Promise<Credentials[]> {
  const good = await goodOnes(cast, customers);
  return [...good, ...good, ...(await badOnes(cast, customers))];
}

async function goodOnes(cast: Cast, customers: readonly Customer[]): Promise<Credentials[]> {
  const { issuer } = cast;
  const service = (scopes: readonly string[]) =>
    issuer.token({ sub: 'billing', role: 'service', scope: scopes.join(' ') }, LASTING);
  return [
    ...(await Promise.all(
      customers.map(async ({ customerId }): Promise<Credentials> => ({
        what: 'a customer',
        headers: bearer(await issuer.token({ sub: customerId, role: 'customer' }, LASTING)),
        role: 'customer',
        customerId,
      })),
    )),
    {
      what: 'an administrator',
      headers: bearer(await issuer.token({ sub: 'grace', role: 'admin' }, LASTING)),
      role: 'admin',
    },
    { what: 'a service', headers: bearer(await service(SCOPES)), role: 'service', scopes: SCOPES },
    {
      what: 'a service that may read',
      headers: bearer(await service(SOME_SCOPES)),
      role: 'service',
      scopes: SOME_SCOPES,
    },
    { what: 'a key', headers: cast.key('orders:write'), role: 'service', scopes: ['orders:write'] },
  ];
}

async function badOnes(cast: Cast, [customer]: readonly Customer[]): Promise<Credentials[]> {
  const { issuer } = cast;
  const claims = { sub: customer?.customerId ?? '', role: 'admin' };
  const forger = await Issuer.open();
  const forged = await forger.token(claims, LASTING);
  await forger.close();
  const genuine = await issuer.token(claims, LASTING);
  const [head = '', , signature = ''] = genuine.split('.');
  const tokens: readonly (readonly [string, string])[] = [
    ['an expired token', await issuer.token(claims, { expiresInSeconds: -3600 })],
    ['a token of a forger', forged],
    ['a token that nobody signed', unsigned(claims)],
    ['a token for others', await issuer.token(claims, { ...LASTING, audience: 'another' })],
    ['a token of another issuer', await issuer.token(claims, { ...LASTING, issuer: 'https://evil.example' })],
    [
      'a token with other claims',
      `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`,
    ],
    ['a token signed with a guessed secret', await guessed(claims)],
    ['no token at all', 'x.y.z'],
  ];
  return [
    ...tokens.map(([what, token]) => ({ what, headers: bearer(token) })),
    { what: 'nothing', headers: {} },
    { what: 'nothing but claims', headers: { 'x-role': 'admin', 'x-customer-id': claims.sub } },
    { what: 'a key that is none', headers: { 'x-api-key': `wbk_abcdefghij_${'A'.repeat(43)}` } },
    { what: 'a token and a key', headers: { ...bearer(genuine), ...cast.key('orders:read') } },
  ];
}

const unsigned = (claims: Record<string, unknown>): string =>
  new UnsecuredJWT(claims)
    .setIssuer('https://id.example')
    .setAudience('waybill')
    .setExpirationTime('4h')
    .encode();

const guessed = (claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .setIssuer('https://id.example')
    .setAudience('waybill')
    .setExpirationTime('4h')
    .sign(new TextEncoder().encode('secret'.padEnd(32, 'x')));

/** Whether the credentials let somebody use a route. */
export function opens({ role, scopes = [] }: Credentials, access: Access | undefined): boolean {
  if (access === 'everyone' || role === 'admin') return true;
  if (role === undefined || access === undefined || access === 'admin') return false;
  if (role === 'customer') return access.customer !== undefined;
  return access.service !== undefined && scopes.includes(access.service);
}
