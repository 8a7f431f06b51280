import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../logging/logger.js';
import { KeysUnavailable } from './keys-unavailable.js';

// So old may what we know be before it is looked up again, while it goes on being used.
const FRESH_FOR_MS = 300_000;
// A token of a key that we do not know makes us look, but no more often than this: anybody can send such tokens.
const LOOKS_EVERY_MS = 10_000;
// After a look that failed: an outage ends sooner than keys change.
const LOOKS_AGAIN_AFTER_MS = 2_000;

type Wanted = Parameters<JWTVerifyGetKey>;

/** Gives what a key set says at the moment; rejects when it cannot be had, and never takes long over it. */
export type KeySource = () => Promise<unknown>;

/** What tokens are verified with: known, looked up again now and then and whenever an unknown key is met. */
export class KeySet {
  private keys: JWTVerifyGetKey | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private failed = false;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly source: KeySource,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The key that a token names. What is known is used while a newer set cannot be had, however long that is.
   *
   * @throws {KeysUnavailable} when the key is not known and the set cannot be had; what jose throws when there is none.
   */
  readonly keyOf: JWTVerifyGetKey = async (...wanted) => {
    if (!this.keys) await this.look();
    else if (this.age() > FRESH_FOR_MS) void this.look();
    try {
      return await this.known(wanted);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await this.look();
    return this.afterALook(wanted);
  };

  /** Looks before anybody asks; that it fails is told in the log, and does not matter yet. */
  async warmUp(): Promise<void> {
    await this.look();
  }

  private known(wanted: Wanted) {
    if (!this.keys) throw new errors.JWKSNoMatchingKey();
    return this.keys(...wanted);
  }

  private async afterALook(wanted: Wanted) {
    try {
      return await this.known(wanted);
    } catch (error) {
      // Whether the key is none or only new cannot be told.
      if (this.failed && error instanceof errors.JWKSNoMatchingKey)
        throw new KeysUnavailable({ cause: error });
      throw error;
    }
  }

  private age(): number {
    return this.clock.now().getTime() - this.lookedAt;
  }

  /** All who ask meanwhile wait for the same look. */
  private look(): Promise<void> {
    if (this.age() < (this.failed ? LOOKS_AGAIN_AFTER_MS : LOOKS_EVERY_MS))
      return this.looking ?? Promise.resolve();
    this.lookedAt = this.clock.now().getTime();
    this.looking = this.read().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async read(): Promise<void> {
    try {
      this.keys = createLocalJWKSet((await this.source()) as JSONWebKeySet);
      if (this.failed) this.logger.info('keys are to be had again');
      this.failed = false;
    } catch (err) {
      if (!this.failed) this.logger.warn({ err }, 'keys cannot be had');
      this.failed = true;
    }
  }
}
