import { encodePlace, type FeedPlace, furthest, isAfter } from './domain/feed-place.js';
import { type FeedFilter, type FeedPage, type FeedStep, passes } from './domain/step.js';

/** What a stream follows, and how far it has come. */
export interface Trail {
  /** Reads on from where the trail has come to; `hasMore` if there may be more to read at once. */
  readOn(): Promise<{ readonly steps: readonly FeedStep[]; readonly hasMore: boolean }>;
  /** Whether a step is one of this trail, read already or not. */
  concerns(step: FeedStep): boolean;
  /** Those steps of a page as it is told to everybody that are news here; undefined if one before them is missing. */
  newsIn(page: FeedPage): readonly FeedStep[] | undefined;
  /** The id to connect again with, where not only the steps that are sent move the trail. */
  readonly id?: () => string;
}

/** The steps of all orders that a filter lets through. */
export class FeedTrail implements Trail {
  readonly id = (): string => encodePlace(this.place);

  constructor(
    private place: FeedPlace,
    private readonly filter: FeedFilter,
    private readonly read: (after: FeedPlace) => Promise<FeedPage>,
  ) {}

  async readOn() {
    const page = await this.read(this.place);
    return { steps: this.newsIn(page), hasMore: page.hasMore };
  }

  concerns(step: FeedStep): boolean {
    return passes(this.filter, step);
  }

  newsIn({ steps, reached }: FeedPage): readonly FeedStep[] {
    const news = steps.filter((step) => isAfter(step.place, this.place) && this.concerns(step));
    this.place = furthest(this.place, reached);
    return news;
  }
}

/** The steps of one order. */
export class OrderTrail implements Trail {
  constructor(
    private readonly orderId: string,
    private version: number,
    private readonly limit: number,
    private readonly read: (after: number, limit: number) => Promise<readonly FeedStep[]>,
  ) {}

  async readOn() {
    const steps = await this.read(this.version, this.limit);
    this.version = steps.at(-1)?.entry.version ?? this.version;
    return { steps, hasMore: steps.length === this.limit };
  }

  concerns({ orderId }: FeedStep): boolean {
    return orderId === this.orderId;
  }

  newsIn({ steps }: FeedPage): readonly FeedStep[] | undefined {
    const news = steps.filter((step) => this.concerns(step) && step.entry.version > this.version);
    const [first] = news;
    if (first && first.entry.version !== this.version + 1) return undefined;
    this.version = news.at(-1)?.entry.version ?? this.version;
    return news;
  }
}
