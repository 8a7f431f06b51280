import helmet from 'helmet';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bearer, Issuer } from '../../test/issuer.js';
import { type Sample, startSample } from '../../test/sample-app.js';

const SHOP = 'https://shop.example';

let sample: Sample;
let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.open();
  sample = await startSample({ ...issuer.environment, CORS_ORIGINS: SHOP });
});
afterAll(async () => {
  await sample.app.close();
  await issuer.close();
});

/** The headers that helmet would set. */
async function headersOfHelmet(): Promise<[string, string][]> {
  const server = createServer((request, response) => helmet()(request, response, () => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.closeAllConnections();
  server.close();
  const own = new Set(['date', 'connection', 'content-length', 'keep-alive', 'content-security-policy']);
  return [...headers].filter(([name]) => !own.has(name));
}

describe('every answer', () => {
  it.each(['/orders', '/nowhere', '/health/live', '/fail/bug', '/api/docs', '/%zz'])(
    'has the headers that helmet sets: %s',
    async (path) => {
      const response = await fetch(sample.url + path);
      await response.text();
      const expected = await headersOfHelmet();
      expect(expected.length).toBeGreaterThan(8);
      expect([...response.headers]).toEqual(expect.arrayContaining(expected));
    },
  );

  it('may run nothing, save the page of the API its own scripts', async () => {
    const policyOf = async (path: string) =>
      (await fetch(sample.url + path)).headers.get('content-security-policy');
    expect(await policyOf('/products/lamp')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(await policyOf('/api/docs')).toContain("script-src 'self'");
    const page = await (await fetch(`${sample.url}/api/docs`)).text();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/);
  });

  it('tells nothing of where in our code something failed', async () => {
    const text = await (await fetch(`${sample.url}/fail/bug`)).text();
    expect(text).not.toMatch(/hunter2|\.ts|\.js|at /);
  });
});

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${sample.url}/orders`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });

  it('that is named may ask, with credentials of its own', async () => {
    const response = await preflight(SHOP);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(response.headers.get('access-control-allow-methods')).toContain('PATCH');
    const refused = await fetch(`${sample.url}/orders`, { headers: { origin: SHOP } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, SHOP]);
  });

  it('that is not named may not', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may not anywhere unless one is named', async () => {
    const closed = await startSample();
    const response = await fetch(`${closed.url}/orders`, { headers: { origin: SHOP } });
    await response.text();
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    await closed.app.close();
  });

  it.each(['*', 'shop.example', 'https://shop.example/path', 'https://a.example,,'])(
    'cannot be named as %s',
    async (CORS_ORIGINS) => {
      await expect(startSample({ CORS_ORIGINS })).rejects.toThrow(/CORS_ORIGINS/);
    },
  );
});

describe('what administrators do', () => {
  const audited = () => sample.lines.filter(({ audit }) => audit === true);
  const operate = async (claims: Record<string, string>) =>
    (
      await fetch(`${sample.url}/operations`, {
        method: 'POST',
        headers: { ...bearer(await issuer.token(claims)), 'x-correlation-id': claims['sub'] ?? '' },
      })
    ).text();

  it('is written down with who did it, and so is that somebody else wanted to', async () => {
    await operate({ sub: 'grace', role: 'admin' });
    await operate({ sub: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5', role: 'customer' });
    await fetch(`${sample.url}/orders`, {
      headers: bearer(await issuer.token({ sub: 'grace', role: 'admin' })),
    });
    const what = { method: 'POST', route: '/operations', audit: true };
    expect(audited()).toMatchObject([
      {
        ...what,
        msg: 'administered',
        who: { role: 'admin', id: 'grace' },
        status: 201,
        correlationId: 'grace',
      },
      { ...what, msg: 'not an administrator', who: { role: 'customer' }, status: 403 },
    ]);
  });
});
