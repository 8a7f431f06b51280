import { type EventStream, isOutage } from '@app/platform';
import { setTimeout as pause } from 'node:timers/promises';
import type { FeedPage, FeedStep } from './domain/step.js';
import type { StepFeed } from './step-feed.js';
import type { Trail } from './trails.js';

const RETRY_INTERVAL_MS = 1000;

/** Writes a step down as a message of a stream. */
export type ToMessage = (step: FeedStep) => string;

/**
 * Lets a stream follow a trail: what has been first, read by itself as fast as the client takes it, then what comes,
 * from the feed that all share. A client that falls behind reads by itself again, so nothing is kept for it meanwhile.
 */
export class Follower {
  private isLive = false;
  private isBehind = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly tenant: string,
    private readonly feed: StepFeed,
    private readonly trail: Trail,
  ) {}

  /** Writes until the stream is closed; through an outage it waits. Rejects for a bug. */
  async follow(stream: EventStream, toMessage: ToMessage): Promise<void> {
    const { id } = this.trail;
    if (id) stream.resumeAt(id);
    stream.once('close', () => this.wake());
    const listener = { receive: (page: FeedPage) => this.receive(page, stream, toMessage) };
    try {
      await this.patiently(stream, () => this.feed.listen(this.tenant, listener));
      while (!stream.isClosed) {
        await this.catchUp(stream, toMessage);
        await this.beLive(stream);
      }
    } finally {
      this.feed.leave(this.tenant, listener);
    }
  }

  private receive(page: FeedPage, stream: EventStream, toMessage: ToMessage): void {
    const news = this.isLive && !stream.isFull ? this.trail.newsIn(page) : undefined;
    if (news) return this.write(news, stream, toMessage);
    if (!page.steps.some((step) => this.trail.concerns(step))) return;
    this.isLive = false;
    this.isBehind = true;
    this.wake();
  }

  private async catchUp(stream: EventStream, toMessage: ToMessage): Promise<void> {
    let hasMore: boolean | undefined;
    do {
      await stream.room();
      // Before the reading: what is told from now on may be missing in it.
      this.isBehind = false;
      hasMore = await this.patiently(stream, () => this.readOn(stream, toMessage));
    } while (hasMore || this.isBehind);
  }

  private async readOn(stream: EventStream, toMessage: ToMessage): Promise<boolean> {
    const { steps, hasMore } = await this.trail.readOn();
    this.write(steps, stream, toMessage);
    return hasMore;
  }

  /** From the feed, until it tells of more than the client takes; not at all if it told of something meanwhile. */
  private async beLive(stream: EventStream): Promise<void> {
    if (this.isBehind || stream.isClosed) return;
    this.isLive = true;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  private write(steps: readonly FeedStep[], stream: EventStream, toMessage: ToMessage): void {
    stream.send(steps.map(toMessage).join(''));
  }

  /** What the work comes to once there is no outage; undefined if the stream is closed before. */
  private async patiently<T>(stream: EventStream, work: () => Promise<T>): Promise<T | undefined> {
    while (!stream.isClosed) {
      try {
        return await work();
      } catch (error) {
        if (!isOutage(error)) throw error;
        await pause(RETRY_INTERVAL_MS, undefined, { ref: false });
      }
    }
    return undefined;
  }
}
