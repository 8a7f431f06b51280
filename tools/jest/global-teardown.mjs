// @ts-check

/** Stops what the setup started, if it did. */
export default async function globalTeardown() {
  const { startedForTests } = /** @type {{ startedForTests?: { stop: () => Promise<void> } }} */ (globalThis);
  await startedForTests?.stop();
}
