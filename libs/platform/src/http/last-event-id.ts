import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { documentsHeader } from '../openapi/documents-header.js';

/** Gives a handler the `Last-Event-ID` that a client sends when it connects again; undefined when absent or empty. */
export const LastEventId = createParamDecorator<void, string | undefined>(
  (_data, context: ExecutionContext) => {
    const sent = context.switchToHttp().getRequest<FastifyRequest>().headers['last-event-id'];
    return [sent ?? []].flat().join(',') || undefined;
  },
  [
    documentsHeader({
      name: 'Last-Event-ID',
      required: false,
      schema: { type: 'string' },
      description: 'The id of the last event that was received; the stream goes on after it.',
    }),
  ],
);
