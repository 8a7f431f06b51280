import type { Contract } from './define-event.js';
import type { ServiceName, Stream } from './stream.js';

/**
 * A service listens to a whole stream. Each contract of the stream is either handled or named as ignored,
 * so that a forgotten handler cannot pass for an intended silence.
 */
export interface Subscription {
  readonly subscriber: ServiceName;
  readonly stream: Stream;
  readonly handles: readonly Contract[];
  readonly ignores: readonly Contract[];
}

/** Which events there are and who listens to them: all that the broker's topology is derived from. */
export interface Choreography {
  readonly contracts: readonly Contract[];
  readonly subscriptions: readonly Subscription[];
}

/** The contracts of one stream, in the order of their declaration. */
export const contractsOf = ({ contracts }: Choreography, stream: Stream): Contract[] =>
  contracts.filter((contract) => contract.stream.name === stream.name);
