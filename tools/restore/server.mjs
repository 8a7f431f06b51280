// @ts-check
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { connect, connected, createMissingDatabases } from '../infra/postgres/admin.mjs';
import { preparePostgres } from '../infra/postgres/embedded.mjs';
import { run } from '../support/run.mjs';
import { until } from '../support/until.mjs';

const COPY_TIMEOUT_MS = 120_000;
const ARCHIVED_WITHIN_MS = 60_000;
const RECOVERED_WITHIN_MS = 120_000;

/** A server that archives its log, with a copy of its data, which can be destroyed and brought back to a moment. */
export class RestorableServer {
  /** @param {import('../keeper/client.mjs').Keeper} keeper @param {import('../infra/postgres/embedded.mjs').PostgresServer} server @param {string} log */
  constructor(keeper, server, log) {
    this.keeper = keeper;
    this.server = server;
    this.log = log;
  }

  /** @param {import('../keeper/client.mjs').Keeper} keeper */
  static async start(keeper) {
    const log = join(keeper.directory, 'log-archive');
    const search = { keeper, env: process.env, throwAway: true, runId: 'restore' };
    const server = await preparePostgres(search, [
      'max_connections=100',
      'wal_level=replica',
      'archive_mode=on',
      `archive_command=test ! -f ${log}/%f && cp %p ${log}/%f`,
    ]);
    const restorable = new RestorableServer(keeper, server, log);
    mkdirSync(log);
    restorable.#own(log);
    await server.start();
    await createMissingDatabases(server.postgres);
    return restorable;
  }

  get postgres() {
    return this.server.postgres;
  }

  /** Copies the data while the server works: what changes meanwhile is put right by its log. */
  async backUp() {
    const client = await connect(this.postgres);
    try {
      await client.query("SELECT pg_backup_start('drill', true)");
      await this.#copy(this.#data, this.#backup);
      const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop()');
      this.#write(join(this.#backup, 'backup_label'), rows[0].labelfile);
    } finally {
      await client.end();
    }
    rmSync(join(this.#backup, 'postmaster.pid'), { force: true });
    for (const name of readdirSync(join(this.#backup, 'pg_wal')))
      rmSync(join(this.#backup, 'pg_wal', name), { recursive: true });
  }

  /** The moment it is, as the server has it. @returns {Promise<string>} */
  async now() {
    return connected(
      this.postgres,
      async (client) => (await client.query('SELECT clock_timestamp()::text AS now')).rows[0].now,
    );
  }

  /** Resolves when all that has been written is in the archive of the log. */
  async archive() {
    const name = await connected(this.postgres, async (client) => {
      const { rows } = await client.query('SELECT pg_walfile_name(pg_switch_wal()) AS name');
      return rows[0].name;
    });
    await until('the log to be archived', () => existsSync(join(this.log, name)), {
      timeoutMs: ARCHIVED_WITHIN_MS,
    });
  }

  /** Kills the server, and its data are gone. */
  async destroy() {
    this.keeper.signal('postgres', 'SIGKILL');
    await this.keeper.ended('postgres');
    rmSync(this.#data, { recursive: true });
  }

  /** The copy, and of the log what was written until then. @param {string} moment */
  async restore(moment) {
    await this.#copy(this.#backup, this.#data);
    const settings = [
      `restore_command = 'cp ${this.log}/%f %p'`,
      `recovery_target_time = '${moment}'`,
      "recovery_target_action = 'promote'",
    ];
    appendFileSync(join(this.#data, 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
    this.#write(join(this.#data, 'recovery.signal'), '');
    await this.server.start();
    const isOpen = () =>
      connected(
        this.postgres,
        async (client) => (await client.query('SELECT NOT pg_is_in_recovery() AS open')).rows[0].open,
      );
    await until('the server to have recovered', isOpen, { timeoutMs: RECOVERED_WITHIN_MS });
  }

  get #data() {
    return join(this.server.directory, 'data');
  }

  get #backup() {
    return join(this.server.directory, 'backup');
  }

  /** @param {string} from @param {string} to */
  async #copy(from, to) {
    const copied = await run('cp', ['-a', from, to], { timeoutMs: COPY_TIMEOUT_MS });
    if (!copied.ok) throw new Error(`cp: ${copied.stderr}`);
  }

  /** @param {string} path @param {string} text */
  #write(path, text) {
    writeFileSync(path, text);
    this.#own(path);
  }

  /** @param {string} path */
  #own(path) {
    const { uid, gid } = this.server.spec;
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  }
}
