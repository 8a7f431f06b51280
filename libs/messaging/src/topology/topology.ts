import {
  contractsOf,
  type Choreography,
  type Contract,
  type ServiceName,
  type Subscription,
} from '@app/contracts';

/** A queue as the broker is asked for it. */
export interface QueueSpec {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

/** An exchange as the broker is asked for it. */
export interface ExchangeSpec {
  readonly name: string;
  readonly kind: 'topic' | 'fanout';
  readonly alternate?: string;
}

/** A route from an exchange to a queue. */
export interface BindingSpec {
  readonly exchange: string;
  readonly queue: string;
  readonly pattern: string;
}

/** A rung of the retry ladder: a queue whose messages go back to their origin after a fixed delay. */
export interface RetryTier {
  readonly queue: string;
  readonly delayMs: number;
}

/** The queue of one subscription with everything around it. */
export interface Inbound {
  readonly subscription: Subscription;
  readonly queue: string;
  readonly retries: readonly RetryTier[];
  readonly deadLetters: string;
  /** The contracts of the stream by type: whatever else arrives cannot be read. */
  readonly contracts: ReadonlyMap<string, Contract>;
}

/** All that exists on the broker, as data. */
export interface Topology {
  /** Where every event is published; the routing key is its type. */
  readonly events: string;
  /** Where the broker puts what no binding wants. */
  readonly unroutable: string;
  readonly exchanges: readonly ExchangeSpec[];
  readonly queues: readonly QueueSpec[];
  readonly bindings: readonly BindingSpec[];
  /** Queues that somebody else declares, and without which nothing may be published. */
  readonly expected: readonly string[];
  readonly inbound: readonly Inbound[];
}

/** What of the topology is configuration. */
export interface TopologyOptions {
  /** Put before every name, so that several systems can share a virtual host. */
  readonly prefix: string;
  /** Delays of the retry ladder, in milliseconds, shortest first. */
  readonly retryDelaysMs: readonly number[];
}

// The broker counts every return of a message, also those of consumers that were killed. Our own ladder ends long
// before; this ends the circle of an event that kills whoever takes it.
const DELIVERY_LIMIT = 100;
// Queues that people look into: RabbitMQ 4 would drop a message after twenty looks that give it back.
const LOOKS_LIMIT = 1_000_000;
const UNROUTABLE_LIMIT = 10_000;
const UNSUBSCRIBED_LIMIT = 1_000;

/** Derives the topology from the choreography. Pure: the same input gives the same names in the same order. */
export function topologyOf(choreography: Choreography, options: TopologyOptions): Topology {
  const named = (name: string): string => options.prefix + name;
  const events = named('waybill.events');
  const unroutable = named('waybill.unroutable');
  const unsubscribed = named('waybill.unsubscribed');
  const inbound = choreography.subscriptions.map((subscription) =>
    inboundOf(choreography, subscription, options),
  );
  return {
    events,
    unroutable,
    exchanges: [
      { name: unroutable, kind: 'fanout' },
      { name: events, kind: 'topic', alternate: unroutable },
    ],
    queues: [
      { name: unroutable, arguments: bounded(UNROUTABLE_LIMIT, 'reject-publish') },
      { name: unsubscribed, arguments: bounded(UNSUBSCRIBED_LIMIT, 'drop-head') },
      ...inbound.flatMap(queuesOf),
    ],
    bindings: [
      { exchange: unroutable, queue: unroutable, pattern: '' },
      ...unsubscribedTypes(choreography).map((pattern) => ({
        exchange: events,
        queue: unsubscribed,
        pattern,
      })),
      // Type by type: `order.#` would also catch types of other streams, and a foreign event reads as a bad one.
      ...inbound.flatMap(({ queue, contracts }) =>
        [...contracts.keys()].map((pattern) => ({ exchange: events, queue, pattern })),
      ),
    ],
    expected: [],
    inbound,
  };
}

/**
 * The topology for a service that may declare its own queues and what all share: those of the others it expects to be
 * there. That nothing is published before the topology is whole is as true as ever.
 */
export function ownPart(topology: Topology, service: ServiceName): Topology {
  const others = new Set(
    topology.inbound.filter(({ subscription }) => subscription.subscriber !== service).flatMap(namesOf),
  );
  return {
    ...topology,
    queues: topology.queues.filter(({ name }) => !others.has(name)),
    bindings: topology.bindings.filter(({ queue }) => !others.has(queue)),
    expected: [...others],
  };
}

/** The queues that the given service consumes. */
export const inboundFor = (topology: Topology, service: ServiceName): Inbound[] =>
  topology.inbound.filter(({ subscription }) => subscription.subscriber === service);

function inboundOf(
  choreography: Choreography,
  subscription: Subscription,
  options: TopologyOptions,
): Inbound {
  const queue = `${options.prefix}${subscription.subscriber}.${subscription.stream.name}`;
  return {
    subscription,
    queue,
    retries: options.retryDelaysMs.map((delayMs) => ({ queue: `${queue}.retry.${label(delayMs)}`, delayMs })),
    deadLetters: `${queue}.dlq`,
    contracts: new Map(
      contractsOf(choreography, subscription.stream).map((contract) => [contract.type, contract]),
    ),
  };
}

const namesOf = ({ queue, retries, deadLetters }: Inbound): string[] => [
  deadLetters,
  ...retries.map((tier) => tier.queue),
  queue,
];

function queuesOf({ queue, retries, deadLetters }: Inbound): QueueSpec[] {
  return [
    { name: deadLetters, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': LOOKS_LIMIT } },
    ...retries.map((tier) => ({
      name: tier.queue,
      arguments: { ...deadLetteringTo(queue), 'x-message-ttl': tier.delayMs },
    })),
    { name: queue, arguments: { ...deadLetteringTo(deadLetters), 'x-delivery-limit': DELIVERY_LIMIT } },
  ];
}

// At-least-once dead lettering: the broker keeps a message until the next queue has confirmed it. It asks for
// reject-publish as the overflow behaviour. The way back is by queue name, so no other subscriber sees a repeat.
const deadLetteringTo = (queue: string): Record<string, string> => ({
  'x-queue-type': 'quorum',
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': queue,
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
});

const bounded = (limit: number, overflow: string): Record<string, string | number> => ({
  'x-queue-type': 'quorum',
  'x-delivery-limit': LOOKS_LIMIT,
  'x-max-length': limit,
  'x-overflow': overflow,
});

/** Events that nobody subscribes to are still routed, to a short memory that can be looked at. */
function unsubscribedTypes({ contracts, subscriptions }: Choreography): string[] {
  const heard = new Set(subscriptions.map(({ stream }) => stream.name));
  return contracts.filter(({ stream }) => !heard.has(stream.name)).map(({ type }) => type);
}

const label = (delayMs: number): string => (delayMs % 1000 === 0 ? `${delayMs / 1000}s` : `${delayMs}ms`);
