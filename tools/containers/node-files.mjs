// @ts-check
import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from '../support/run.mjs';
import { ToolError } from '../support/tool.mjs';

// How npm reaches its registry is this machine's affair, and that of images that are built on it.
const SETTINGS = ['registry', 'proxy', 'https-proxy', 'noproxy', 'strict-ssl'];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const TIME_LIMIT_MS = 30_000;

/**
 * Puts the Node that runs this and its npm into a root file system that has the libraries of the same distribution.
 * @param {string} root
 */
export async function putNode(root) {
  const bin = join(root, 'usr/local/bin');
  const modules = join(root, 'usr/local/lib/node_modules');
  mkdirSync(bin, { recursive: true });
  cpSync(realpathSync(process.execPath), join(bin, 'node'), { dereference: true });
  chmodSync(join(bin, 'node'), 0o755);
  await putLibraries(root);
  cpSync(await npmDirectory(), join(modules, 'npm'), { recursive: true, dereference: true });
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(bin, name));
  await putSettings(root);
}

/** Libraries of this Node that the packages did not bring. @param {string} root */
async function putLibraries(root) {
  const { stdout } = await run('ldd', [process.execPath], { timeoutMs: TIME_LIMIT_MS });
  for (const [library] of stdout.matchAll(/\/[^ ]*/g)) {
    const place = join(root, 'usr/local/lib', basename(library));
    if (!existsSync(join(root, library))) cpSync(realpathSync(library), place);
  }
}

async function npmDirectory() {
  const { ok, stdout, reason } = await npm('root', '--global');
  const directory = join(stdout.trim(), 'npm');
  if (ok && existsSync(directory)) return directory;
  throw new ToolError(`there is no npm to be put into an image: ${reason || directory}`);
}

/** @param {string} root */
async function putSettings(root) {
  const lines = await Promise.all(SETTINGS.map(async (name) => lineOf(name, await setting(name))));
  const bundle = (await setting('cafile')) ?? process.env['NODE_EXTRA_CA_CERTS'];
  if (bundle !== undefined && existsSync(bundle)) {
    mkdirSync(dirname(join(root, CERTIFICATES)), { recursive: true });
    cpSync(realpathSync(bundle), join(root, CERTIFICATES));
    lines.push(lineOf('cafile', CERTIFICATES));
  }
  mkdirSync(join(root, 'usr/local/etc'), { recursive: true });
  writeFileSync(join(root, 'usr/local/etc/npmrc'), lines.join(''));
}

/** @param {string} name @param {string | undefined} value */
const lineOf = (name, value) => (value === undefined ? '' : `${name}=${value}\n`);

/** @param {string} name @returns {Promise<string | undefined>} */
async function setting(name) {
  const said = (await npm('config', 'get', name)).stdout.trim();
  return ['', 'null', 'undefined'].includes(said) ? undefined : said;
}

/** Outside the checkout, whose own settings are its own. @param {string[]} args */
const npm = (...args) => run('npm', args, { timeoutMs: TIME_LIMIT_MS, cwd: '/' });
