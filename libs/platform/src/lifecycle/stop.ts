import type { INestApplication } from '@nestjs/common';
import { Lifecycle } from './lifecycle.js';

/** Takes no more work, finishes what was begun, then closes everything; readiness is false from the first moment. */
export async function stop(app: INestApplication): Promise<void> {
  app.get(Lifecycle).stopping();
  // Requests first: they need everything that closing the application takes away.
  await app.getHttpAdapter().close();
  await app.close();
}
