// @ts-check
import ts from 'typescript';
import { carriedBy } from './carried.mjs';
import { ROOT, errorClasses, isSuperCall, parentOf, superArguments } from './classes.mjs';
import { saidOf } from './comment.mjs';
import { nodesOf } from './sources.mjs';
import {
  NO_NAMES,
  bind,
  parameterNamed,
  propertyOf,
  resolved,
  sentenceOf,
  textsOf,
  under,
} from './values.mjs';

/** @typedef {import('./sources.mjs').Source} Source */
/** @typedef {import('./values.mjs').Bound} Bound */

/**
 * One way of saying no, as the sources have it.
 * @typedef {object} Refusal
 * @property {import('./sources.mjs').Scope} scope
 * @property {string} where for people: the file, and the class if it has one of its own
 * @property {readonly string[]} codes none if they cannot be read
 * @property {string | undefined} kind of a `DomainError`
 * @property {number | undefined} status of a problem that is no `DomainError`
 * @property {string} meaning
 * @property {import('./comment.mjs').Said} [said] by the comment of a class with codes of its own
 * @property {import('./carried.mjs').Carried} carried
 */

/**
 * Something that is told the code of the error it makes: a class, or a function that calls one.
 * @typedef {object} Maker
 * @property {string} name
 * @property {readonly import('typescript').ParameterDeclaration[]} parameters
 * @property {Bound} options what `DomainError` gets in the end
 */

/** Every refusal that the sources can make. @param {readonly Source[]} sources @returns {Refusal[]} */
export function refusalsIn(sources) {
  const own = errorClasses(sources)
    .filter(({ parent }) => parent === ROOT)
    .map(({ source, declaration }) => refusalOfClass(source, declaration));
  const refusals = [...problemLiterals(sources), ...own.filter((made) => 'codes' in made)];
  const makers = own.filter((made) => 'parameters' in made);
  for (let maker = makers.shift(); maker; maker = makers.shift()) {
    for (const made of callsOf(maker, sources)) {
      if ('codes' in made) refusals.push(made);
      else makers.push(made);
    }
  }
  return refusals;
}

/** @param {Source} source @param {import('typescript').ClassDeclaration} declaration @returns {Refusal | Maker} */
function refusalOfClass(source, declaration) {
  const [node] = superArguments(declaration);
  const name = declaration.name?.text ?? '';
  if (!node) throw new Error(`${source.path}: ${name} hands nothing to ${ROOT}`);
  const options = { node, names: NO_NAMES };
  const maker = makerOf(options);
  if (maker) return maker;
  const said = saidOf(declaration);
  return { ...refusalOf(source, options), where: `${source.path}, ${name}`, said, meaning: said.meaning };
}

/** @param {Source} source @param {Bound} options @returns {Refusal} */
function refusalOf({ scope, path }, options) {
  const [code, kind, detail] = ['code', 'kind', 'detail'].map((name) => propertyOf(options, name));
  return {
    scope,
    where: path,
    codes: (code && textsOf(code)) ?? [],
    kind: kind && textsOf(kind)?.[0],
    status: undefined,
    meaning: (detail && sentenceOf(detail)) ?? '',
    carried: carriedBy(options),
  };
}

/** The function, or class, around the options if it is told their code. @param {Bound} options @returns {Maker | undefined} */
function makerOf(options) {
  const code = propertyOf(options, 'code');
  if (!code || textsOf(code)) return undefined;
  const { node } = resolved(code);
  const around = ts.isIdentifier(node) ? parameterNamed(node)?.parent : undefined;
  if (!around || !ts.isFunctionLike(around)) return undefined;
  return { name: nameOf(around), parameters: [...around.parameters].filter(ts.isParameter), options };
}

/** What a function is called by: a class by its constructor, an arrow function by its variable. @param {import('typescript').SignatureDeclaration} around */
function nameOf(around) {
  const named = ts.isConstructorDeclaration(around) || ts.isArrowFunction(around) ? around.parent : around;
  const name =
    'name' in named ? /** @type {import('typescript').Node | undefined} */ (named.name) : undefined;
  return name?.getText() ?? '';
}

/** What is made wherever a maker is called. @param {Maker} maker @param {readonly Source[]} sources */
function callsOf({ name, parameters, options }, sources) {
  return sources.flatMap((source) =>
    [...nodesOf(source.file)].flatMap((node) => {
      const args = argumentsFor(name, node);
      if (!args) return [];
      const made = { node: options.node, names: under(options.names, bind(parameters, args)) };
      return [makerOf(made) ?? refusalOf(source, made)];
    }),
  );
}

/** The arguments of a `new`, a call or a `super` that reaches a maker. @param {string} name @param {import('typescript').Node} node */
function argumentsFor(name, node) {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  if (node.expression.getText() === name) return node.arguments ?? [];
  const declaration = isSuperCall(node) ? ts.findAncestor(node, ts.isClassDeclaration) : undefined;
  return declaration && parentOf(declaration) === name ? node.arguments : undefined;
}

/** Problems that are written down as such, with their status. @param {readonly Source[]} sources @returns {Refusal[]} */
function problemLiterals(sources) {
  return sources.flatMap((source) =>
    [...nodesOf(source.file)].filter(ts.isObjectLiteralExpression).flatMap((node) => {
      const options = { node, names: NO_NAMES };
      const status = propertyOf(options, 'status');
      const number = status && resolved(status).node;
      const refusal = refusalOf(source, options);
      if (!number || !ts.isNumericLiteral(number) || refusal.codes.length === 0) return [];
      return [{ ...refusal, status: Number(number.text) }];
    }),
  );
}
