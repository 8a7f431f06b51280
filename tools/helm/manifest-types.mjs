// @ts-check
import ts from 'typescript';
import { inRoot } from '../support/paths.mjs';

/** @typedef {import('./chart.mjs').Manifest} Manifest */

const FILE = inRoot('tools', 'helm', 'manifests.ts');

/** @type {import('typescript').CompilerOptions} */
const OPTIONS = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts'],
  types: [],
};

/** Whether it is of Kubernetes itself, and not of somebody who extends it. @param {Manifest} manifest */
export const isBuiltIn = ({ apiVersion }) => !/^[^/]+\.(sh|com)\//.test(apiVersion);

/**
 * What is wrong with manifests of Kubernetes, as its own types have it: a field that there is not, one that is missing, or one
 * of another type. The compiler looks, for it refuses unknown fields of a literal.
 * @param {readonly Manifest[]} manifests
 */
export function typeProblems(manifests) {
  const text = manifests.filter(isBuiltIn).map(declaration).join('\n');
  const files = ts.createCompilerHost(OPTIONS);
  /** @type {import('typescript').CompilerHost} */
  const host = {
    ...files,
    fileExists: (path) => path === FILE || files.fileExists(path),
    readFile: (path) => (path === FILE ? text : files.readFile(path)),
    getSourceFile: (path, ...rest) =>
      path === FILE
        ? ts.createSourceFile(FILE, text, ts.ScriptTarget.ES2023, true)
        : files.getSourceFile(path, ...rest),
  };
  const program = ts.createProgram([FILE], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** @param {Manifest} manifest @param {number} place */
function declaration(manifest, place) {
  const [group = '', version = 'v1'] = manifest.apiVersion.includes('/')
    ? manifest.apiVersion.split('/')
    : ['core', manifest.apiVersion];
  const type = `import('kubernetes-types/${group.split('.')[0]}/${version}').${manifest.kind}`;
  return `export const manifest${place}: ${type} = ${JSON.stringify(manifest)};`;
}
