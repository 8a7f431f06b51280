// @ts-check
import { APPS } from '../build.mjs';
import { codes, table } from './format.mjs';

/** @typedef {import('./errors/catalogue.mjs').Entry} Entry */

const INTRODUCTION = `# Errors

Printed from the sources and the OpenAPI documents of the services by \`npm run docs:events\`: do not edit.

Every answer of 400 and above is an RFC 9457 problem document, \`application/problem+json\`. Branch on \`code\`: it is stable,
\`detail\` is for people. \`errors\` has a JSON pointer to each wrong value and says which part of the request it is in;
the correlation id finds the request in logs and events.

\`\`\`json
{
  "type": "urn:waybill:problem:price-changed",
  "title": "Price changed",
  "status": 409,
  "detail": "Some prices are no longer what you expect.",
  "instance": "/orders",
  "code": "price-changed",
  "correlationId": "0198c0df-0a1a-7e11-8a2b-3c4d5e6f7081",
  "errors": [{ "in": "body", "pointer": "/items/0/price", "detail": "you expect 19.99, the price is 29.99", "expected": 19.99, "actual": 29.99 }],
  "currency": "EUR"
}
\`\`\``;

const ANYWHERE = `## Any route of any service

Answered before a route's own code is asked, so routes do not declare them one by one. Whatever else the HTTP framework
refuses has the phrase of its status for a code.`;

/** The page about every code. @param {readonly Entry[]} entries */
export function errorsPage(entries) {
  const anywhere = entries.filter((entry) => entry.anywhere);
  const declared = entries.filter((entry) => !entry.anywhere);
  return [
    INTRODUCTION,
    ANYWHERE,
    table(
      ['Code', 'Status', 'Meaning', 'Carries'],
      anywhere.map((entry) => [...about(entry), carries(entry)]),
    ),
    '## Several services',
    routesTable(declared.filter(({ scope }) => !scope.endsWith('-service'))),
    ...APPS.flatMap((app) => [`## ${app}`, routesTable(declared.filter(({ scope }) => scope === app))]),
  ].join('\n\n');
}

/** @param {readonly Entry[]} entries */
const routesTable = (entries) =>
  table(
    ['Code', 'Status', 'Meaning', 'Carries', 'Routes'],
    entries.map((entry) => [...about(entry), carries(entry), routesOf(entry)]),
  );

/** @param {Entry} entry */
const about = ({ code, status, inReports, meanings }) => [
  `\`${code}\``,
  inReports ? 'in reports' : String(status),
  meanings.join(' '),
];

/** @param {Entry} entry */
function carries({ carried: { places, members, retryAfter } }) {
  return [
    places.length > 0 ? `errors: ${places.join(', ')}` : '',
    members.length > 0 ? codes(members) : '',
    retryAfter ? '`Retry-After`' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** @param {Entry} entry */
const routesOf = ({ declared }) => codes([...new Set(declared.map(({ route }) => route))]);
