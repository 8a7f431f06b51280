// @ts-check
import ts from 'typescript';
import { nodesOf } from './sources.mjs';
import { parameterNamed, propertyOf, resolved, sentenceOf } from './values.mjs';

/** @typedef {import('./values.mjs').Bound} Bound */

/**
 * What a problem document holds beside its standard members.
 * @typedef {object} Carried
 * @property {string[]} places of `errors`, such as "body `/price`"; "what is wrong" where they vary
 * @property {string[]} members further ones, those of `errors` too: `currency`, `errors[].expected`
 * @property {boolean} retryAfter
 */

const STANDARD = new Set(['in', 'pointer', 'detail', 'code']);

/** What is carried by an error made from these options. @param {Bound} options @returns {Carried} */
export function carriedBy(options) {
  const errors = propertyOf(options, 'errors');
  return {
    places: errors ? placesOf(resolved(errors)) : [],
    members: [...keysOf(propertyOf(options, 'extensions')), ...(errors ? furtherMembers(errors) : [])],
    retryAfter: propertyOf(options, 'retryAfterSeconds') !== undefined,
  };
}

/** @param {Bound} errors */
function placesOf({ node, names }) {
  if (!ts.isArrayLiteralExpression(node)) return ['each that is wrong'];
  return node.elements.map((element) => {
    const part = propertyOf({ node: element, names }, 'in');
    const pointer = propertyOf({ node: element, names }, 'pointer');
    const place = pointer && sentenceOf(pointer);
    if (place === undefined || place.includes('…')) return 'where it is wrong';
    const where = (part && sentenceOf(part)) ?? '';
    return place === '' ? where : `${where} \`${place}\``.trim();
  });
}

/** @param {Bound | undefined} object */
function keysOf(object) {
  const node = object && resolved(object).node;
  if (!node || !ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap(({ name }) => (name ? [name.getText()] : []));
}

/** Members that an interface of the same file adds to those of every entry. @param {Bound} errors */
function furtherMembers({ node }) {
  const type = ts.isIdentifier(node) ? parameterNamed(node)?.type : undefined;
  const words = new Set(type?.getText().match(/\w+/g) ?? []);
  return [...nodesOf(node.getSourceFile())]
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => words.has(name.text))
    .flatMap(({ members }) => members.map(({ name }) => name?.getText() ?? ''))
    .filter((name) => !STANDARD.has(name))
    .map((name) => `errors[].${name}`);
}
