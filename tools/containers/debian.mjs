// @ts-check
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptGet } from '../infra/apt.mjs';
import { run } from '../support/run.mjs';
import { ToolError } from '../support/tool.mjs';

// What a script needs that prepares a server and then leaves root behind.
const EVERYWHERE = ['base-files', 'bash', 'ca-certificates', 'coreutils', 'dash', 'findutils', 'grep'].concat(
  ['hostname', 'libc-bin', 'sed', 'util-linux'],
);

const MERGED = ['bin', 'sbin', 'lib', 'lib64'];
const TIME_LIMIT_MS = 300_000;

/**
 * Unpacks Debian packages, with all that they depend on, into an empty directory. None of their scripts is run and
 * nothing is installed here: what those would do, such as making users, is for the caller.
 * @param {string} directory a working directory; the files come to lie in `root` below it
 * @param {readonly string[]} packages
 * @returns {Promise<string>} the root
 */
export async function unpacked(directory, packages) {
  const root = join(directory, 'root');
  for (const name of MERGED) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(root, name));
  }
  for (const archive of await downloaded(directory, [...EVERYWHERE, ...packages])) {
    const { ok, reason } = await run(
      'sh',
      [
        '-c',
        'dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --directory "$2"',
        'sh',
      ].concat(archive, root),
      { timeoutMs: TIME_LIMIT_MS },
    );
    if (!ok) throw new ToolError(`${archive} cannot be unpacked: ${reason}`);
  }
  return root;
}

/** The archives of packages and of all they depend on, as if nothing were installed. @param {string} directory @param {string[]} packages */
async function downloaded(directory, packages) {
  const archives = mkdtempSync(join(directory, 'archives-'));
  mkdirSync(join(archives, 'partial'));
  const nothing = join(archives, 'status');
  writeFileSync(nothing, '');
  const options = [
    `Dir::State::status=${nothing}`,
    `Dir::Cache::archives=${archives}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['--option', option]);
  const { ok, reason } = await aptGet(
    ...options,
    '--yes',
    '--no-install-recommends',
    '--download-only',
    'install',
    ...packages,
  );
  if (!ok) throw new ToolError(`apt-get cannot get ${packages.join(', ')}: ${reason}`);
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}
