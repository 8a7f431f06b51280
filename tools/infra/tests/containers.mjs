// @ts-check
import { announce, messageOf } from '../../support/messages.mjs';

const POSTGRES = 'postgres:17';
const RABBITMQ = 'rabbitmq:3.13-management';
const PASSWORD = 'postgres';

/**
 * PostgreSQL and RabbitMQ in containers, if a container runtime answers and has or can get the images.
 * What is started is removed by `stop`, or by the runtime's own watcher when this process dies.
 * @returns {Promise<import('./provide-for-tests.mjs').TestServers | undefined>}
 */
export async function testContainers() {
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch {
    return undefined;
  }
  const postgres = new GenericContainer(POSTGRES)
    .withEnvironment({ POSTGRES_PASSWORD: PASSWORD })
    .withCommand(['postgres', '-c', 'max_connections=300', '-c', 'fsync=off'])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2));
  const rabbitmq = new GenericContainer(RABBITMQ)
    .withExposedPorts(5672, 15672)
    .withWaitStrategy(Wait.forLogMessage('Server startup complete'));

  const outcomes = await Promise.allSettled([postgres.start(), rabbitmq.start()]);
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async () => void (await Promise.all(started.map((container) => container.stop())));
  const [database, broker] = started;
  if (!database || !broker) {
    await stop();
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    announce('containers', 'not', `available: ${messageOf(failed?.reason).split('\n')[0]}`);
    return undefined;
  }
  announce('postgres', 'container', `${POSTGRES}, port ${database.getMappedPort(5432)}`);
  announce('rabbitmq', 'container', `${RABBITMQ}, port ${broker.getMappedPort(5672)}`);
  const host = (/** @type {import('testcontainers').StartedTestContainer} */ of) => of.getHost();
  return {
    postgresUrl: `postgres://postgres:${PASSWORD}@${host(database)}:${database.getMappedPort(5432)}/postgres`,
    rabbitmqUrl: `amqp://guest:guest@${host(broker)}:${broker.getMappedPort(5672)}/`,
    managementUrl: `http://guest:guest@${host(broker)}:${broker.getMappedPort(15672)}`,
    databasePrefix: '',
    stop,
  };
}
