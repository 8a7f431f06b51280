/** The ways in which a rule can say no; the HTTP edge alone turns them into status codes. */
export type DomainErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'not-acceptable'
  | 'conflict'
  | 'gone'
  | 'precondition-failed'
  | 'timeout'
  | 'too-large'
  | 'unsupported'
  | 'unprocessable'
  | 'precondition-required'
  | 'too-many-requests'
  | 'unavailable';

/** The part of a request in which a value was wrong. */
export type RequestPart = 'body' | 'query' | 'path' | 'header';

/** One wrong value: where it is (RFC 6901 JSON pointer, `''` for the whole part) and what is wrong with it. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
  readonly code?: string;
  readonly in?: RequestPart;
}

/** What a refusal says of itself. */
export interface DomainErrorOptions {
  /** Stable and kebab-case; clients branch on it. */
  readonly code: string;
  readonly kind: DomainErrorKind;
  /** A sentence for people, without secrets. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Further members of the problem document, such as the price that was expected. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** When another attempt is worth making, in whole seconds from now. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A rule said no, for a reason with a stable code; never a bug and never an outage. */
export abstract class DomainError extends Error {
  readonly code: string;
  readonly kind: DomainErrorKind;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;

  constructor(options: DomainErrorOptions) {
    super(options.detail, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.kind = options.kind;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.extensions = options.extensions ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
