/** Where the servers of a test run are; whoever starts the run says so. */
export interface TestServers {
  /** A superuser's URL of a maintenance database, to create databases from. */
  readonly postgresUrl: string;
  readonly rabbitmqUrl: string;
  /** Of RabbitMQ's management API, with credentials, if there is one. */
  readonly managementUrl?: string | undefined;
  /** Begins the name of every database of this run, so that whoever clears up after a crash finds them. */
  readonly databasePrefix: string;
}

/** @throws {Error} when nobody has provided servers */
export function testServers(): TestServers {
  return {
    postgresUrl: required('TEST_POSTGRES_URL'),
    rabbitmqUrl: required('TEST_RABBITMQ_URL'),
    managementUrl: process.env['TEST_RABBITMQ_MANAGEMENT_URL'],
    databasePrefix: process.env['TEST_DATABASE_PREFIX'] ?? '',
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the specs by npm test, which provides the servers`);
  return value;
}
