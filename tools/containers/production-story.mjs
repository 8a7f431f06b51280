// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPS } from '../build.mjs';
import { callManagement } from '../infra/rabbitmq/management.mjs';
import { until } from '../support/until.mjs';
import { demand } from './claims.mjs';
import { ADMINISTRATOR, goneAfterDown } from './development-story.mjs';
import { DEVELOPMENT_ISSUER, makeKeys, tokenFor } from '../token.mjs';
import { Project } from './project.mjs';
import { demo, killed, readyServices } from './services.mjs';

const MAILBOX_URL = 'http://127.0.0.1:1082';
const MANAGEMENT = '127.0.0.1:15672';
const NODES = ['rabbitmq-1', 'rabbitmq-2', 'rabbitmq-3'];
const REPLICAS = 2;
const WHOLE_MS = 120_000;
const PLAIN_MS = 30_000;

/** @param {import('./docker.mjs').Docker} docker @param {import('./engine.mjs').Engine} engine @param {string} secrets */
export const productionProject = (docker, { compose }, secrets) =>
  new Project(docker, compose, {
    name: 'waybill-containers-prod',
    files: ['docker-compose.prod.yml', 'docker/compose.mailbox.yml'],
    env: {
      SECRETS_DIR: secrets,
      SMTP_HOST: 'mailbox',
      SMTP_PORT: '1025',
      MAIL_FROM: 'Waybill <orders@waybill.example>',
      AUTH_ISSUER: DEVELOPMENT_ISSUER,
      AUTH_JWKS_URL: 'file:///run/keys/jwks.json',
    },
  });

/**
 * `docker-compose.prod.yml`, with a mailbox.
 * @param {import('./claims.mjs').Claims} claims @param {Project} project @param {string} secrets
 */
export async function productionStory(claims, project, secrets) {
  await claims.hold('docker-compose.prod.yml comes up', () => project.up());
  await claims.hold('every database was migrated before a service started', () => migratedFirst(project));
  const services = await claims.hold('two instances of each service become ready', () => bothReady(project));
  await claims.hold('each logs in to its database as somebody who may do no more than it needs', () =>
    leastRights(project),
  );
  const password = readFileSync(join(secrets, 'rabbitmq_operator'), 'utf8');
  const url = `http://operator:${password}@${MANAGEMENT}`;
  const token = () => tokenFor(ADMINISTRATOR, makeKeys(secrets).key);
  await claims.hold('three brokers are one cluster, each queue on all of them, and there is no guest', () =>
    oneCluster(url),
  );
  await claims.hold('the demo ends well through its ports', async () =>
    demo({ services, mailboxUrl: MAILBOX_URL, token: await token() }),
  );
  const [container = ''] = await project.containersOf('order-service');
  await claims.hold('a service that is killed comes back', () => killed(project, container));
  await claims.hold('the demo ends well while one broker of the three is away', () =>
    withoutOneBroker(project, url, token),
  );
  const overTls = project.with('docker/compose.tls.yml');
  await claims.hold('with docker/compose.tls.yml all of it comes up again, on the same data', async () => {
    await overTls.up();
    await bothReady(overTls);
    await oneCluster(url);
  });
  await claims.hold('and databases and brokers are spoken to by TLS alone', () => tlsAlone(overTls, url));
  await claims.hold('and the demo ends well', async () =>
    demo({ services: await readyServices(overTls), mailboxUrl: MAILBOX_URL, token: await token() }),
  );
  await claims.hold('down leaves nothing', () => goneAfterDown(overTls));
}

/** @param {Project} project */
async function migratedFirst(project) {
  for (const app of APPS) {
    const [job = ''] = await project.containersOf(app.replace('-service', '-migrations'));
    const { ExitCode: status, FinishedAt: finished } = (await project.docker.inspect(job)).State;
    demand(status === 0, `the migrations of ${app} ended with ${status}`);
    for (const container of await project.containersOf(app)) {
      const { StartedAt: started } = (await project.docker.inspect(container)).State;
      demand(finished < started, `${app} started at ${started}, its migrations ended at ${finished}`);
    }
  }
}

/** @param {Project} project */
async function bothReady(project) {
  const services = await readyServices(project);
  for (const [app, urls] of Object.entries(services))
    demand(urls.length === REPLICAS, `there are ${urls.length} of ${app}`);
  return services;
}

/** @param {Project} project */
async function leastRights(project) {
  for (const app of APPS) {
    const owner = app.replace('-service', '');
    const { database, ask } = await psqlIn(project, owner);
    const users = await ask(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    demand(users === `${owner}_service`, `there are connections to ${owner}_db by ${users || 'nobody'}`);
    const owners = await ask(`SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'`);
    demand(owners === `${owner}_owner`, `the tables of ${owner}_db belong to ${owners || 'nobody'}`);
    // A second time it changes nothing.
    await project.docker.call('exec', database, 'bash', '/docker-entrypoint-initdb.d/roles.sh');
  }
}

/** A way to ask the database of a service, as its superuser. @param {Project} project @param {string} owner */
async function psqlIn(project, owner) {
  const [database = ''] = await project.containersOf(`${owner}-db`);
  const psql = ['psql', '--no-psqlrc', '--tuples-only', '--no-align'];
  const place = ['--username', 'postgres', '--dbname', `${owner}_db`];
  return {
    database,
    /** @param {string} sql */
    ask: (sql) => project.docker.call('exec', database, ...psql, ...place, '-c', sql),
  };
}

/** @param {Project} project @param {string} url of the management API */
async function tlsAlone(project, url) {
  for (const app of APPS) {
    const owner = app.replace('-service', '');
    const { database, ask } = await psqlIn(project, owner);
    const connections = await ask(
      `SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = '${owner}_service'`,
    );
    demand(connections === 't', `connections to ${owner}_db by TLS: ${connections || 'none'}`);
    const plainly = `host=${owner}-db dbname=${owner}_db user=${owner}_service sslmode=disable connect_timeout=5`;
    const psql = ['exec', database, 'psql', plainly, '-c', 'SELECT 1'];
    const { ok, reason } = await project.docker.try(PLAIN_MS, ...psql);
    demand(!ok && reason.includes('no encryption'), `without TLS ${owner}-db says: ${reason || 'welcome'}`);
  }
  const answer = await callManagement(url, 'GET', '/api/connections');
  const connections = /** @type {{ ssl: boolean }[]} */ (await answer.json());
  const plain = connections.filter(({ ssl }) => !ssl).length;
  demand(connections.length > 0 && plain === 0, `${plain} of ${connections.length} are without TLS`);
}

/** @param {string} url of the management API */
async function oneCluster(url) {
  /** @param {string} path @returns {Promise<any>} */
  const ask = async (path) => (await callManagement(url, 'GET', path)).json();
  const users = (await ask('/api/users')).map((/** @type {{ name: string }} */ { name }) => name);
  demand(!users.includes('guest') && users.length === APPS.length + 1, `there are the users ${users}`);
  await until(
    'every queue to be on every node',
    async () => {
      const queues = await ask('/api/queues/waybill');
      const quorum = queues.filter((/** @type {{ type: string }} */ { type }) => type === 'quorum');
      return quorum.length > 0 && quorum.every(isEverywhere);
    },
    { timeoutMs: WHOLE_MS, everyMs: 1000 },
  );
}

/** @param {{ online?: string[] }} queue */
const isEverywhere = ({ online = [] }) => NODES.every((node) => online.includes(`rabbit@${node}`));

/** @param {Project} project @param {string} url of the management API @param {() => Promise<string>} token */
async function withoutOneBroker(project, url, token) {
  const [broker = ''] = await project.containersOf('rabbitmq-3');
  await project.docker.call('stop', broker);
  const services = await readyServices(project);
  await demo({ services, mailboxUrl: MAILBOX_URL, token: await token() });
  await project.docker.call('start', broker);
  await oneCluster(url);
}
