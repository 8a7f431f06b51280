// @ts-check
import { TestEnvironment } from 'jest-environment-node';
import vm from 'node:vm';

/**
 * Jest compiles each module anew for each spec file, as a function, of which V8 keeps nothing. Of a script it keeps what it
 * has compiled (nodejs/node#35375), so that only the first spec file of a worker pays for Nest and all the rest.
 * No more than the code is shared: each spec file runs it in a world of its own.
 * @type {typeof vm.compileFunction}
 */
const compileFunction = (code, parameters = [], { filename, parsingContext } = {}) => {
  const head = `(function (${parameters.join(', ')}) {`;
  const script = new vm.Script(`${head}${code}\n})`, {
    filename,
    columnOffset: -head.length,
    // A callback of its own would make a script unlike all others. swc has made `require` of each `import()` of ours.
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return parsingContext ? script.runInContext(parsingContext) : script.runInThisContext();
};

// Jest takes no other compiler, and compiles modules in one place only.
vm.compileFunction = compileFunction;

export default TestEnvironment;
