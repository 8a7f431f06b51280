import { WAYBILL } from './choreography.js';
import { contractsOf } from './kernel/index.js';

const typesOf = (contracts: readonly { type: string }[]): string[] =>
  contracts.map(({ type }) => type).toSorted();

describe('the choreography', () => {
  it('has each type once', () => {
    const types = typesOf(WAYBILL.contracts);
    expect(new Set(types).size).toBe(types.length);
  });

  it.each(WAYBILL.subscriptions.map((subscription) => [subscription.subscriber, subscription] as const))(
    'makes %s name every contract of a stream that it listens to, once',
    (_, { stream, handles, ignores }) => {
      expect(typesOf([...handles, ...ignores])).toEqual(typesOf(contractsOf(WAYBILL, stream)));
    },
  );

  it('lets no service listen to itself', () => {
    for (const { subscriber, stream } of WAYBILL.subscriptions) expect(subscriber).not.toBe(stream.publisher);
  });
});
