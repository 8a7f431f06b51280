import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { DomainError, type DomainErrorKind } from '../kernel/domain-error.js';
import { isOutage } from './outage.js';
import type { Problem } from './problem.js';

const STATUS: Record<DomainErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-acceptable': 406,
  timeout: 408,
  conflict: 409,
  gone: 410,
  'precondition-failed': 412,
  'too-large': 413,
  unsupported: 415,
  unprocessable: 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  unavailable: 503,
};

const RETRY_AFTER_OUTAGE_SECONDS = 5;

const INTERNAL_ERROR: Problem = {
  status: 500,
  code: 'internal-error',
  detail: 'Something went wrong on our side; it has been recorded under the correlation id.',
};

const UNAVAILABLE: Problem = {
  status: 503,
  code: 'dependency-unavailable',
  detail: 'Something this service depends on cannot be reached for now.',
  retryAfterSeconds: RETRY_AFTER_OUTAGE_SECONDS,
};

/** What the framework refuses before any of our code runs, by the code of its error. */
const FRAMEWORK_PROBLEMS: Readonly<Record<string, Problem>> = {
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'malformed-url',
    detail: 'The path is not a valid percent-encoded URL.',
  },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'uri-too-long', detail: 'A part of the path is too long.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    detail: 'The body must be sent with Content-Type: application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body-too-large',
    detail: 'The body is larger than is accepted.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'malformed-request',
    detail: 'The body is not as long as Content-Length says.',
  },
};

/** The problem any thrown value stands for; whatever is not recognised is a bug and says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return { ...pick(error), status: STATUS[error.kind] };
  if (error instanceof HttpException) return ofHttpException(error);
  const framework = FRAMEWORK_PROBLEMS[codeOf(error)];
  if (framework) return framework;
  // Before outages: a client that goes away has the code of any lost connection, but Fastify gives it a status.
  const status = clientErrorStatus(error);
  if (status !== undefined) return ofStatus(status);
  return isOutage(error) ? UNAVAILABLE : INTERNAL_ERROR;
}

function pick({
  code,
  detail,
  errors,
  extensions,
  retryAfterSeconds,
  kind,
}: DomainError): Omit<Problem, 'status'> {
  const retry = retryAfterSeconds ?? (kind === 'unavailable' ? RETRY_AFTER_OUTAGE_SECONDS : undefined);
  return { code, detail, errors, extensions, retryAfterSeconds: retry };
}

/** Nest wraps what Fastify refuses, so the reason is the cause. */
function ofHttpException(exception: HttpException): Problem {
  const framework = FRAMEWORK_PROBLEMS[codeOf(exception.cause)];
  if (framework) return framework;
  const status = exception.getStatus();
  return status >= 500 && status !== 503 ? INTERNAL_ERROR : ofStatus(status);
}

function ofStatus(status: number): Problem {
  const phrase = STATUS_CODES[status] ?? 'Error';
  const code = phrase.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return { status, code, detail: `${phrase}.` };
}

/** Libraries that follow the http-errors convention say which status their error stands for. */
function clientErrorStatus(error: unknown): number | undefined {
  const status = propertyOf(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function codeOf(error: unknown): string {
  const code = propertyOf(error, 'code');
  return typeof code === 'string' ? code : '';
}

const propertyOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
