// @ts-check
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, parse, relative } from 'node:path';

/** @typedef {import('esbuild').Plugin} Plugin */

// Packages that are CommonJS expect these, and a module has none. The names are nobody else's.
const COMMONJS = `import { createRequire as requireFrom$ } from 'node:module';
import { dirname as dirname$ } from 'node:path';
import { fileURLToPath as path$ } from 'node:url';
const require = requireFrom$(import.meta.url);
const __filename = path$(import.meta.url);
const __dirname = dirname$(__filename);
const __nam$ = (target, value) => Object.defineProperty(target, 'name', { value, configurable: true });`;

// One serves files that lie beside its modules; the other is needed for an operator's own templates alone, and huge.
export const NOT_BUNDLED = ['swagger-ui-dist', 'mjml'];

/** A module that our own import while they run: its file, and where its bundle lies. @typedef {Map<string, string>} Apart */

/**
 * Puts a program and all that it imports into one file, which Node reads in a fraction of the time that it takes for
 * thousands. What our own modules import by `import()` has a file of its own beside it, which is read only where it is
 * needed. What a package would like to have and is not installed stays an import that fails as it did.
 * @param {string} main @param {string} outfile
 * @param {(source: string) => string} [change] what is to be done to each of our own modules
 */
export async function bundle(main, outfile, change = (source) => source) {
  /** @type {Apart} */
  const apart = new Map();
  await bundleOne(main, outfile, change, apart);
  for (const [module, file] of apart) await bundleOne(module, file, change, new Map());
}

/** @param {string} main @param {string} outfile @param {(source: string) => string} change @param {Apart} apart is added to */
async function bundleOne(main, outfile, change, apart) {
  const { outputFiles } = await build({
    write: false,
    entryPoints: [main],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    // What is read at every start and kept in memory is half as long without indentation and comments.
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: COMMONJS },
    external: NOT_BUNDLED,
    plugins: [importedLater(dirname(outfile), apart), optionalPackages(), modules(dirname(outfile), change)],
    logLevel: 'silent',
  });
  await mkdir(dirname(outfile), { recursive: true });
  for (const { path, text } of outputFiles) {
    await writeFile(path, path === outfile ? onlyClassesNamed(text) : text);
  }
}

/**
 * Errors, loggers and injection tokens are told apart by the names of their classes. Functions would have theirs for those
 * who read traces alone, and to name a closure takes longer than to make it. Not a character more or less: the map of the
 * sources counts them.
 * @param {string} code
 */
function onlyClassesNamed(code) {
  const helper = /var __name=(\(target,value\)=>)(.*?\}\));/.exec(code);
  if (!helper) throw new Error('esbuild names what it bundles in another way');
  const [whole, head = '', body = ''] = helper;
  const idle = `var __name=${head}${'target'.padEnd(body.length)};`;
  return code.replace(whole, idle).replaceAll('__name(this,', '__nam$(this,');
}

/** @param {string} directory of the bundle @param {Apart} apart is added to @returns {Plugin} */
const importedLater = (directory, apart) => ({
  name: 'imported later',
  setup(bundler) {
    bundler.onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules') || pluginData === importedLater)
        return undefined;
      const found = await bundler.resolve(path, { kind, importer, resolveDir, pluginData: importedLater });
      if (found.external || found.errors.length > 0) return found;
      const file = `${parse(path).name}.mjs`;
      apart.set(found.path, join(directory, file));
      return { path: `./${file}`, external: true };
    });
  },
});

/** @returns {Plugin} */
const optionalPackages = () => ({
  name: 'optional packages',
  setup(bundler) {
    const seen = Symbol('seen');
    bundler.onResolve(
      { filter: /^[^./]/ },
      async ({ path, pluginData, importer, kind, resolveDir, with: attributes }) => {
        if (pluginData === seen || !importer.includes('node_modules')) return undefined;
        const found = await bundler.resolve(path, {
          importer,
          kind,
          resolveDir,
          with: attributes,
          pluginData: seen,
        });
        return found.errors.length > 0 ? { path, external: true } : found;
      },
    );
  },
});

/** @param {string} directory of the bundle @param {(source: string) => string} change @returns {Plugin} */
const modules = (directory, change) => ({
  name: 'modules',
  setup(bundler) {
    bundler.onLoad({ filter: /\.[cm]?js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return {
        contents: path.includes('node_modules')
          ? withoutMap(inSight(text))
          : inPlace(change(text), relative(directory, path)),
      };
    });
  },
});

const OWN_REQUIRE = /\b(?:const|let|var) (\w+) = (?:\/\*[^*]*\*\/ )?createRequire\(import\.meta\.url\);/g;

/**
 * Packages load others by functions that the bundler cannot see through: what `createRequire` has made, or `require`
 * with a variable, as TypeORM does for the driver. Said plainly, those others get into the bundle too; otherwise it would
 * run only beside a directory that has them.
 * @param {string} text
 */
function inSight(text) {
  const own = [...text.matchAll(OWN_REQUIRE)].map(([, name = '']) => name);
  const plain = own.reduce(
    (changed, name) => changed.replaceAll(new RegExp(`(?<![\\w.])${name}\\((?=["'])`, 'g'), 'require('),
    text.replaceAll(/\bcreateRequire\(import\.meta\.url\)\((?=["'])/g, 'require('),
  );
  return plain
    .replaceAll(/\bconst require = createRequire\(import\.meta\.url\);/g, '')
    .replace('return require(name);', "return name === 'pg' ? require('pg') : require(name);");
}

const EMPTY_MAP = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');

/** Nobody looks for the sources of packages, and their map would take longer to read than they. @param {string} text */
const withoutMap = (text) =>
  `${text.replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '')}\n//# sourceMappingURL=data:application/json;base64,${EMPTY_MAP}`;

/** A module that asks where it lies is told, and not where the bundle does. @param {string} text @param {string} path */
const inPlace = (text, path) =>
  text.replaceAll('import.meta.url', `new URL(${JSON.stringify(path)}, import.meta.url).href`);
