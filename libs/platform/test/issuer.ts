import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

const ISSUER = 'https://id.example';

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** Claims, and what of a token is not as usual. */
interface Wish {
  readonly issuer?: string;
  readonly audience?: string;
  /** From now; negative for one that is over. */
  readonly expiresInSeconds?: number;
  readonly kid?: string;
}

/** An identity provider of a spec's own: it signs tokens, and serves the keys to verify them with. */
export class Issuer {
  /** How often somebody has looked at the keys. */
  looks = 0;
  private behaviour: 'serve' | 'fail' | 'hang' | 'babble' = 'serve';
  private readonly published = new Map<string, JWK>();
  private readonly signing = new Map<string, { key: SigningKey; algorithm: string }>();
  private current = '';

  private constructor(private readonly server: Server) {}

  static async open(algorithm: 'EdDSA' | 'RS256' = 'EdDSA'): Promise<Issuer> {
    const server = createServer((_request, response) => {
      issuer.looks += 1;
      if (issuer.behaviour === 'hang') return;
      response.statusCode = issuer.behaviour === 'fail' ? 500 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(issuer.behaviour === 'babble' ? '{"keys":1}' : JSON.stringify(issuer.keySet()));
    });
    const issuer = new Issuer(server);
    await issuer.rotate('one', algorithm);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  /** What a service needs to be told to believe this issuer. */
  get environment(): Record<string, string> {
    return { AUTH: 'jwt', AUTH_ISSUER: ISSUER, AUTH_JWKS_URL: this.url };
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  /** Signs with a new key from now on; the others are still published. */
  async rotate(kid: string, algorithm: 'EdDSA' | 'RS256' = 'EdDSA'): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
    this.published.set(kid, { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: algorithm });
    this.signing.set(kid, { key: privateKey, algorithm });
    this.current = kid;
  }

  withdraw(kid: string): void {
    this.published.delete(kid);
  }

  will(behaviour: 'serve' | 'fail' | 'hang' | 'babble'): void {
    this.behaviour = behaviour;
  }

  keySet(): { keys: JWK[] } {
    return { keys: [...this.published.values()] };
  }

  /** A token with these claims, for five minutes unless wished otherwise. */
  async token(claims: Record<string, unknown>, wish: Wish = {}): Promise<string> {
    const kid = wish.kid ?? this.current;
    const { key, algorithm } = this.signing.get(kid) ?? this.signing.values().next().value!;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
      .setIssuer(wish.issuer ?? ISSUER)
      .setAudience(wish.audience ?? 'waybill')
      .setIssuedAt(now)
      .setExpirationTime(now + (wish.expiresInSeconds ?? 300))
      .sign(key);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The header that carries a token. */
export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
