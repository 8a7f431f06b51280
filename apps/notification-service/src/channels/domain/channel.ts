import type { Channel as ChannelName } from '@app/contracts';

/** What a channel needs to know to deliver something. */
export interface Parcel {
  /** The notification's id: the same for every attempt, so that a provider can recognise a repeat. */
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly message: string;
  /** The same message as safe markup, for channels that can show it. */
  readonly html: string | null;
}

/** A way to reach people. */
export interface Channel {
  readonly name: ChannelName;
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
}

/** There is no provider to talk to, so nothing is known about the parcel. `message` holds no address. */
export class ProviderUnreachable extends Error {
  override readonly name = 'ProviderUnreachable';
}

/** The provider did not take the parcel this time. `message` holds no address. */
export class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure';
}
