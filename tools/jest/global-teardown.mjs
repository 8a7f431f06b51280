// @ts-check

/** Stops what the setup started, if it did. */
export default async function globalTeardown() {
  const { waybillTestServers } =
    /** @type {{ waybillTestServers?: import('../infra/tests/provide-for-tests.mjs').TestServers }} */ (
      globalThis
    );
  await waybillTestServers?.stop();
}
