import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSecret, makeKeys, tokenFor } from './token.mjs';

const said = { role: 'service', subject: 'storefront', scopes: ['orders:write', 'orders:read'] };

describe('a token that is signed here', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'waybill-keys-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is believed with the public half of the pair that it was signed with', async () => {
    const files = makeKeys(directory);
    const token = await tokenFor(said, files.key);

    const keys = createLocalJWKSet(JSON.parse(readFileSync(files.jwks, 'utf8')));
    const { payload } = await jwtVerify(token, keys, { issuer: 'waybill-development', audience: 'waybill' });
    expect(payload).toMatchObject({
      role: 'service',
      sub: 'storefront',
      scope: 'orders:write orders:read',
    });
    expect(decodeProtectedHeader(token).alg).toBe('EdDSA');
  });

  it('is believed by the services of docker-compose.yml, without any key', async () => {
    const { payload } = await jwtVerify(await tokenFor(said), developmentSecret());
    expect(payload.exp! - payload.iat!).toBe(3600);
    expect(developmentSecret().length).toBeGreaterThanOrEqual(32);
  });

  it('has a private key that its owner alone may read, and that is made once', () => {
    const files = makeKeys(directory);
    const key = readFileSync(files.key, 'utf8');

    expect(statSync(files.key).mode & 0o077).toBe(0);
    makeKeys(directory);
    expect(readFileSync(files.key, 'utf8')).toBe(key);
  });
});
