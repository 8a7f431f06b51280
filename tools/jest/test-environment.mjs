// @ts-check

/**
 * What the specs read to find their servers.
 * @param {import('../infra/tests/provide-for-tests.mjs').TestServers} servers
 * @returns {Record<string, string>}
 */
export function testEnvironment({ postgresUrl, rabbitmqUrl, managementUrl, databasePrefix }) {
  return {
    TEST_POSTGRES_URL: postgresUrl,
    TEST_RABBITMQ_URL: rabbitmqUrl,
    ...(managementUrl ? { TEST_RABBITMQ_MANAGEMENT_URL: managementUrl } : {}),
    TEST_DATABASE_PREFIX: databasePrefix,
  };
}
