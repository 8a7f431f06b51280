// @ts-check
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isAlive, killGroup } from '../support/processes.mjs';

const PREFIX = 'waybill-run-';

/** @typedef {{ owner: string, children: string[] }} RunRecord identities of the keeper and its children */

/** Makes the throw-away directory of one run, recorded from the first moment as belonging to this process. */
export async function createRunDirectory() {
  const directory = await mkdtemp(join(tmpdir(), PREFIX));
  // Servers that refuse to run as root get their data in here under another user, who must be let through.
  if (process.getuid?.() === 0) await chmod(directory, 0o711);
  writeRecord(directory, { owner: /** @type {string} */ (identityOf(process.pid)), children: [] });
  return directory;
}

/**
 * Notes, atomically, who owns a run directory and which processes must not outlive it.
 * @param {string} directory
 * @param {RunRecord} record
 */
export function writeRecord(directory, record) {
  mkdirSync(directory, { recursive: true });
  const draft = join(directory, 'record.json.new');
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  renameSync(draft, join(directory, 'record.json'));
}

/**
 * Clears away what runs left behind whose keeper was killed: their processes, then their directories.
 * Only directories of this user count, since anybody may write to the directory for temporary files.
 */
export function sweepDeadRuns() {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const directory = join(tmpdir(), name);
    try {
      if (lstatSync(directory).uid === process.getuid?.()) sweep(directory);
    } catch {
      // Another run is clearing it away at this moment, or it has only just been made.
    }
  }
}

/** @param {string} directory */
function sweep(directory) {
  /** @type {RunRecord} */
  const record = JSON.parse(readFileSync(join(directory, 'record.json'), 'utf8'));
  if (isAlive(record.owner)) return;
  for (const child of record.children) killGroup(child);
  rmSync(directory, { recursive: true, force: true });
}
