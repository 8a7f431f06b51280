// @ts-check
import ts from 'typescript';
import { nodesOf } from './sources.mjs';

/** @typedef {import('./sources.mjs').Source} Source */
/** @typedef {import('typescript').ClassDeclaration} ClassDeclaration */

/** The class that every refusal of ours is. */
export const ROOT = 'DomainError';

/** The classes that are a `DomainError`, directly or through another. @param {readonly Source[]} sources */
export function errorClasses(sources) {
  const all = sources.flatMap((source) =>
    [...nodesOf(source.file)]
      .filter(ts.isClassDeclaration)
      .map((declaration) => ({ source, declaration, parent: parentOf(declaration) })),
  );
  const parents = new Map(all.map(({ declaration, parent }) => [declaration.name?.text, parent]));
  /** @param {string | undefined} name @returns {boolean} */
  const isError = (name) => name !== undefined && (name === ROOT || isError(parents.get(name)));
  return all.filter(({ parent }) => isError(parent));
}

/** The name of the class that a class extends. @param {ClassDeclaration} declaration */
export const parentOf = ({ heritageClauses }) =>
  heritageClauses
    ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText();

/** @param {import('typescript').Node} node @returns {node is import('typescript').CallExpression} */
export const isSuperCall = (node) =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;

/** What the constructor of a class hands to the class it extends. @param {ClassDeclaration} declaration */
export const superArguments = (declaration) => [...nodesOf(declaration)].find(isSuperCall)?.arguments ?? [];
