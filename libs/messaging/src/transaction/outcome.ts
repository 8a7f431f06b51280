/** What became of one of several requests. Of one that is refused nothing is stored. */
export type Outcome<Value> = { readonly value: Value } | { readonly refusal: unknown };

/** What `decide` gives, or what it throws. */
export function outcomeOf<Value>(decide: () => Value): Outcome<Value> {
  try {
    return { value: decide() };
  } catch (refusal) {
    return { refusal };
  }
}

/** The outcome with another value; a refusal stays what it is. */
export const mapped = <From, To>(outcome: Outcome<From>, to: (value: From) => To): Outcome<To> =>
  'value' in outcome ? { value: to(outcome.value) } : outcome;

/** The values of those that were not refused. */
export const valuesOf = <Value>(outcomes: readonly Outcome<Value>[]): Value[] =>
  outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []));
