import { bearer, Issuer } from '../../../test/issuer.js';
import { type Sample, startSample } from '../../../test/sample-app.js';
import { createLogger } from '../../logging/logger.js';
import { Clock } from '../../kernel/clock.js';
import { KeySet } from './key-set.js';
import { readKeySet } from './key-source.js';
import { TokenVerifier } from './token-verifier.js';

class HeldClock extends Clock {
  time = Date.now();

  now(): Date {
    return new Date(this.time);
  }

  after(): () => void {
    return () => undefined;
  }
}

const logger = createLogger({ level: 'silent', service: 'spec' });
const claims = { sub: 'grace', role: 'admin' };
const rules = {
  issuer: 'https://id.example',
  audience: 'waybill',
  toleranceSeconds: 5,
  claims: { role: 'role', customer: 'sub' },
};

let issuer: Issuer;
let clock: HeldClock;
let verifier: TokenVerifier;
beforeEach(async () => {
  issuer = await Issuer.open();
  clock = new HeldClock();
  const keys = new KeySet(() => readKeySet(new URL(issuer.url)), clock, logger);
  verifier = new TokenVerifier(rules, { algorithms: ['EdDSA', 'RS256'], keyOf: keys.keyOf }, clock);
});
afterEach(() => issuer.close());

const verdict = async (token: string) => {
  const found = await verifier.verify(token);
  return 'role' in found ? found.role : found.code;
};

describe('the keys of an issuer', () => {
  it('are looked up once for all that ask at the same time, and known from then on', async () => {
    const tokens = await Promise.all([1, 2, 3, 4].map((jti) => issuer.token({ ...claims, jti })));
    expect(await Promise.all(tokens.map(verdict))).toEqual(['admin', 'admin', 'admin', 'admin']);
    expect(issuer.looks).toBe(1);
  });

  it.each(['EdDSA', 'RS256'] as const)('that are new are found: %s', async (algorithm) => {
    await verdict(await issuer.token(claims));
    clock.time += 10_001;
    await issuer.rotate('two', algorithm);
    expect(await verdict(await issuer.token(claims))).toBe('admin');
  });

  it('are not looked up for each token of a key that there is not', async () => {
    await verdict(await issuer.token(claims));
    for (let jti = 0; jti < 20; jti += 1)
      expect(await verdict(await issuer.token({ ...claims, jti }, { kid: 'none' }))).toBe('invalid-token');
    expect(issuer.looks).toBe(1);
  });

  it('that are withdrawn are believed no more after a few minutes', async () => {
    const token = await issuer.token(claims, { expiresInSeconds: 3600 });
    expect(await verdict(token)).toBe('admin');
    issuer.withdraw('one');
    await issuer.rotate('two');
    clock.time += 300_001;
    await verdict(await issuer.token(claims, { expiresInSeconds: 3600 }));
    expect(await verdict(token)).toBe('invalid-token');
  });

  it.each(['fail', 'babble'] as const)(
    'cannot be had from a server that will %s, and that is no 401',
    async (how) => {
      issuer.will(how);
      expect(await verdict(await issuer.token(claims))).toBe('keys-unavailable');
    },
  );

  it('hold on while the server is away, and only a new key is not known then', async () => {
    await verdict(await issuer.token(claims));
    issuer.will('fail');
    clock.time += 3_600_000;
    const later = { expiresInSeconds: 7200 };
    expect(await verdict(await issuer.token({ ...claims, jti: 1 }, later))).toBe('admin');
    await issuer.rotate('two');
    clock.time += 10_001;
    expect(await verdict(await issuer.token(claims, later))).toBe('keys-unavailable');
    issuer.will('serve');
    clock.time += 2_001;
    expect(await verdict(await issuer.token(claims, later))).toBe('admin');
  });
});

describe('a key server that says nothing', () => {
  let sample: Sample;
  afterEach(() => sample.app.close());

  it('holds a request up for seconds at most, and it is told to come again', async () => {
    issuer.will('hang');
    sample = await startSample(issuer.environment);
    const began = Date.now();
    const response = await fetch(`${sample.url}/orders`, { headers: bearer(await issuer.token(claims)) });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(await response.json()).toMatchObject({ code: 'keys-unavailable' });
  });
});

describe('a token that was seen before', () => {
  it('is believed until it expires, with the tolerance, and not after', async () => {
    const token = await issuer.token(claims, { expiresInSeconds: 30 });
    expect(await verdict(token)).toBe('admin');
    expect(verifier.verify(token)).toEqual({ role: 'admin', id: 'grace' });
    clock.time += 34_000;
    expect(await verdict(token)).toBe('admin');
    clock.time += 2_000;
    expect(await verdict(token)).toBe('token-expired');
  });
});
