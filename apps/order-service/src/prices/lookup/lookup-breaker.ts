import type { ValidateProductsReply, ValidateProductsRequest } from '@app/contracts';
import { HealthRegistry, LOGGER, type Logger, MetricsRegistry } from '@app/platform';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import CircuitBreaker from 'opossum';
import type { Counter } from 'prom-client';
import { PriceLookupUnavailable } from '../domain/price.errors.js';
import { InventoryClient } from './inventory-client.js';
import { LOOKUP_SETTINGS, type LookupSettings } from './lookup-settings.js';

// One lost question says nothing of the next.
const FEWEST_QUESTIONS = 5;
const RETRY_SOON_S = 1;

type Question = [ValidateProductsRequest];
type BreakerState = 'closed' | 'half-open' | 'open';

const GAUGE_VALUES: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

/**
 * Asks no more than a few questions at a time, and none for a while after most of the latest have found no answer.
 * That there is no room for a question says nothing of the inventory service, so it is decided before the breaker sees
 * the question: a flood of questions opens nothing.
 */
@Injectable()
export class LookupBreaker implements OnApplicationShutdown {
  private readonly breaker: CircuitBreaker<Question, ValidateProductsReply>;
  private readonly lookups: Counter;
  private underWay = 0;
  private openUntil = 0;

  constructor(
    client: InventoryClient,
    @Inject(LOOKUP_SETTINGS) private readonly settings: LookupSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    health: HealthRegistry,
    metrics: MetricsRegistry,
  ) {
    this.breaker = new CircuitBreaker((question: ValidateProductsRequest) => client.ask(question), {
      // The client keeps the time itself, so that a question that is given up is forgotten as well.
      timeout: false,
      capacity: settings.concurrency,
      errorThresholdPercentage: settings.failurePercent,
      resetTimeout: settings.resetMs,
      volumeThreshold: FEWEST_QUESTIONS,
    });
    this.breaker.on('open', () => this.opened());
    this.breaker.on('close', () => this.logger.info('prices are looked up again'));
    // Told, but never a reason to be unready or unwell: all products that we have heard of are sold as ever.
    health.add({ name: 'price-lookup', neededToBeReady: false, check: () => Promise.resolve(this.state()) });
    this.lookups = metrics.counter(
      'waybill_price_lookups_total',
      'Questions about products, by outcome: answered, failed or refused (not asked at all).',
      'outcome',
    );
    for (const outcome of ['answered', 'failed', 'refused']) this.lookups.inc({ outcome }, 0);
    metrics.liveGauge(
      'waybill_price_lookup_breaker',
      'The breaker before the price lookup: 0 closed, 1 half open, 2 open.',
      (gauge) => gauge.set(GAUGE_VALUES[this.stateOfBreaker()]),
    );
  }

  /** The answer; throws `PriceLookupUnavailable` if there is none, or the question is not asked at all. */
  async ask(question: ValidateProductsRequest): Promise<ValidateProductsReply> {
    if (this.underWay >= this.settings.concurrency) throw this.refusal(RETRY_SOON_S);
    if (this.breaker.opened) throw this.refusal(this.secondsLeft());
    this.underWay += 1;
    try {
      const reply = await this.breaker.fire(question);
      this.lookups.inc({ outcome: 'answered' });
      return reply;
    } catch (error) {
      this.lookups.inc({ outcome: 'failed' });
      throw new PriceLookupUnavailable(this.secondsLeft(), error);
    } finally {
      this.underWay -= 1;
    }
  }

  onApplicationShutdown(): void {
    this.breaker.shutdown();
  }

  private refusal(retryAfterSeconds: number): PriceLookupUnavailable {
    this.lookups.inc({ outcome: 'refused' });
    return new PriceLookupUnavailable(retryAfterSeconds);
  }

  private opened(): void {
    this.openUntil = performance.now() + this.settings.resetMs;
    this.logger.warn({ resetMs: this.settings.resetMs }, 'inventory does not answer, price lookup pauses');
  }

  private secondsLeft(): number {
    return Math.max(RETRY_SOON_S, Math.ceil((this.openUntil - performance.now()) / 1000));
  }

  private state(): { breaker: BreakerState; underWay: number } {
    return { breaker: this.stateOfBreaker(), underWay: this.underWay };
  }

  private stateOfBreaker(): BreakerState {
    if (this.breaker.opened) return 'open';
    return this.breaker.halfOpen ? 'half-open' : 'closed';
  }
}
