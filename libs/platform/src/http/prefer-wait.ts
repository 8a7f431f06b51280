import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { documentsHeader } from '../openapi/documents-header.js';

// Neither a comma nor a semicolon inside quotes ends anything.
const PREFERENCES = /(?:[^,"]|"[^"]*")+/g;
const SECONDS = /^\d{1,9}$/;

/**
 * The seconds a `Prefer` header (RFC 7240) asks to wait, at most `maxSeconds`; undefined when it does not ask, or not
 * in a way we understand. Of several the first counts.
 */
export function preferredWait(prefer: string, maxSeconds: number): number | undefined {
  for (const [preference] of prefer.matchAll(PREFERENCES)) {
    const { name, value } = parsed(preference);
    if (name === 'wait') return SECONDS.test(value) ? Math.min(Number(value), maxSeconds) : undefined;
  }
  return undefined;
}

/** A preference without its parameters, of which we know none. */
function parsed(preference: string): { name: string; value: string } {
  const [pair = ''] = preference.split(';', 1);
  const [name = '', value = ''] = pair.split('=', 2).map((part) => part.trim());
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return { name: name.toLowerCase(), value: isQuoted ? value.slice(1, -1) : value };
}

/**
 * Gives a handler how many milliseconds the client would wait (`Prefer: wait=N`), at most the given seconds, or
 * undefined; the answer then carries `Preference-Applied`.
 */
export const PreferWait = (maxSeconds: number): ParameterDecorator =>
  createParamDecorator<void, number | undefined>(
    (_data, context: ExecutionContext) => {
      const http = context.switchToHttp();
      const prefer = http.getRequest<FastifyRequest>().headers['prefer'];
      const seconds = preferredWait([prefer ?? []].flat().join(','), maxSeconds);
      if (seconds === undefined) return undefined;
      http.getResponse<FastifyReply>().header('preference-applied', `wait=${seconds}`);
      return seconds * 1000;
    },
    [
      documentsHeader({
        name: 'Prefer',
        required: false,
        schema: { type: 'string', example: `wait=${maxSeconds}` },
        description: `\`wait=N\`: answer when it has been decided, or after N seconds (at most ${maxSeconds}).`,
      }),
    ],
  )();
