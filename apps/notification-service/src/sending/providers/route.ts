import type { Channel as ChannelName } from '@app/contracts';
import type { BreakerState, ProviderBreaker } from './provider-breaker.js';

/** What an operator sees of the ways to send by one channel. */
export interface RouteState {
  /** Whether anything can be sent now. */
  readonly reachable: boolean;
  /** Since when, and why, the preferred provider is left alone. */
  readonly since?: string;
  readonly reason?: string;
  /** By provider. */
  readonly breakers: Readonly<Record<string, BreakerState>>;
}

/** Whom to send by next, and how many it may be given. */
export interface Leg {
  readonly provider: ProviderBreaker;
  readonly limit: number;
}

/** The providers of one channel, the preferred one first: as soon as it is back, it is used again. */
export class Route {
  constructor(
    readonly channel: ChannelName,
    readonly providers: readonly [ProviderBreaker, ...ProviderBreaker[]],
  ) {}

  /** The first provider that takes anything, of the `most` that may be under way; undefined while none does. */
  next(most: number): Leg | undefined {
    return this.providers
      .map((provider) => ({ provider, limit: provider.limit(most) }))
      .find(({ limit }) => limit > 0);
  }

  /** Whether the preferred provider takes whatever it is given. */
  get isHealthy(): boolean {
    return this.providers[0].state === 'closed';
  }

  state(): RouteState {
    return {
      reachable: this.providers.some(({ state }) => state === 'closed'),
      ...this.providers[0].outage,
      breakers: Object.fromEntries(this.providers.map(({ provider, state }) => [provider, state])),
    };
  }

  close(): void {
    for (const provider of this.providers) provider.close();
  }
}

/** The channels as routes, each with its providers in the order in which they are named. */
export function routesOf(providers: readonly (readonly [ChannelName, ProviderBreaker])[]): Route[] {
  const byChannel = new Map<ChannelName, [ProviderBreaker, ...ProviderBreaker[]]>();
  for (const [channel, provider] of providers) {
    const known = byChannel.get(channel);
    if (known) known.push(provider);
    else byChannel.set(channel, [provider]);
  }
  return [...byChannel].map(([channel, ways]) => new Route(channel, ways));
}
