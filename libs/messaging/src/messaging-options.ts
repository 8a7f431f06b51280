import type { Choreography, ServiceName } from '@app/contracts';
import type { Pace } from '@app/platform';

/** What a service says about itself when it takes part in the choreography. */
export interface MessagingOptions {
  readonly service: ServiceName;
  readonly choreography: Choreography;
  readonly broker: {
    /** `amqp://` or `amqps://`, with the virtual host as its path; nodes of one cluster, of which any will do. */
    readonly urls: readonly string[];
    /** In PEM: who signs the certificates of `amqps://`, when the usual authorities do not. */
    readonly ca?: string | undefined;
    /** Whether to declare the queues of the other services too, or only to look that they are there. Default all. */
    readonly declares?: 'all' | 'own';
    /** Put before the name of every exchange and queue. */
    readonly prefix: string;
    /** How many unsettled messages a queue may have here; half as many events are the largest batch. */
    readonly prefetch: number;
    /** The rungs of the retry ladder, in milliseconds, shortest first. */
    readonly retryDelaysMs: readonly number[];
  };
  /** How often a batch of a queue is begun. Default: every 10 to 100 ms, since other services wait for what comes of it. */
  readonly batches?: Pace | undefined;
  /** How often the outbox is looked through for rows that nobody holds, in milliseconds. Default 1,000. */
  readonly outboxPollIntervalMs?: number;
  /** How many events of one type that are published together travel as one message, at most. Default 25. */
  readonly outboxEventsPerMessage?: number;
  /** How long what happened to events out of the ordinary is kept, in days; 0 for ever. Default 30. */
  readonly incidentRetentionDays?: number;
}
