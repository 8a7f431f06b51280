import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import type { Principal } from '../principal.js';

const MOST_TOKENS = 10_000;
// A key that has been taken back is no longer believed after this, also of tokens that were seen before.
const BELIEVED_FOR_MS = 60_000;

interface Verified {
  readonly principal: Principal;
  readonly until: number;
}

/** Remembers whose tokens have been verified, by their hash, so that a client pays for the signature once a minute. */
export class VerifiedTokens {
  private readonly tokens = new Map<string, Verified>();

  constructor(private readonly clock: Clock) {}

  of(token: string): Principal | undefined {
    const hash = hashOf(token);
    const known = this.tokens.get(hash);
    if (!known) return undefined;
    if (known.until > this.clock.now().getTime()) return known.principal;
    this.tokens.delete(hash);
    return undefined;
  }

  /** `expiresAt` in milliseconds since 1970. */
  remember(token: string, principal: Principal, expiresAt: number): void {
    if (this.tokens.size >= MOST_TOKENS) this.forgetOldest();
    const until = Math.min(expiresAt, this.clock.now().getTime() + BELIEVED_FOR_MS);
    this.tokens.set(hashOf(token), { principal, until });
  }

  private forgetOldest(): void {
    for (const oldest of this.tokens.keys()) {
      this.tokens.delete(oldest);
      return;
    }
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64');
