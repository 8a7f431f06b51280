import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service-env.js';
import type { Logger } from '../logging/logger.js';
import { Lifecycle } from './lifecycle.js';

// Connections that wait to be accepted: enough for a crowd to be told in words that it is too much. The kernel has a
// limit of its own (net.core.somaxconn).
const BACKLOG = 4096;

/**
 * Listens for HTTP, then starts the connected consumers, then lets readiness be true; resolves after that.
 *
 * HTTP comes first so that liveness can be asked while consumers still wait for their broker, however long that takes.
 */
export async function start(
  app: NestFastifyApplication,
  { HOST, PORT }: Pick<ServiceConfig, 'HOST' | 'PORT'>,
  logger: Logger,
): Promise<void> {
  const lifecycle = app.get(Lifecycle);
  await app.listen({ port: PORT, host: HOST, backlog: BACKLOG });
  logger.info({ url: await app.getUrl() }, 'listening');
  try {
    await app.startAllMicroservices();
  } catch (error) {
    // A consumer that was stopped while it started says so by failing, and that is no failure.
    if (lifecycle.phase === 'stopping') return;
    throw error;
  }
  lifecycle.started();
  logger.info('ready');
}
