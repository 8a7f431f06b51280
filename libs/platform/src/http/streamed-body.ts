import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { DomainError } from '../kernel/domain-error.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { ExtendsRoute } from './extends-route.js';
import './fastify-extensions.js';

/** The body is of a kind that the route does not read. 415 `unsupported-media-type`. */
export class UnsupportedMediaType extends DomainError {
  constructor(types: readonly string[]) {
    const detail = `The body must be sent with Content-Type: ${types.join(', or ')}.`;
    super({ code: 'unsupported-media-type', kind: 'unsupported', detail });
  }
}

/** The body is longer than the route reads. 413 `body-too-large`. */
export class BodyTooLarge extends DomainError {
  constructor(limitBytes: number) {
    super({
      code: 'body-too-large',
      kind: 'too-large',
      detail: `The body is larger than is accepted: ${limitBytes} bytes.`,
    });
  }
}

/** Nothing of the body has arrived for too long. 408 `request-timeout`. */
export class BodyStalled extends DomainError {
  constructor() {
    super({ code: 'request-timeout', kind: 'timeout', detail: 'The request took too long to arrive.' });
  }
}

/** A body as it arrives, with its media type in lower case and without parameters. */
export interface BodyStream {
  readonly type: string;
  readonly stream: Readable;
}

/** Makes a route take bodies of these media types as a stream, for `StreamedBody`, and no others. */
export const AcceptsStream = (example: string, ...types: readonly [string, ...string[]]): MethodDecorator =>
  applyDecorators(
    ExtendsRoute({ streams: types }),
    ApiConsumes(...types),
    ApiBody({ schema: { type: 'string', example } }),
  );

const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Makes the server hand over the body unread where a route wants a stream; nothing else but JSON is read anywhere. */
export function acceptStreams(server: FastifyInstance): void {
  server.addContentTypeParser('*', (request, payload, done) => {
    // Whatever was sent there, there is nothing there.
    if (request.is404) return done(null);
    const types = request.routeOptions.config.streams;
    if (types?.includes(mediaTypeOf(request))) return done(null, payload);
    return done(new UnsupportedMediaType(types ?? ['application/json']));
  });
}

/**
 * Gives the handler of an `AcceptsStream` route the body.
 *
 * @throws {UnsupportedMediaType} when it is JSON
 * @throws {InvalidRequest} `empty-body` without one.
 */
export const StreamedBody = createParamDecorator<void, BodyStream>((_data, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { body } = request;
  if (body instanceof Readable) {
    lingerUnlessRead(context.switchToHttp().getResponse<FastifyReply>(), body);
    return { type: mediaTypeOf(request), stream: body };
  }
  if (body !== undefined && body !== null)
    throw new UnsupportedMediaType(request.routeOptions.config.streams ?? []);
  throw new InvalidRequest('empty-body', 'A body is required.', [
    { in: 'body', pointer: '', detail: 'Is required', code: 'required' },
  ]);
});

// Long enough for a client that listens only once it has sent what it was sending.
const LINGER_MS = 5_000;

/** After an answer that did not wait for the rest of the body: reads on a while without a use for it, then hangs up. */
function lingerUnlessRead(reply: FastifyReply, body: Readable): void {
  reply.raw.once('finish', () => {
    if (body.readableEnded || body.destroyed) return;
    const timer = setTimeout(() => body.destroy(), LINGER_MS);
    timer.unref();
    body.once('close', () => clearTimeout(timer));
    body.resume();
  });
}

/** How much of a body is read, and how long one waits for more of it. */
export interface ReadingLimits {
  readonly limitBytes: number;
  readonly silenceMs: number;
}

/**
 * The body piece by piece, no faster than it is asked for. Ends badly with what the stream ends badly with.
 *
 * @throws {BodyTooLarge} past the limit
 * @throws {BodyStalled} when nothing came for too long.
 */
export async function* readWithin(stream: Readable, limits: ReadingLimits): AsyncGenerator<Buffer> {
  // Left alone when reading stops early: destroyed, it would take the connection with it, and the answer.
  const pieces = stream.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  let read = 0;
  try {
    for (;;) {
      const { done, value } = await unlessSilent(pieces.next(), limits.silenceMs);
      if (done) return;
      read += value.length;
      if (read > limits.limitBytes) throw new BodyTooLarge(limits.limitBytes);
      yield value;
    }
  } finally {
    // Not awaited: it ends only after the piece that was asked for, which may never come.
    void pieces.return?.();
  }
}

async function unlessSilent<T>(next: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BodyStalled()), ms);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}
