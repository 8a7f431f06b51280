// Enough to have every instance busy with many at once, and fewer than would be turned away.
const AT_ONCE = 20;

/** Does something with each of many, twenty of them at a time; the results in their order. */
export async function forEach<T, R>(
  many: readonly T[],
  what: (one: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const customer = async () => {
    for (let index = next++; index < many.length; index = next++) {
      results[index] = await what(many[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, customer));
  return results;
}
