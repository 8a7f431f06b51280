import type { AppName, World } from '@app/testing';
import type { Outgoing } from './send.js';

/** A JSON Schema as OpenAPI 3.0 has it, as far as it is looked into here. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly [keyword: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Answer extends Content {
  readonly description: string;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly 'x-access'?: Access;
  readonly responses: Readonly<Record<string, Answer>>;
}

/** Who may use a route besides administrators. */
export type Access = 'everyone' | 'admin' | { readonly customer?: string; readonly service?: string };

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** One route of one service, as its OpenAPI document describes it. */
export interface Operation {
  readonly app: AppName;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly responses: Readonly<Record<string, Answer>>;
  readonly access: Access | undefined;
  /** What the schemas of the document refer to. */
  readonly definitions: Readonly<Record<string, Schema>>;
}

const APPS: readonly AppName[] = ['order-service', 'inventory-service', 'notification-service'];
const JSON_TYPE = 'application/json';

/** Every route of the three services that answers and ends; a stream of events does not. */
export async function operationsOf(world: World): Promise<Operation[]> {
  const documents = await Promise.all(
    APPS.map(async (app) => {
      const response = await fetch(`${world.url(app)}/api/docs-json`);
      return { app, document: (await response.json()) as ApiDocument };
    }),
  );
  return documents.flatMap(({ app, document }) => operationsIn(app, document));
}

/** The operation that a request reaches, which need not be the one it was made from; undefined if it is none. */
export function reached(
  operations: readonly Operation[],
  { app }: Operation,
  sent: Outgoing,
): Operation | undefined {
  const segments = segmentsOf(sent.path.split('?', 1)[0]?.replace(/^\/v1(?=\/)/, '') ?? '');
  const fits = ({ path, method, ...operation }: Operation): boolean => {
    const template = segmentsOf(path);
    return (
      operation.app === app &&
      method === sent.method &&
      template.length === segments.length &&
      template.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  };
  // `/orders/customer/{customerId}` before `/orders/{id}/{more}`, as the router has it.
  return operations.filter(fits).toSorted((one, other) => variables(one) - variables(other))[0];
}

const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/');
const variables = ({ path }: Operation): number => path.split('{').length;

function operationsIn(app: AppName, { paths, components }: ApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => !isStream(responses))
      .map(([method, { parameters = [], requestBody, responses, 'x-access': access }]) => ({
        app,
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content?.[JSON_TYPE]?.schema,
        responses,
        access,
        definitions: components?.schemas ?? {},
      })),
  );
}

const isStream = (responses: Described['responses']): boolean =>
  Object.values(responses).some(({ content }) => content !== undefined && 'text/event-stream' in content);

/** Each route once, and those that take a body more often: these can go wrong in many more ways. */
export const weighted = (operations: readonly Operation[]): Operation[] =>
  operations
    .filter((operation, at) => isFirstOfItsRoute(operation, at, operations))
    .flatMap((operation) => (operation.body ? [operation, operation, operation] : [operation]));

/** What every service has is asked of one of them, so that it does not crowd out what each is for. */
const isFirstOfItsRoute = ({ method, path }: Operation, at: number, all: readonly Operation[]): boolean =>
  all.findIndex((one) => one.method === method && one.path === path) === at;
