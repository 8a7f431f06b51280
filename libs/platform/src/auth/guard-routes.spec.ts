import { Controller, Get, Module } from '@nestjs/common';
import { SignJWT, UnsecuredJWT } from 'jose';
import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bearer, Issuer } from '../../test/issuer.js';
import { type Sample, startSample } from '../../test/sample-app.js';
import { newId } from '../kernel/ids.js';

const customerId = newId();
const KEY = `wbk_abcdefghij_${randomBytes(32).toString('base64url')}`;
const OLD_KEY = `wbk_klmnopqrst_${randomBytes(32).toString('base64url')}`;
const hashOf = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const entry = (key: string, more = {}) => ({
  id: key.slice(4, 14),
  name: 'storefront',
  hash: hashOf(key),
  scopes: ['orders:read'],
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'ada',
  expiresAt: '2999-01-01T00:00:00Z',
  ...more,
});

let issuer: Issuer;
let sample: Sample;
let directory: string;
beforeAll(async () => {
  issuer = await Issuer.open();
  directory = await mkdtemp(join(tmpdir(), 'waybill-keys-'));
  const keys = [entry(KEY), entry(OLD_KEY, { expiresAt: '2026-01-02T00:00:00Z' })];
  await writeFile(join(directory, 'keys.json'), JSON.stringify({ keys }));
  sample = await startSample({ ...issuer.environment, API_KEYS_FILE: join(directory, 'keys.json') });
});
afterAll(async () => {
  await sample.app.close();
  await issuer.close();
  await rm(directory, { recursive: true });
});

async function ask(headers: Record<string, string>, path = '/orders', method = 'GET') {
  const response = await fetch(sample.url + path, { method, headers });
  return {
    status: response.status,
    code: ((await response.json()) as { code?: string }).code,
    challenge: response.headers.get('www-authenticate'),
    type: response.headers.get('content-type'),
  };
}

const claims = { sub: customerId, role: 'customer' };
const placed = { 'content-type': 'application/json' };
const BODY = JSON.stringify({ items: [{ productId: 'lamp', quantity: 1 }] });

describe('a request', () => {
  it('without credentials is told which to bring, and nothing of what would be wrong with others', async () => {
    expect(await ask({})).toEqual({
      status: 401,
      code: 'authentication-required',
      challenge: 'Bearer realm="waybill"',
      type: expect.stringContaining('application/problem+json'),
    });
  });

  it('is whose its token is, whatever else it claims', async () => {
    const token = await issuer.token({ sub: customerId.toUpperCase(), role: 'customer' });
    const response = await fetch(`${sample.url}/orders`, {
      method: 'POST',
      body: BODY,
      headers: { ...placed, ...bearer(token), 'x-customer-id': newId(), 'x-role': 'admin' },
    });
    const { caller } = (await response.json()) as { caller: { principal: unknown } };
    expect(caller.principal).toEqual({ role: 'customer', id: customerId });
  });

  it('needs none where everyone is let in, and a wrong one does no harm there', async () => {
    expect((await ask({}, '/health/live')).status).toBe(200);
    expect((await ask(bearer('x'), '/products/lamp')).status).toBe(200);
    expect((await ask({}, '/metrics').catch(() => ({ status: 200 }))).status).toBe(200);
    expect((await fetch(`${sample.url}/api/docs`)).status).toBe(200);
    expect((await ask({}, '/nowhere')).code).toBe('route-not-found');
  });

  it.each<[string, () => Promise<string>, string]>([
    ['that has expired', () => issuer.token(claims, { expiresInSeconds: -60 }), 'token-expired'],
    ['for others', () => issuer.token(claims, { audience: 'another' }), 'invalid-token'],
    ['of another issuer', () => issuer.token(claims, { issuer: 'https://evil.example' }), 'invalid-token'],
    ['without a role', () => issuer.token({ sub: customerId }), 'invalid-token'],
    ['with a role that there is not', () => issuer.token({ sub: customerId, role: 'king' }), 'invalid-token'],
    ['of a customer who is no UUID', () => issuer.token({ sub: 'ada', role: 'customer' }), 'invalid-token'],
    ['of nobody', () => issuer.token({ role: 'admin' }), 'invalid-token'],
    ['that nobody signed', () => Promise.resolve(unsigned()), 'invalid-token'],
    ['signed with the public key as a secret', () => confused(), 'invalid-token'],
    ['of a key that was never published', () => issuer.token(claims, { kid: 'unknown' }), 'invalid-token'],
    [
      'with another signature',
      async () => `${(await issuer.token(claims)).slice(0, -8)}AAAAAAAA`,
      'invalid-token',
    ],
    ['that is none', () => Promise.resolve('a.b.c'), 'invalid-token'],
    ['of 7,000 letters', () => Promise.resolve('x'.repeat(7000)), 'invalid-token'],
  ])('is refused with a token %s', async (_which, tokenOf, code) => {
    const answer = await ask(bearer(await tokenOf()));
    expect(answer).toMatchObject({ status: 401, code });
    expect(answer.challenge).toContain('error="invalid_token"');
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['a scheme that is not ours', { authorization: 'Basic YTpi' }, 401, 'invalid-token'],
    ['an empty header', { authorization: '' }, 401, 'invalid-token'],
    ['a token and a key', { ...bearer('x'), 'x-api-key': KEY }, 400, 'mixed-credentials'],
    ['a key that is none', { 'x-api-key': 'x' }, 401, 'invalid-api-key'],
    ['a key of another secret', { 'x-api-key': `${KEY.slice(0, -4)}AAAA` }, 401, 'invalid-api-key'],
    ['a key whose time is over', { 'x-api-key': OLD_KEY }, 401, 'invalid-api-key'],
  ])('is refused with %s', async (_which, headers, status, code) => {
    expect(await ask(headers)).toMatchObject({ status, code });
  });

  it('is let in with a key, as far as its scopes go', async () => {
    expect((await ask({ 'x-api-key': KEY })).status).toBe(200);
    const answer = await ask({ 'x-api-key': KEY }, `/orders/${newId()}`, 'PATCH');
    expect(answer).toMatchObject({ status: 403, code: 'insufficient-scope' });
    expect(answer.challenge).toContain('error="insufficient_scope", scope="orders:write"');
  });

  it('of a service is let in as far as the scopes of its token go', async () => {
    const service = (scope: string) => issuer.token({ sub: 'billing', role: 'service', scope });
    expect((await ask(bearer(await service('orders:read openid')))).status).toBe(200);
    expect((await ask(bearer(await service('openid')))).code).toBe('insufficient-scope');
  });

  it('of a customer is refused what is for others', async () => {
    const token = await issuer.token(claims);
    expect(await ask(bearer(token), '/operations', 'POST')).toMatchObject({
      status: 403,
      code: 'not-allowed',
    });
  });

  it('of an administrator goes on record by the name in the token', async () => {
    const token = await issuer.token({ sub: 'grace', role: 'admin' });
    const response = await fetch(`${sample.url}/operations`, {
      method: 'POST',
      headers: { ...bearer(token), 'x-operator': 'mallory' },
    });
    expect(await response.json()).toEqual({ who: 'grace' });
  });

  it('is refused before its body is read', async () => {
    const response = await fetch(`${sample.url}/orders`, {
      method: 'POST',
      body: '{'.repeat(400_000),
      headers: placed,
    });
    expect(response.status).toBe(401);
  });

  it('leaves neither its token nor its key in the log', async () => {
    const token = await issuer.token(claims);
    await ask(bearer(token));
    await ask({ 'x-api-key': KEY });
    const text = JSON.stringify(sample.lines);
    expect(text).not.toContain(token.slice(-30));
    expect(text).not.toContain(KEY.slice(-30));
    expect(text).not.toContain(hashOf(KEY));
  });
});

describe('a route that does not say who may use it', () => {
  @Controller()
  class SilentController {
    @Get('secrets')
    secrets() {
      return [];
    }
  }
  @Module({ controllers: [SilentController] })
  class SilentModule {}

  it('keeps the service from starting, and is named', async () => {
    await expect(startSample({}, {}, SilentModule)).rejects.toMatchObject({
      problems: ['GET', 'HEAD'].map((method) => `${method} /secrets does not say who may use it`),
    });
  });
});

describe('without authentication', () => {
  it('says so once when it starts', async () => {
    const open = await startSample();
    await open.app.close();
    expect(open.lines.filter((line) => line['AUTH'] === 'off')).toHaveLength(1);
    expect(sample.lines.filter((line) => line['AUTH'] === 'off')).toHaveLength(0);
  });
});

const unsigned = () =>
  new UnsecuredJWT({ ...claims })
    .setIssuer('https://id.example')
    .setAudience('waybill')
    .setExpirationTime('5m')
    .encode();

/** What a verifier that takes the algorithm from the token would believe. */
function confused(): Promise<string> {
  const [jwk] = issuer.keySet().keys;
  const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .setIssuer('https://id.example')
    .setAudience('waybill')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(String(pem)));
}
