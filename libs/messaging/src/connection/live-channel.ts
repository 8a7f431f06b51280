import type { Clock } from '@app/platform';
import type { Channel, ChannelModel } from 'amqplib';
import type { Logger } from 'pino';
import type { BrokerConnection } from './broker-connection.js';
import { closeQuietly } from './close-quietly.js';

const REOPEN_AFTER_MS = 500;

/** How a channel comes to life: opened on a connection, then set up before anybody may use it. */
export interface ChannelRecipe<C extends Channel> {
  readonly name: string;
  open(connection: ChannelModel): Promise<C>;
  setUp(channel: C): Promise<void>;
}

/**
 * A channel that comes back: after a lost connection, and after the broker has closed the channel alone.
 * Users hold the raw channel only for as long as one piece of work takes, and never a stale one.
 */
export class LiveChannel<C extends Channel> {
  private current: C | undefined;
  private cancelOpening = (): void => undefined;
  private isOpening = false;
  private isStale = false;
  private readonly gone = new WeakSet<C>();
  private closed = false;
  private readonly waiting = new Set<(channel: C) => void>();

  constructor(
    private readonly connection: BrokerConnection,
    private readonly recipe: ChannelRecipe<C>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    connection.onConnect(() => void this.open());
  }

  /** The channel if it can be used right now. */
  get channel(): C | undefined {
    return this.current;
  }

  /** Resolves with the channel as soon as there is one; never, if that never comes. Rejects when `signal` aborts. */
  whenOpen(signal?: AbortSignal): Promise<C> {
    if (this.current) return Promise.resolve(this.current);
    return new Promise((resolve, reject) => {
      const arrived = (channel: C): void => {
        signal?.removeEventListener('abort', gaveUp);
        resolve(channel);
      };
      const gaveUp = (): void => {
        this.waiting.delete(arrived);
        reject(signal?.reason);
      };
      if (signal?.aborted) return gaveUp();
      this.waiting.add(arrived);
      signal?.addEventListener('abort', gaveUp, { once: true });
    });
  }

  /** Opens anew, as after a fault: whoever held the old channel finds it closed. */
  async reopen(): Promise<void> {
    this.isStale = this.isOpening; // what is just being set up is what the caller has found wrong
    const old = this.current;
    this.current = undefined;
    await closeQuietly(old, this.clock);
    this.openSoon();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelOpening();
    const old = this.current;
    this.current = undefined;
    await closeQuietly(old, this.clock);
  }

  private async open(): Promise<void> {
    const connection = this.connection.model;
    if (this.closed || this.isOpening || this.current || !connection) return;
    this.isOpening = true;
    this.isStale = false;
    try {
      this.use(await this.prepared(connection));
    } catch (error) {
      this.logger.warn({ err: error, channel: this.recipe.name }, 'channel could not be opened');
      this.openSoon();
    } finally {
      this.isOpening = false;
    }
  }

  private async prepared(connection: ChannelModel): Promise<C> {
    const channel = await this.recipe.open(connection);
    try {
      // Without a listener, a channel's error would be thrown inside the socket's handler and end the connection.
      channel.on('error', (error: Error) => {
        this.logger.warn({ err: error, channel: this.recipe.name }, 'channel failed');
      });
      channel.once('close', () => this.lost(channel));
      await this.recipe.setUp(channel);
      return channel;
    } catch (error) {
      await closeQuietly(channel, this.clock);
      throw error;
    }
  }

  private use(channel: C): void {
    if (this.closed) return void closeQuietly(channel, this.clock);
    if (this.isStale || this.gone.has(channel)) {
      void closeQuietly(channel, this.clock);
      return this.openSoon();
    }
    this.current = channel;
    for (const arrived of this.waiting) arrived(channel);
    this.waiting.clear();
  }

  private lost(channel: C): void {
    this.gone.add(channel); // it may close between its set-up and its first use
    if (this.current === channel) {
      this.current = undefined;
      this.openSoon();
    }
  }

  private openSoon(): void {
    this.cancelOpening();
    if (!this.closed) this.cancelOpening = this.clock.after(REOPEN_AFTER_MS, () => void this.open());
  }
}
