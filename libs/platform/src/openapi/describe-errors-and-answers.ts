import type { OpenAPIObject } from '@nestjs/swagger';
import { isAlwaysOpen } from '../admission/lanes.js';
import { PROBLEM_JSON } from '../problems/problem.js';
import { describeAccess } from './describe-access.js';
import { MARKS } from './documents-answer.js';
import { PROBLEM_SCHEMA } from './problem-schema.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const problem = (description: string): Response => ({
  description,
  content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
});

const PAGE_HEADERS: Response['headers'] = {
  Link: {
    description:
      'RFC 8288; `rel="next"` leads to the next page, `first` and `prev` lead back when pages have numbers.',
    schema: { type: 'string' },
  },
  'X-Total-Count': {
    description: 'How many there are in all, where it is cheap to know.',
    schema: { type: 'integer' },
  },
};

const RETRY_AFTER: Response['headers'] = {
  'Retry-After': { description: 'Seconds until it is worth trying again.', schema: { type: 'integer' } },
};

const ETAG_HEADER: Response['headers'] = {
  ETag: { description: 'For If-Match and If-None-Match.', schema: { type: 'string' } },
};

/** Adds to every operation what holds for all of its kind: problems, the headers of pages, entity tags. */
export function describeErrorsAndAnswers(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      complete(operation);
      describeAccess(operation);
      if (!isAlwaysOpen(path)) tellOfOverload(operation.responses);
    }
  }
  return document;
}

function complete(operation: Operation): void {
  const { responses } = operation;
  responses['default'] = problem('Anything that went wrong, as RFC 9457 problem details.');
  if (taken(operation, 'page')) addHeaders(responses, PAGE_HEADERS);
  if (taken(operation, 'ifMatch')) responses['412'] ??= problem('`precondition-failed`');
  if (!taken(operation, 'etag')) return;
  addHeaders(responses, ETAG_HEADER);
  responses['304'] ??= { description: 'It has not changed.' };
}

/** Any route that is not always open may be answered so, whatever else its 503 stand for. */
function tellOfOverload(responses: Operation['responses']): void {
  const own = responses['503'];
  const codes = own && !('$ref' in own) ? `${own.description}, ` : '';
  responses['503'] = { ...problem(`${codes}\`overloaded\``), headers: RETRY_AFTER };
}

/** Whether the mark was there; it is not any more, since it is a message to us and not to readers. */
function taken(operation: Operation, mark: keyof typeof MARKS): boolean {
  return Reflect.has(operation, MARKS[mark]) && Reflect.deleteProperty(operation, MARKS[mark]);
}

function addHeaders(responses: Operation['responses'], headers: Response['headers']): void {
  const ok = responses['200'];
  if (ok && !('$ref' in ok)) ok.headers = { ...ok.headers, ...headers };
}
