import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Operation, Schema } from './operations.js';
import type { Outgoing, Reply } from './send.js';

const ROW = /^\| `([a-z0-9-]+)` +\| (\d{3}) /gm;
const FIRST_SECTION = /^## Any route of any service$(.*?)^## /ms;

/** The codes that docs/errors.md has, each with its status. */
export function documentedCodes(): {
  readonly all: ReadonlyMap<string, number>;
  readonly anywhere: ReadonlySet<string>;
} {
  const page = readFileSync('docs/errors.md', 'utf8');
  const codesIn = (text: string): [string, number][] =>
    [...text.matchAll(ROW)].map(([, code = '', status]) => [code, Number(status)]);
  const anywhere = codesIn(FIRST_SECTION.exec(page)?.[1] ?? '').map(([code]) => code);
  return { all: new Map(codesIn(page)), anywhere: new Set(anywhere) };
}

/** What is wrong with an answer, in words; undefined when it is as documented. */
export type Judge = (operation: Operation | undefined, sent: Outgoing, reply: Reply) => string | undefined;

/** Judges answers by the OpenAPI documents and the page of errors. */
export function createJudge(): Judge {
  const codes = documentedCodes();
  const schemas = new Map<Schema, z.ZodType>();

  const schemaOf = (schema: Schema, { definitions }: Operation): z.ZodType => {
    const made =
      schemas.get(schema) ??
      z.fromJSONSchema(standalone(schema, definitions), { defaultTarget: 'openapi-3.0' });
    schemas.set(schema, made);
    return made;
  };

  const ofProblem = (
    operation: Operation | undefined,
    { status, headers, body }: Reply,
  ): string | undefined => {
    if (!headers['content-type']?.startsWith('application/problem+json'))
      return 'is not application/problem+json';
    const { code, status: said } = (body ?? {}) as { code?: string; status?: number };
    if (said !== status) return `says status ${said}`;
    if (code === undefined || codes.all.get(code) !== status)
      return `has ${status} ${code}, docs/errors.md has not`;
    if (status >= 500 && status !== 503) return `is a ${status}`;
    const declared = operation?.responses[status]?.description ?? '';
    if (codes.anywhere.has(code) || declared.includes(`\`${code}\``)) return undefined;
    return `has ${code}, which the route does not declare`;
  };

  return (operation, sent, reply) => {
    const { status, headers, text, body } = reply;
    if (sent.method === 'HEAD' || headers['content-type']?.startsWith('text/event-stream')) return undefined;
    const answer = operation?.responses[status];
    // A health check that fails answers with its checks.
    if (status >= 400 && answer?.content?.['application/json'] === undefined)
      return ofProblem(operation, reply);
    if (operation === undefined) return undefined;
    if (answer === undefined) return `has status ${status}, which is not documented`;
    if (isOtherwiseDocumented(answer, headers['content-type'])) return undefined;
    const schema = answer.content?.['application/json']?.schema;
    if (schema === undefined) return undefined;
    if (text === '' || body === undefined) return 'has no JSON';
    const result = schemaOf(schema, operation).safeParse(body);
    return result.success ? undefined : `is not as documented: ${z.prettifyError(result.error)}`;
  };
}

/** Whether the answer is of another type than JSON that the document names, such as CSV. */
function isOtherwiseDocumented({ content = {} }: { content?: object }, type = ''): boolean {
  const [name = ''] = type.split(';', 1);
  return name !== 'application/json' && name in content;
}

/** A schema with what it refers to. */
function standalone(schema: Schema, definitions: Operation['definitions']): z.core.JSONSchema.JSONSchema {
  const text = JSON.stringify({ ...schema, definitions }).replaceAll(
    '#/components/schemas/',
    '#/definitions/',
  );
  return JSON.parse(text) as z.core.JSONSchema.JSONSchema;
}
