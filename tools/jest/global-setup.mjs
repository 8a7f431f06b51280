// @ts-check
import { leaseOn, provideForTests } from '../infra/tests/provide-for-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

/** Gives the specs their servers, unless they have them; nothing of theirs is left on any. */
export default async function globalSetup() {
  const { TEST_POSTGRES_URL, TEST_RABBITMQ_URL, TEST_DATABASE_PREFIX } = process.env;
  if (!TEST_POSTGRES_URL || !TEST_RABBITMQ_URL) {
    const servers = await provideForTests();
    Object.assign(process.env, testEnvironment(servers));
    stopAtEnd(servers);
  } else if (TEST_DATABASE_PREFIX === undefined) {
    const lease = await leaseOn(TEST_POSTGRES_URL);
    process.env['TEST_DATABASE_PREFIX'] = lease.databasePrefix;
    stopAtEnd(lease);
  }
}

/** @param {{ stop: () => Promise<void> }} started */
const stopAtEnd = (started) => Object.assign(globalThis, { startedForTests: started });
