import type { INestApplication } from '@nestjs/common';
import { closeTracing } from '../tracing/tracing.js';
import { Lifecycle } from './lifecycle.js';

/** Takes no more work, finishes what was begun, then closes everything; readiness is false from the first moment. */
export async function stop(app: INestApplication): Promise<void> {
  app.get(Lifecycle).stopping();
  // crash point stop-begun: readiness is false, and requests are still under way
  // Requests first: they need everything that closing the application takes away.
  await app.getHttpAdapter().close();
  // crash point stop-requests-answered: every request is answered, and everything else still works
  await app.close();
  await closeTracing();
}
