// @ts-check
import { ASKING, MATRIX, expectedOf } from '../authorization/matrix.mjs';
import { APPS } from '../build.mjs';
import { ToolError } from '../support/tool.mjs';
import { table } from './format.mjs';

/** @typedef {import('../authorization/row.mjs').Row} Row */
/** @typedef {import('../build.mjs').App} App */
/** @typedef {import('./api-documents.mjs').ApiDocument} ApiDocument */
/** @typedef {{ app: App, route: string, access: unknown }} Declared */

const INTRODUCTION = `# Authorization

Printed from [the table](../tools/authorization/matrix.mjs) that the services are held against, by \`npm run docs:events\`: do
not edit. Every cell is asked of the running services, with tokens and keys of each kind
([answers whoever asks as the table has it, and gives nothing of another customer away: %s %s](../e2e/authorization.e2e.spec.ts)); how somebody becomes what they are is in
[security.md](security.md).

A number is the status that is answered; where it is a 4xx to somebody who is let in, that is the answer of the route itself to
a request that fits nothing. A dash: there is no such thing to ask for. What belongs to another customer is \`404\`, as what does not exist,
so that ids are not probed; \`403\` where the request itself names another customer. \`/api/docs\` is for everyone.`;

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);
// What Prometheus reads is in no document of the API.
const UNDOCUMENTED = new Set(['GET /metrics']);

/**
 * The page about who may do what; fails when the table and the routes do not agree.
 * @param {ReadonlyMap<App, ApiDocument>} documents
 */
export function authorizationPage(documents) {
  const problems = disagreements(declaredIn(documents));
  if (problems.length > 0) throw new ToolError(problems.join('\n'));
  return [INTRODUCTION, ...APPS.map(section)].join('\n\n');
}

/** @param {App} app */
function section(app) {
  const rows = MATRIX.filter((row) => row.app === app);
  const head = ['Route', 'Scope', ...ASKING];
  return [
    `## ${app}`,
    table(
      head,
      rows.map((row) => [
        `\`${row.route}\``,
        row.scope === undefined ? '–' : `\`${row.scope}\``,
        ...ASKING.map((who) => cell(expectedOf(row, who))),
      ]),
    ),
  ].join('\n\n');
}

/** @param {import('../authorization/row.mjs').Answer | undefined} answer */
const cell = (answer) => (answer === undefined ? '–' : String(answer).slice(0, 3));

/** What every route says of itself. @param {ReadonlyMap<App, ApiDocument>} documents @returns {Declared[]} */
const declaredIn = (documents) =>
  [...documents].flatMap(([app, { paths }]) =>
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.has(method))
        .map(([method, operation]) => ({
          app,
          route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
          access: operation['x-access'],
        })),
    ),
  );

/** Where the table and the routes differ, in words. @param {readonly Declared[]} declared */
function disagreements(declared) {
  const rowOf = new Map(MATRIX.map((row) => [`${row.app} ${row.route}`, row]));
  const known = new Set(declared.map(({ app, route }) => `${app} ${route}`));
  return [
    ...declared.flatMap(({ app, route, access }) => {
      const row = rowOf.get(`${app} ${route}`);
      if (!row) return [`tools/authorization: no row for ${route} of ${app}`];
      const wanted = JSON.stringify(accessOf(row));
      const said = JSON.stringify(access);
      return wanted === said
        ? []
        : [`${route} of ${app} allows ${said}, its row in tools/authorization ${wanted}`];
    }),
    ...MATRIX.filter(({ app, route }) => !UNDOCUMENTED.has(route) && !known.has(`${app} ${route}`)).map(
      ({ app, route }) => `tools/authorization: ${app} has no route ${route}`,
    ),
  ];
}

/** What a route would have to say to be as its row has it. @param {Row} row */
function accessOf({ everyone, customer, scope }) {
  if (everyone) return 'everyone';
  return customer === undefined && scope === undefined ? 'admin' : { customer, service: scope };
}
