import type { Channel } from '../../channels/domain/channel.js';
import type { BreakerState, ProviderBreaker } from './provider-breaker.js';
import { routesOf } from './route.js';

const breaker = (provider: string, state: BreakerState = 'closed'): ProviderBreaker =>
  ({
    provider,
    state,
    outage: state === 'closed' ? undefined : { since: '2026-01-02T09:30:00.000Z', reason: 'gone' },
    limit: (most: number) => ({ closed: most, 'half-open': 1, open: 0 })[state],
  }) as ProviderBreaker;

const route = (...providers: ProviderBreaker[]) =>
  routesOf(providers.map((provider) => ['EMAIL', provider] as const))[0]!;

it.each([
  ['closed', 'closed', ['first', 10]],
  ['open', 'closed', ['second', 10]],
  ['half-open', 'closed', ['first', 1]],
  ['open', 'half-open', ['second', 1]],
  ['open', 'open', [undefined, undefined]],
] as const)('with the first %s and the second %s, %j is next', (first, second, expected) => {
  const next = route(breaker('first', first), breaker('second', second)).next(10);

  expect([next?.provider.provider, next?.limit]).toEqual(expected);
});

it('tells of the preferred provider what is wrong, and whether anything can be sent', () => {
  expect(route(breaker('first', 'open'), breaker('second')).state()).toEqual({
    reachable: true,
    since: '2026-01-02T09:30:00.000Z',
    reason: 'gone',
    breakers: { first: 'open', second: 'closed' },
  });
});

it('is made for each channel of its own providers, in their order', () => {
  const channels: [Channel['name'], string][] = [
    ['EMAIL', 'smtp'],
    ['SMS', 'twilio'],
    ['EMAIL', 'smtp-2'],
  ];
  const routes = routesOf(channels.map(([name, provider]) => [name, breaker(provider)] as const));

  expect(routes.map(({ channel, providers }) => [channel, ...providers.map((one) => one.provider)])).toEqual([
    ['EMAIL', 'smtp', 'smtp-2'],
    ['SMS', 'twilio'],
  ]);
});
