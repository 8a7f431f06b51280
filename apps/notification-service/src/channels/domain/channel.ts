import type { Channel as ChannelName } from '@app/contracts';

/** What a channel needs to know to deliver something. */
export interface Parcel {
  /** The notification's id: the same for every attempt, so that a provider can recognise a repeat. */
  readonly id: string;
  /** An e-mail address, a number in E.164, or the endpoint of a push subscription. */
  readonly recipient: string;
  /** A text message has none: it is the message alone. */
  readonly subject: string;
  readonly message: string;
  /** Writes the same message as safe markup, for channels that can show it; null if there is no more than the message. */
  readonly html: () => string | null;
}

/** A way to reach people: one provider of one channel. */
export interface Channel {
  readonly name: ChannelName;
  /** Who carries it, such as `smtp`; unique among the channels. The first one named for a channel is preferred. */
  readonly provider: string;
  /**
   * Resolves once the provider has taken the parcel. Rejects with `PermanentRefusal`, `ProviderUnreachable`, or anything
   * else for a failure that may pass. Once `signal` aborts nobody waits any more; the outcome is then unknown.
   */
  send(parcel: Parcel, signal: AbortSignal): Promise<void>;
  /** Gives up whatever is still under way and closes all connections. */
  close(): void;
}

/** The provider will never take this parcel. `message` is safe to store and to show: it holds no address. */
export class PermanentRefusal extends Error {
  override readonly name = 'PermanentRefusal';
  /** Whether nothing at all can reach this recipient, whatever is sent. */
  readonly addressAtFault: boolean;

  constructor(message: string, { addressAtFault = false, ...options }: RefusalOptions = {}) {
    super(message, options);
    this.addressAtFault = addressAtFault;
  }
}

interface RefusalOptions extends ErrorOptions {
  readonly addressAtFault?: boolean;
}

/** What more is known of a failure. */
export interface FailureOptions extends ErrorOptions {
  /** The provider may have taken the parcel all the same, such as when its answer did not come; false unless said. */
  readonly mayHaveArrived?: boolean;
}

abstract class Undelivered extends Error {
  readonly mayHaveArrived: boolean;

  constructor(message: string, { mayHaveArrived = false, ...options }: FailureOptions = {}) {
    super(message, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** There is no provider to talk to; it costs the parcel no attempt. `message` holds no address. */
export class ProviderUnreachable extends Undelivered {
  override readonly name = 'ProviderUnreachable';
}

/** The provider did not take the parcel this time. `message` holds no address. */
export class TemporaryFailure extends Undelivered {
  override readonly name = 'TemporaryFailure';
}

/** Whether nobody can tell if the provider took the parcel; an error that we do not know is taken for such a one. */
export const mayHaveArrived = (failure: unknown): boolean =>
  failure instanceof Undelivered ? failure.mayHaveArrived : !(failure instanceof PermanentRefusal);
