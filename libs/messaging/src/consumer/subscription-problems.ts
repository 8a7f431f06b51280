import { contractsOf, type Choreography, type Subscription } from '@app/contracts';

/** A service whose handlers do not fit its subscriptions must not start: it would skip or repeat work in silence. */
export class UnsoundSubscriptions extends Error {
  override readonly name = 'UnsoundSubscriptions';

  constructor(readonly problems: readonly string[]) {
    super(
      `the handlers do not fit the subscriptions:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  }
}

/** Everything that is wrong, a sentence each. `handlers` is how many handlers each contract type has. */
export function problemsOf(
  choreography: Choreography,
  subscriptions: readonly Subscription[],
  handlers: ReadonlyMap<string, number>,
): string[] {
  const handled = new Set(
    subscriptions.flatMap((subscription) => subscription.handles.map(({ type }) => type)),
  );
  return [
    ...subscriptions.flatMap((subscription) => unnamed(choreography, subscription)),
    ...[...handled]
      .filter((type) => !handlers.has(type))
      .map((type) => `${type} is subscribed but has no handler`),
    ...[...handlers.keys()]
      .filter((type) => !handled.has(type))
      .map((type) => `${type} has a handler but is not subscribed`),
    ...[...handlers]
      .filter(([, count]) => count > 1)
      .map(([type, count]) => `${type} has ${count} handlers instead of one`),
  ];
}

function unnamed(
  choreography: Choreography,
  { subscriber, stream, handles, ignores }: Subscription,
): string[] {
  const named = new Set([...handles, ...ignores].map(({ type }) => type));
  return contractsOf(choreography, stream)
    .filter(({ type }) => !named.has(type))
    .map(
      ({ type }) =>
        `${subscriber} must say whether it handles or ignores ${type} of its stream ${stream.name}`,
    );
}
