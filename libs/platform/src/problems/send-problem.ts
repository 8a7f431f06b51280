import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_JSON, type Problem, problemDocument } from './problem.js';

/** Ends the reply with the problem, naming the request's path and correlation id. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds));
  const document = problemDocument(problem, {
    instance: request.originalUrl.split('?', 1)[0] ?? '/',
    correlationId: request.id,
  });
  void reply.code(problem.status).header('content-type', PROBLEM_JSON).send(document);
}
