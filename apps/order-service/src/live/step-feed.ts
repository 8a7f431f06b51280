import { Transactions } from '@app/messaging';
import { isOutage, LOGGER, type Logger } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeTransaction, type FeedPlace } from './domain/feed-place.js';
import type { FeedPage } from './domain/step.js';
import { FeedRepository } from './persistence/feed.repository.js';

// Too short for a person to notice, and one small statement each time however many streams are open.
const POLL_INTERVAL_MS = 100;
// After a failure: an outage is not cured by asking more often.
const RETRY_INTERVAL_MS = 1000;
const PAGE_SIZE = 200;

/** Is given every stretch of the feed from the moment that it listens. It must neither throw nor wait. */
export interface FeedListener {
  receive(page: FeedPage): void;
}

interface Channel {
  readonly listeners: Set<FeedListener>;
  readonly started: Promise<void>;
}

/**
 * Tells the listeners of this process of every step of every order, whichever instance took it, each once and in the
 * order of the feed. One reader serves them all; it rests while nobody listens.
 */
@Injectable()
export class StepFeed {
  private readonly channels = new Map<string, Channel>();

  constructor(
    private readonly transactions: Transactions,
    private readonly feed: FeedRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * From the moment this resolves the listener hears of every step that a reading begun then does not find. It hears of
   * some that it does find too. Rejects when the database is away, and then the listener hears nothing.
   */
  async listen(tenant: string, listener: FeedListener): Promise<void> {
    const channel = this.channels.get(tenant) ?? this.open(tenant);
    channel.listeners.add(listener);
    await channel.started;
  }

  leave(tenant: string, listener: FeedListener): void {
    this.channels.get(tenant)?.listeners.delete(listener);
  }

  private open(tenant: string): Channel {
    const listeners = new Set<FeedListener>();
    const start = this.feed.present(this.transactions.reader(tenant));
    const channel: Channel = {
      listeners,
      started: start.then(
        ({ oldestOpen }) => void this.poll(tenant, listeners, beforeTransaction(oldestOpen)),
        (error: unknown) => {
          this.channels.delete(tenant);
          throw error;
        },
      ),
    };
    this.channels.set(tenant, channel);
    return channel;
  }

  private async poll(tenant: string, listeners: Set<FeedListener>, from: FeedPlace): Promise<void> {
    let place = from;
    while (listeners.size > 0) {
      const page = await this.read(tenant, place);
      if (page) {
        tell(listeners, page);
        place = page.reached;
      }
      if (!page?.hasMore) await pause(page ? POLL_INTERVAL_MS : RETRY_INTERVAL_MS);
    }
    this.channels.delete(tenant);
  }

  /** Undefined when the database is away: the listeners hear of everything later. */
  private async read(tenant: string, after: FeedPlace): Promise<FeedPage | undefined> {
    try {
      return await this.feed.page(this.transactions.reader(tenant), { after, limit: PAGE_SIZE });
    } catch (error) {
      if (!isOutage(error)) this.logger.error({ err: error }, 'steps of orders cannot be read');
      return undefined;
    }
  }
}

function tell(listeners: ReadonlySet<FeedListener>, page: FeedPage): void {
  for (const listener of listeners) listener.receive(page);
}
