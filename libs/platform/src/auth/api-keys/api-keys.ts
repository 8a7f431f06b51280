import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../config/config-error.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../logging/logger.js';
import type { Principal } from '../principal.js';
import { INVALID_API_KEY, type Refusal } from '../refusals.js';
import { type ApiKeyEntry, entriesIn } from './api-key-file.js';
import { hashOfKey, idIn, isSameHash } from './api-key.js';

// How long a key that has been revoked may go on at most.
const LOOKS_EVERY_MS = 5_000;

/**
 * The keys in a file, by which a storefront or a service says who it is. Nobody is asked, and no database: a file that
 * changes is read again, so a key that is added or revoked takes effect within seconds and without a restart.
 */
export class ApiKeys {
  private entries: ReadonlyMap<string, ApiKeyEntry> = new Map();
  private text: string | undefined;
  private failing = false;
  private isClosed = false;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Reads the file, and from now on whenever it may have changed. @throws {ConfigError} when it is none. */
  async open(): Promise<this> {
    try {
      await this.read();
    } catch (error) {
      throw new ConfigError([`API_KEYS_FILE: ${error instanceof Error ? error.message : 'cannot be read'}`]);
    }
    this.watch();
    return this;
  }

  close(): void {
    this.isClosed = true;
    this.cancel();
  }

  /** Whose a key is. */
  verify(key: string): Principal | Refusal {
    const id = idIn(key);
    const entry = id === undefined ? undefined : this.entries.get(id);
    if (!entry || !isSameHash(entry.hash, hashOfKey(key))) return INVALID_API_KEY;
    const isOver = entry.revokedAt !== undefined || Date.parse(entry.expiresAt) <= this.clock.now().getTime();
    return isOver ? INVALID_API_KEY : { role: 'service', id: entry.name, scopes: entry.scopes };
  }

  /** What was known holds on when the file cannot be read, so that a slip in it locks nobody out. */
  async refresh(): Promise<void> {
    try {
      await this.read();
      this.failing = false;
    } catch (err) {
      if (!this.failing) this.logger.error({ err }, 'api keys cannot be read; those known before hold on');
      this.failing = true;
    }
  }

  private watch(): void {
    if (this.isClosed) return;
    this.cancel = this.clock.after(LOOKS_EVERY_MS, () => void this.refresh().then(() => this.watch()));
  }

  private async read(): Promise<void> {
    const text = await readFile(this.path, 'utf8');
    if (text === this.text) return;
    const entries = entriesIn(text);
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.text = text;
    const keys = entries.map(({ id, name, scopes, expiresAt, revokedAt }) => ({
      id,
      name,
      scopes,
      expiresAt,
      revokedAt,
    }));
    this.logger.info({ keys }, 'api keys loaded');
  }
}
