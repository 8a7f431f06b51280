import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

// Half an hour, in which a browser does not ask again.
const ASKED_EVERY_S = 1800;

/** What a page of another origin may read besides the body. */
const EXPOSED = [
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Correlation-Id',
  'X-Total-Count',
  'Idempotency-Replayed',
  'Preference-Applied',
];

/** Origins separated by commas, such as `https://shop.example`; no path, and no asterisk, for requests carry credentials. */
export const origins = () =>
  z
    .string()
    .transform((text, context): string[] => {
      const list = text.split(',').map((item) => item.trim());
      if (list.every((item) => URL.canParse(item) && new URL(item).origin === item)) return list;
      context.addIssue('must be origins such as https://shop.example, separated by commas');
      return z.NEVER;
    })
    .meta({ form: 'origins', several: true });

/** Lets pages of these origins ask, and of no other. */
export async function letPagesAsk(server: FastifyInstance, allowed: readonly string[]): Promise<void> {
  await server.register(cors, {
    origin: [...allowed],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    maxAge: ASKED_EVERY_S,
  });
}
