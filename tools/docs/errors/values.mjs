// @ts-check
import ts from 'typescript';

/** @typedef {import('typescript').Expression} Expression */
/** @typedef {import('typescript').ParameterDeclaration} Parameter */
/** An expression with what the names in it stand for. @typedef {{ node: Expression, names: Names }} Bound */
/** @typedef {ReadonlyMap<string, Bound>} Names */

/** @type {Names} */
export const NO_NAMES = new Map();

/** What parameters stand for in one call. @param {readonly Parameter[]} parameters @param {readonly Expression[]} args @returns {Names} */
export function bind(parameters, args) {
  /** @type {Map<string, Bound>} */
  const bound = new Map();
  for (const [index, { name }] of parameters.entries()) {
    const node = args[index];
    if (node && ts.isIdentifier(name)) bound.set(name.text, { node, names: NO_NAMES });
  }
  return bound;
}

/** Names that are known once those in what they stand for are. @param {Names} names @param {Names} outer @returns {Names} */
export const under = (names, outer) =>
  names.size === 0
    ? outer
    : new Map([...names].map(([name, bound]) => [name, { ...bound, names: under(bound.names, outer) }]));

/** Follows names to what they stand for. @param {Bound} bound @returns {Bound} */
export function resolved({ node, names }) {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return resolved({ node: node.expression, names });
  if (!ts.isIdentifier(node)) return { node, names };
  const meant = names.get(node.text) ?? constantOf(node);
  return meant ? resolved(meant) : { node, names };
}

/** Every text an expression can have; undefined when that cannot be told. @param {Bound} bound @returns {string[] | undefined} */
export function textsOf(bound) {
  const { node, names } = resolved(bound);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) {
    const either = [node.whenTrue, node.whenFalse].map((branch) => textsOf({ node: branch, names }));
    return either.every((texts) => texts !== undefined) ? either.flat() : undefined;
  }
  const type = ts.isIdentifier(node) ? parameterNamed(node)?.type : undefined;
  return type && literalsOf(type);
}

/** A sentence as clients read it, with … for what varies; undefined when it is computed elsewhere. @param {Bound} bound @returns {string | undefined} */
export function sentenceOf(bound) {
  const { node, names } = resolved(bound);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  const spans = node.templateSpans.map(
    ({ expression, literal }) => (sentenceOf({ node: expression, names }) ?? '…') + literal.text,
  );
  return [node.head.text, ...spans]
    .join('')
    .replaceAll(/…(?: …)+/g, '…')
    .replace(/…\.$/, '…');
}

/** A property of an object literal, whatever way it is written. @param {Bound | undefined} object @param {string} name @returns {Bound | undefined} */
export function propertyOf(object, name) {
  const literal = object && resolved(object);
  if (!literal || !ts.isObjectLiteralExpression(literal.node)) return undefined;
  for (const property of literal.node.properties) {
    if (property.name?.getText() !== name) continue;
    const node = valueOf(property);
    return node && { node, names: literal.names };
  }
  return undefined;
}

/** @param {import('typescript').ObjectLiteralElementLike} property @returns {Expression | undefined} */
function valueOf(property) {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The parameter of the enclosing function that an identifier names. @param {import('typescript').Identifier} identifier */
export function parameterNamed(identifier) {
  /** @type {import('typescript').Node | undefined} */
  let place = identifier.parent;
  for (; place; place = place.parent) {
    if (!ts.isFunctionLike(place)) continue;
    const found = place.parameters.find(({ name }) => name.getText() === identifier.text);
    if (found) return found;
  }
  return undefined;
}

/** What a constant of the enclosing blocks was set to. @param {import('typescript').Identifier} identifier @returns {Bound | undefined} */
function constantOf(identifier) {
  if (parameterNamed(identifier)) return undefined;
  for (let place = identifier.parent; place; place = place.parent) {
    if (!ts.isBlock(place) && !ts.isSourceFile(place)) continue;
    for (const statement of place.statements.filter(ts.isVariableStatement)) {
      const found = statement.declarationList.declarations.find(
        ({ name }) => name.getText() === identifier.text,
      );
      if (found?.initializer) return { node: found.initializer, names: NO_NAMES };
    }
  }
  return undefined;
}

/** The texts a type allows, if it is made of literals. @param {import('typescript').TypeNode} type @returns {string[] | undefined} */
function literalsOf(type) {
  const options = ts.isUnionTypeNode(type) ? type.types : [type];
  const texts = options.map((option) =>
    ts.isLiteralTypeNode(option) && ts.isStringLiteral(option.literal) ? option.literal.text : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
