import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { SCOPES } from '../../libs/platform/src/auth/access.js';
import { bearer, Issuer } from '../../libs/platform/test/issuer.js';
import { withNewKey } from '../../tools/api-keys/key-file.mjs';

/** A customer, and what would give them away. */
export interface Customer {
  readonly customerId: string;
  readonly email: string;
}

export type Headers = Record<string, string>;

export const someCustomer = (): Customer => ({
  customerId: v7(),
  email: `${randomBytes(6).toString('hex')}@example.org`,
});

/** Everybody who may ask: an issuer that makes tokens of any kind, and a file of keys. */
export class Cast {
  private constructor(
    readonly issuer: Issuer,
    private readonly directory: string,
    private readonly keys: ReadonlyMap<string, string>,
  ) {}

  /** With a key for every scope by itself. */
  static async open(): Promise<Cast> {
    const directory = await mkdtemp(join(tmpdir(), 'waybill-cast-'));
    const occasion = { who: 'spec', now: new Date() };
    const keys = new Map<string, string>();
    let file: Parameters<typeof withNewKey>[0] = { keys: [] };
    for (const scope of SCOPES) {
      const made = withNewKey(file, { name: 'storefront', scopes: [scope], days: 1 }, occasion);
      keys.set(scope, made.key);
      ({ file } = made);
    }
    await writeFile(join(directory, 'keys.json'), JSON.stringify(file));
    return new Cast(await Issuer.open(), directory, keys);
  }

  /** What the services need to be told to believe them. */
  get environment(): Record<string, string> {
    return { ...this.issuer.environment, API_KEYS_FILE: join(this.directory, 'keys.json') };
  }

  async customer({ customerId }: Customer): Promise<Headers> {
    return bearer(await this.issuer.token({ sub: customerId, role: 'customer' }));
  }

  async admin(): Promise<Headers> {
    return bearer(await this.issuer.token({ sub: 'grace', role: 'admin' }, { expiresInSeconds: 3600 }));
  }

  async service(...scopes: readonly string[]): Promise<Headers> {
    return bearer(await this.issuer.token({ sub: 'billing', role: 'service', scope: scopes.join(' ') }));
  }

  key(scope: string): Headers {
    return { 'x-api-key': this.keys.get(scope) ?? '' };
  }

  /** The headers of a service, and of a key, that may do all but one thing. */
  async allBut(scope: string | undefined): Promise<{ service: Headers; key: Headers }> {
    const others = SCOPES.filter((one) => one !== scope);
    return { service: await this.service(...others), key: this.key(others[0] ?? '') };
  }

  async close(): Promise<void> {
    await this.issuer.close();
    await rm(this.directory, { recursive: true });
  }
}
