import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../kernel/clock.js';
import type { Principal } from '../principal.js';
import { INVALID_TOKEN, KEYS_UNAVAILABLE, type Refusal, TOKEN_EXPIRED } from '../refusals.js';
import { type ClaimNames, principalIn } from './claims.js';
import { KeysUnavailable } from './keys-unavailable.js';
import { VerifiedTokens } from './verified-tokens.js';

/** What a token must be to be believed. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly toleranceSeconds: number;
  readonly claims: ClaimNames;
}

/** How signatures are verified. */
export interface Signatures {
  readonly algorithms: string[];
  readonly keyOf: JWTVerifyGetKey;
}

/** Finds out whose a token is; never rejects. */
export class TokenVerifier {
  private readonly verified: VerifiedTokens;

  constructor(
    private readonly rules: TokenRules,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
  ) {
    this.verified = new VerifiedTokens(clock);
  }

  /** At once for a token that was seen lately. */
  verify(token: string): Principal | Promise<Principal | Refusal> {
    return this.verified.of(token) ?? this.look(token);
  }

  private async look(token: string): Promise<Principal | Refusal> {
    const { issuer, audience, toleranceSeconds, claims } = this.rules;
    try {
      const { payload } = await jwtVerify(token, this.signatures.keyOf, {
        algorithms: this.signatures.algorithms,
        issuer,
        audience,
        clockTolerance: toleranceSeconds,
        currentDate: this.clock.now(),
        requiredClaims: ['exp', 'sub'],
      });
      const principal = principalIn(payload, claims);
      if (!principal) return INVALID_TOKEN;
      this.verified.remember(token, principal, ((payload.exp ?? 0) + toleranceSeconds) * 1000);
      return principal;
    } catch (error) {
      return refusalFor(error);
    }
  }
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof KeysUnavailable) return KEYS_UNAVAILABLE;
  // Why a token is none is of use to whoever forges it, save that it was one.
  return error instanceof errors.JWTExpired ? TOKEN_EXPIRED : INVALID_TOKEN;
}
