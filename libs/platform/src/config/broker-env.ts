import { z } from 'zod';
import { confidential, int, intList, pem, topic, urlList } from './variables.js';

/** The variables that say where the broker is, and how events travel. */
export const brokerEnv = topic('The broker', {
  RABBITMQ_URL: urlList('amqp', 'amqps').describe(
    'Where RabbitMQ is, with the virtual host as the path; of a cluster, every node. Credentials in it are secret: the next two keep them out.',
  ),
  RABBITMQ_USERNAME: z.string().optional().describe('Instead of the user in the URLs.'),
  RABBITMQ_PASSWORD: confidential(z.string()).describe('Instead of the password in the URLs.'),
  RABBITMQ_CA: pem()
    .optional()
    .describe('Who signs the certificates of the broker. Not set: the usual authorities.'),
  RABBITMQ_DECLARES: z
    .enum(['all', 'own'])
    .default('all')
    .describe(
      'With `own` a service needs no permission for the queues of the others, and waits until they are there.',
    ),
  RABBITMQ_PREFIX: z
    .string()
    .regex(/^[\w.-]{0,100}$/, 'must be at most 100 letters, digits, dots, dashes or underscores')
    .meta({ form: 'at most 100 letters, digits, dots, dashes, underscores' })
    .default('')
    .describe('Stands before every exchange and queue, so that systems can share a virtual host.'),
  RABBITMQ_PREFETCH: int({ min: 1, max: 65_535 })
    .default(200)
    .describe('Messages under way per queue and process; half as many events are the largest batch.'),
  OUTBOX_EVENTS_PER_MESSAGE: int({ min: 1, max: 100 })
    .default(25)
    .describe('Events of one type that are published together; 1 while a consumer cannot read several.'),
  RETRY_DELAYS_MS: intList({ min: 1, max: 86_400_000 })
    .default([1000, 5000, 25_000])
    .describe('One retry queue for each. The same for every service and for the auditor.'),
  INCIDENT_RETENTION_DAYS: int({ min: 0, max: 36_500 })
    .default(30)
    .describe('How long retries, repeats, parked events and dead letters are remembered; 0 for ever.'),
});
