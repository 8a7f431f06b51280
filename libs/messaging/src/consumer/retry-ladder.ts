import type { DomainEvent } from '@app/contracts';
import type { Clock } from '@app/platform';
import type { Logger } from 'pino';
import { copyOptions, shortText } from '../connection/copy-options.js';
import type { Outgoing } from '../connection/publisher.js';
import type { Inbound } from '../topology/topology.js';
import type { Copies } from './copies.js';
import type { Delivery } from './delivery.js';
import { ATTEMPTS, attemptsOf, headersAfter } from './retry-headers.js';
import { report, type Verdict } from './verdict.js';

/** Told of every failure that left the consumer. */
export interface FailureCounter {
  retried(queue: string): void;
  deadLettered(queue: string, code: string): void;
}

/** What became of a failed delivery. */
export interface Failure {
  readonly kind: 'retried' | 'dead-lettered';
  readonly code: string;
  readonly fingerprint: string;
  /** How often it has failed so far. */
  readonly attempts: number;
}

/** A delivery that failed, with its event if it could be read. */
export interface Failed {
  readonly delivery: Delivery;
  readonly event?: DomainEvent;
}

/**
 * Where a message goes that failed for reasons of its own: up the ladder of delays, and off its end to the dead
 * letters. A copy is published and confirmed before the original is acknowledged, so a crash repeats it rather than
 * losing it. The body stays untouched.
 */
export class RetryLadder {
  constructor(
    private readonly inbound: Inbound,
    private readonly copies: Copies,
    private readonly clock: Clock,
    private readonly counter: FailureCounter,
    private readonly logger: Logger,
  ) {}

  /**
   * Settles a failed delivery, and says what became of it. While the broker is away it waits; when `signal` aborts, the
   * delivery stays unsettled and nothing became of it.
   */
  async fail(
    failed: Failed,
    error: unknown,
    verdict: Verdict,
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    const { delivery } = failed;
    const { content, properties, fields } = delivery.message;
    const failure = report(error);
    const target = this.targetAfter(attemptsOf(properties.headers), verdict);
    const headers = headersAfter(properties.headers, failure, {
      queue: this.inbound.queue,
      at: this.clock.now(),
    });
    const id: string = shortText(properties.messageId) || `${fields.consumerTag}:${fields.deliveryTag}`;
    const copy: Outgoing = {
      exchange: '',
      routingKey: target,
      body: content,
      options: { ...copyOptions(properties), headers, messageId: id },
    };
    // crash point copy-before-publish: an event has failed, and its copy is not published yet
    if (!(await this.copies.confirmed([copy], signal))) return undefined;
    // crash point copy-confirmed: the copy of a failed event is confirmed, and the original is not acknowledged
    delivery.ack();
    this.tell(
      target,
      { ...identityOf(failed), messageId: id, attempts: headers[ATTEMPTS], ...failure },
      error,
    );
    const { code, fingerprint } = failure;
    const kind = target === this.inbound.deadLetters ? 'dead-lettered' : 'retried';
    return { kind, code, fingerprint, attempts: attemptsOf(headers) };
  }

  /** Leaves a delivery that cannot be kept here to the broker, which makes it a dead letter without our headers. */
  refuse(delivery: Delivery, error: Error): void {
    const { messageId } = delivery.message.properties as { messageId?: string };
    delivery.refuse();
    this.tell(this.inbound.deadLetters, { ...identityOf({ delivery }), messageId, ...report(error) }, error);
  }

  private targetAfter(attempts: number, verdict: Verdict): string {
    const tier = verdict === 'permanent' ? undefined : this.inbound.retries[attempts];
    return tier?.queue ?? this.inbound.deadLetters;
  }

  private tell(target: string, facts: Record<string, unknown>, error: unknown): void {
    const fields = { queue: this.inbound.queue, ...facts, err: error };
    if (target === this.inbound.deadLetters) {
      this.counter.deadLettered(this.inbound.queue, String(facts['code']));
      this.logger.error(fields, 'dead letter');
    } else {
      this.counter.retried(this.inbound.queue);
      this.logger.warn({ ...fields, retry: target }, 'failed, will be tried again');
    }
  }
}

/** Of a message that reads as no event, the chain that its properties name. */
function identityOf({ event, delivery }: Failed): Record<string, unknown> {
  if (!event) return { correlationId: shortText(delivery.message.properties.correlationId) };
  const { type, subject, sequence, correlationid: correlationId } = event;
  return { type, subject, sequence, correlationId };
}
