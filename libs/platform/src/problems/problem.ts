import type { FieldError } from '../kernel/domain-error.js';

/** The media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** What is known of a failure before it is known which request it answers. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Whole seconds; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** The request a problem answers. */
export interface ProblemContext {
  /** The path as the client sent it, without the query. */
  readonly instance: string;
  readonly correlationId: string;
}

/** RFC 9457 problem details, as sent. */
export interface ProblemDocument extends ProblemContext {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** The document for a problem; `type` and `title` follow from the code alone, so they are as stable as it is. */
export function problemDocument(problem: Problem, context: ProblemContext): ProblemDocument {
  const { status, code, detail, errors, extensions } = problem;
  const standard = {
    type: `urn:waybill:problem:${code}`,
    title: titleOf(code),
    status,
    detail,
    instance: context.instance,
    code,
    correlationId: context.correlationId,
    ...(errors && errors.length > 0 ? { errors } : {}),
  };
  // Once more at the end, so that no extension can take the place of a standard member.
  return { ...standard, ...extensions, ...standard };
}

const ACRONYMS = /\b(?:json|uri|url)\b/g;

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ').replaceAll(ACRONYMS, (acronym) => acronym.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
