// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot, root } from '../support/paths.mjs';

const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;
const ELSEWHERE = /^(?:[a-z]+:|#)/;
const TYPESCRIPT = /^```ts\n(.*?)^```/gms;
const SOURCE = /^\/\/ ([\w./-]+\.ts)\b/;

/**
 * What our pages say of files that is not so: links to what is not there, tests cited by a title they do not have, code
 * shown that has changed. A link to a spec is a citation: its text is the title. Code is shown below the path of its file.
 */
export function citationProblems() {
  const pages = ['README.md', 'CONTRIBUTING.md'].map((name) => inRoot(name));
  return [...pages.filter((path) => existsSync(path)), ...markdownBelow(inRoot('docs'))].flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    const problems = [...linkProblems(dirname(page), text), ...snippetProblems(text)];
    return problems.map((problem) => `${relative(root, page)}: ${problem}`);
  });
}

/** @param {string} directory @param {string} page */
function linkProblems(directory, page) {
  return [...page.matchAll(LINK)].flatMap(([, text = '', target = '']) => {
    if (ELSEWHERE.test(target)) return [];
    const problem = problemOfLink(join(directory, target.replace(/#.*/, '')), text.replaceAll(/\s+/g, ' '));
    return problem === undefined ? [] : [`${target} ${problem}`];
  });
}

/** @param {string} file @param {string} text */
function problemOfLink(file, text) {
  if (!existsSync(file)) return 'is not there';
  if (!file.endsWith('.spec.ts') || readFileSync(file, 'utf8').includes(text)) return undefined;
  return `has no test "${text}"`;
}

/** @param {string} page */
function snippetProblems(page) {
  return [...page.matchAll(TYPESCRIPT)]
    .flatMap(([, code = '']) => code.split(/^(?=\/\/ [\w./-]+\.ts\b)/m))
    .flatMap((snippet) => {
      const path = SOURCE.exec(snippet)?.[1];
      if (path === undefined) return [];
      if (!existsSync(inRoot(path))) return [`${path} is not there`];
      const shown = bare(snippet.replace(/.*\n/, ''));
      return bare(readFileSync(inRoot(path), 'utf8')).includes(shown)
        ? []
        : [`${path} no longer reads as shown`];
    });
}

/** Code without what formatting may change. @param {string} code */
const bare = (code) => code.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '');

/** @param {string} directory @returns {string[]} */
const markdownBelow = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
