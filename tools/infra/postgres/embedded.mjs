// @ts-check
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INFRASTRUCTURE } from '../../keeper/client.mjs';
import { freePorts } from '../../support/ports.mjs';
import { run } from '../../support/run.mjs';
import { startServer } from '../start-server.mjs';
import { dataDirectory } from '../state.mjs';
import { connected, createMissingDatabases, onOneServer } from './admin.mjs';
import { binariesFor, postgresUser } from './binaries.mjs';

/** @typedef {import('./binaries.mjs').RunAs} RunAs */

// After a crash it first works through its log.
const START_TIMEOUT_MS = 90_000;
const LASTING = ['max_connections=300'];
// What is thrown away at the end need not survive the machine losing power, only the server being killed.
const THROW_AWAY = [...LASTING, 'fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

/**
 * A PostgreSQL of our own, from npm, on a port of its own.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Postgres>}
 */
export async function embeddedPostgres(search) {
  const { throwAway } = search;
  const server = await preparePostgres(search, throwAway ? THROW_AWAY : LASTING);
  await server.start();
  if (!throwAway) await createMissingDatabases(server.postgres);
  return {
    value: server.postgres,
    details: `127.0.0.1:${server.postgres.port}, data ${throwAway ? 'of this run only' : `in ${server.directory}`}`,
  };
}

/**
 * A server with data of its own that can be started again after its end: same port, same data.
 * @typedef {object} PostgresServer
 * @property {import('../types.mjs').Postgres} postgres
 * @property {string} directory
 * @property {import('../../keeper/client.mjs').ChildSpec} spec
 * @property {() => Promise<void>} start resolves when it answers
 */

/**
 * Makes the data, unless they are there, and chooses a port; nothing runs yet.
 * @param {import('../types.mjs').Search} search
 * @param {readonly string[]} settings `name=value`
 * @returns {Promise<PostgresServer>}
 */
export async function preparePostgres(search, settings) {
  const { keeper, throwAway } = search;
  const user = await postgresUser();
  const directory = dataDirectory('postgres', search, user);
  const binaries = await binariesFor(user, dirname(directory));
  const password = await initialised(directory, binaries.initdb, user);

  const [port] = /** @type {[number]} */ (await freePorts(1));
  const postgres = onOneServer({ host: '127.0.0.1', port, username: 'postgres', password }, '');
  const place = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  const flags = [...place, ...settings].flatMap((setting) => ['-c', setting]);
  /** @type {import('../../keeper/client.mjs').ChildSpec} */
  const spec = {
    name: 'postgres',
    command: binaries.postgres,
    args: ['-D', join(directory, 'data'), ...flags],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    log: join(keeper.directory, 'postgres.log'),
    stage: INFRASTRUCTURE,
    // Fast shutdown writes everything out; immediate shutdown does not waste time on data about to go.
    stopSignal: throwAway ? 'SIGQUIT' : 'SIGINT',
    stopTimeoutMs: 20_000,
    cwd: directory,
    ...user,
  };
  const start = () => startServer(keeper, spec, () => connected(postgres, async () => {}), START_TIMEOUT_MS);
  return { postgres, directory, spec, start };
}

/**
 * Makes the data directory unless there is one, and resolves with the superuser's password.
 * @param {string} directory
 * @param {string} initdb
 * @param {RunAs} user
 */
async function initialised(directory, initdb, user) {
  const passwordFile = join(directory, 'password');
  if (existsSync(join(directory, 'data'))) return readFileSync(passwordFile, 'utf8');

  const password = randomBytes(12).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(passwordFile, user.uid, user.gid);
  // Under another name until it is complete, so that an interrupted start leaves nothing that looks like data.
  const draft = join(directory, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const made = await run(initdb, [`--pgdata=${draft}`, '--no-instructions', ...locale, ...login], {
    timeoutMs: 60_000,
    cwd: directory,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    ...user,
  });
  if (!made.ok) throw new Error(`initdb: ${made.reason}\n${made.stderr}`);
  renameSync(draft, join(directory, 'data'));
  return password;
}
