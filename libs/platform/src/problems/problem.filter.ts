import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { outcomeOf, toldOf } from '../http/log-outcomes.js';
import { problemOf } from './problem-of.js';
import type { Problem } from './problem.js';
import { sendProblem } from './send-problem.js';

/** Answers every error of any kind with a problem document, and logs those that are ours with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();

    const problem = error instanceof NotFoundException ? unroutable(request, reply) : problemOf(error);
    report(request, reply, problem, error);
    if (!reply.sent) sendProblem(request, reply, problem);
  }
}

function unroutable(request: FastifyRequest, reply: FastifyReply): Problem {
  const path = pathOf(request);
  const methods = request.server.allowedMethods(path);
  if (methods.length === 0 || methods.includes(request.method)) {
    return { status: 404, code: 'route-not-found', detail: `There is nothing at ${request.method} ${path}.` };
  }
  reply.header('allow', methods.join(', '));
  return {
    status: 405,
    code: 'method-not-allowed',
    detail: `The method ${request.method} is not possible here; ${methods.join(', ')} is.`,
  };
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '/';

function report(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code }: Problem,
  error: unknown,
): void {
  if (status < 500) return;
  toldOf(request);
  const line = { ...outcomeOf(request, reply, status), code, err: error };
  if (status === 503) request.log.warn(line, 'request refused');
  else request.log.error(line, 'request failed');
}
