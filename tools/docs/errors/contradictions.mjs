// @ts-check
import { isWithin } from './catalogue.mjs';

/** @typedef {import('./catalogue.mjs').Declared} Declared */
/** @typedef {import('./refusals.mjs').Refusal} Refusal */
/** @typedef {(kind: string) => number} StatusOf */

/**
 * Where errors, their comments and the routes do not agree, in words; empty when they do.
 * @param {readonly Refusal[]} refusals
 * @param {readonly Declared[]} declared
 * @param {StatusOf} statusOf
 */
export function contradictions(refusals, declared, statusOf) {
  return [
    ...refusals.flatMap((refusal) => commentProblems(refusal, statusOf)),
    ...refusals.flatMap((refusal) => undeclared(refusal, declared)),
    ...statusProblems(refusals, statusOf),
    ...declared.flatMap((one) => unexplained(one, refusals, statusOf)),
  ];
}

/** @param {Refusal} refusal @param {StatusOf} statusOf @returns {string[]} */
function commentProblems({ where, codes, kind, said }, statusOf) {
  if (said?.passesOn) return [];
  if (codes.length === 0) return [`${where}: its code cannot be read from the source`];
  if (!said) return [];
  const status = said.inReports ? undefined : statusOf(kind ?? '');
  if (says(said, status, codes)) return [];
  const ending = `${status} ${codes.map((code) => `\`${code}\``).join(' or ')}.`;
  return [`${where}: its comment must say what it means and end in "${ending}"`];
}

/** @param {import('./comment.mjs').Said} said @param {number | undefined} status @param {readonly string[]} codes */
const says = (said, status, codes) =>
  said.meaning !== '' && said.status === status && codes.toSorted().join() === said.codes.toSorted().join();

/** An error of a service that no route of it declares. @param {Refusal} refusal @param {readonly Declared[]} declared @returns {string[]} */
function undeclared({ scope, where, codes, said }, declared) {
  if (!scope.endsWith('-service') || said?.inReports) return [];
  return codes
    .filter((code) => !declared.some((one) => one.code === code && one.app === scope))
    .map((code) => `${where}: no route of ${scope} declares \`${code}\` by ApiProblem`);
}

/** Codes that stand for several statuses. @param {readonly Refusal[]} refusals @param {StatusOf} statusOf */
function statusProblems(refusals, statusOf) {
  /** @type {Map<string, Set<number>>} */
  const statuses = new Map();
  for (const { codes, status, kind } of refusals) {
    for (const code of codes)
      statuses.set(code, (statuses.get(code) ?? new Set()).add(status ?? statusOf(kind ?? '')));
  }
  return [...statuses]
    .filter(([, { size }]) => size > 1)
    .map(([code, several]) => `\`${code}\` stands for several statuses: ${[...several].join(', ')}`);
}

/** A declared code that nothing can answer, or not with that status. @param {Declared} declared @param {readonly Refusal[]} refusals @param {StatusOf} statusOf @returns {string[]} */
function unexplained({ app, route, status, code }, refusals, statusOf) {
  const known = refusals.filter(({ scope, codes }) => codes.includes(code) && isWithin(app, scope));
  const place = `${route} of ${app} declares ${status} \`${code}\``;
  if (known.length === 0) return [`${place}, which no error has`];
  const agrees = known.some((refusal) => (refusal.status ?? statusOf(refusal.kind ?? '')) === Number(status));
  return agrees ? [] : [`${place}, which has another status`];
}
