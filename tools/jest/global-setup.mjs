// @ts-check
import { provideForTests } from '../infra/tests/provide-for-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

/** Gives the specs their servers; servers somebody has provided already are taken as they are. */
export default async function globalSetup() {
  if (process.env['TEST_POSTGRES_URL'] && process.env['TEST_RABBITMQ_URL']) return;
  const servers = await provideForTests();
  Object.assign(process.env, testEnvironment(servers));
  Object.assign(globalThis, { waybillTestServers: servers });
}
