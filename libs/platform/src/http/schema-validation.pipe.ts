import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import type { RequestPart } from '../kernel/domain-error.js';
import { InvalidRequest } from '../problems/invalid-request.js';
import { fieldErrors } from '../problems/schema-issues.js';

const PARTS: Record<ArgumentMetadata['type'], RequestPart> = {
  body: 'body',
  query: 'query',
  param: 'path',
  custom: 'header',
};

/**
 * Gives a handler what the schema of its parameter makes of the request, or answers 400 with a pointer to each wrong
 * value. Ours and not Nest's because that one does not tell its exception factory which part of the request was wrong,
 * and silently drops keys such as `constructor` that a strict schema should refuse.
 */
export class SchemaValidationPipe implements PipeTransform {
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    if (type === 'body' && value === undefined) throw emptyBody();

    // Standard Schema promises less than zod gives, and every schema here is zod's.
    const issues = result.issues as readonly z.core.$ZodIssue[];
    throw invalid(issues, PARTS[type], data === undefined ? [] : [data]);
  }
}

const emptyBody = () =>
  new InvalidRequest('empty-body', 'A JSON body is required.', [
    { in: 'body', pointer: '', detail: 'Is required', code: 'required' },
  ]);

function invalid(
  issues: readonly z.core.$ZodIssue[],
  part: RequestPart,
  path: readonly string[],
): InvalidRequest {
  const errors = fieldErrors(issues, part, path);
  const detail =
    errors.map((error) => `${error.pointer || part}: ${error.detail}`)[0] ?? 'The request is invalid';
  return new InvalidRequest('validation-failed', `The request is not valid; ${detail}.`, errors);
}
