import type { DocumentBuilder, OpenAPIObject } from '@nestjs/swagger';
import { ACCESS_MARK, type Access } from '../auth/access.js';
import { PROBLEM_JSON } from '../problems/problem.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

const TOKEN = 'token';
const KEY = 'key';

/** The ways to say who one is. */
export const withCredentials = (document: DocumentBuilder): DocumentBuilder =>
  document
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, TOKEN)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, KEY);

/** Says of an operation who may use it, and what the others are answered. */
export function describeAccess(operation: Operation): void {
  const access = Reflect.get(operation, ACCESS_MARK) as Access | undefined;
  if (access === undefined || access === 'everyone') return;
  operation.security = [{ [TOKEN]: [] }, ...(isForServices(access) ? [{ [KEY]: [] }] : [])];
  const { responses } = operation;
  add(responses, '401', '`authentication-required`, `invalid-token`, `token-expired`, `invalid-api-key`');
  add(responses, '403', isForServices(access) ? '`not-allowed`, `insufficient-scope`' : '`not-allowed`');
  add(responses, '429', '`too-many-requests`');
  add(responses, '503', '`keys-unavailable`');
}

const isForServices = (access: Access): boolean => typeof access === 'object' && access.service !== undefined;

function add(responses: Operation['responses'], status: string, codes: string): void {
  const own = responses[status];
  const before = own && !('$ref' in own) ? `${own.description}, ` : '';
  const response: Response = {
    description: before + codes,
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  responses[status] = response;
}
