import { ApiResponse } from '@nestjs/swagger';

/** Documents an operation that answers with server-sent events, by an example of what comes over the wire. */
export const ApiEventStream = (description: string, example: string): MethodDecorator =>
  ApiResponse({
    status: 200,
    description,
    content: { 'text/event-stream': { schema: { type: 'string' }, example } },
  });
