import { serviceEnv } from '@app/platform';
import { z } from 'zod';

/** The environment that the order service reads. */
export const orderServiceEnv = z.object({ ...serviceEnv, PORT: serviceEnv.PORT.default(3001) });
export type OrderServiceConfig = z.output<typeof orderServiceEnv>;
