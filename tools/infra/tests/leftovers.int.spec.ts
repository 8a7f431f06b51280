import { testServers, until } from '@app/testing';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Client } from 'pg';
import { inRoot } from '../../support/paths.mjs';
import { dropDatabasesOfDeadRuns, holdRun } from './leftovers.mjs';

describe('what test runs leave on servers that stay', () => {
  let client: Client;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(() => client.end());

  const isThere = async (name: string): Promise<boolean> =>
    (await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount === 1;
  const newDatabase = async (prefix: string): Promise<string> => {
    await client.query(`CREATE DATABASE ${prefix}leftover`);
    return `${prefix}leftover`;
  };

  it('is dropped by the next run, unless a living one marks it as its own', async () => {
    const living = newRun();
    const dead = await newDatabase(`${newRun()}_`);
    const owner = await connect();
    await holdRun(owner, living);
    const used = await newDatabase(`${living}_`);

    // Somebody else may be about to drop it just now.
    await until('what is dead is gone', async () => {
      await dropDatabasesOfDeadRuns(client);
      return !(await isThere(dead));
    });
    expect(await isThere(used)).toBe(true);

    await owner.end();
    await until('what has lost its owner is gone', async () => {
      await dropDatabasesOfDeadRuns(client);
      return !(await isThere(used));
    });
  });

  it('is nothing, even if the run is killed', async () => {
    const run = spawn(process.execPath, ['--input-type=module', '-e', HOLD, testServers().postgresUrl], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [prefix] = (await once(run.stdout, 'data')) as [Buffer];
    const name = await newDatabase(String(prefix));

    run.kill('SIGKILL');
    await until('its database is gone', async () => !(await isThere(name)));
  });
});

const HOLD = `
  import { leaseOn } from '${inRoot('tools', 'infra', 'tests', 'provide-for-tests.mjs')}';
  process.stdout.write((await leaseOn(process.argv[1])).databasePrefix);
`;

const newRun = (): string => `waybill_run_00000000${randomBytes(2).toString('hex')}`;

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: testServers().postgresUrl });
  await client.connect();
  return client;
}
