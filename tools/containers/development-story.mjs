// @ts-check
import { demand } from './claims.mjs';
import { tokenFor } from '../token.mjs';
import { Project } from './project.mjs';
import { demo, killed, readyServices, stopped } from './services.mjs';

const MAILBOX_URL = 'http://127.0.0.1:1081';

/** Whose demo it is. */
export const ADMINISTRATOR = { role: 'admin', subject: 'operator' };

/** @param {import('./docker.mjs').Docker} docker @param {import('./engine.mjs').Engine} engine */
export const developmentProject = (docker, { compose }) =>
  new Project(docker, compose, {
    name: 'waybill-containers-dev',
    files: ['docker-compose.yml'],
    profiles: ['apps'],
  });

/** `docker-compose.yml`, with the services. @param {import('./claims.mjs').Claims} claims @param {Project} project */
export async function developmentStory(claims, project) {
  await claims.hold('docker-compose.yml comes up', () => project.up());
  const services = await claims.hold('its services become ready', () => readyServices(project));
  await claims.hold('the demo ends well through its ports', async () =>
    demo({ services, mailboxUrl: MAILBOX_URL, token: await tokenFor(ADMINISTRATOR) }),
  );
  const [container = ''] = await project.containersOf('inventory-service');
  await claims.hold('a service that is killed comes back', () => killed(project, container));
  await claims.hold('a service that is stopped ends with 0', async () => {
    const status = await stopped(project, container);
    demand(status === 0, `it ended with ${status}`);
  });
  await claims.hold('its files cannot be written to', () => readOnly(project, container));
  await claims.hold('all are ready again', () => readyServices(project));
  await claims.hold('down leaves nothing', () => goneAfterDown(project));
}

const WRITE = `require('fs').writeFileSync('/tmp/x', ''); try { require('fs').writeFileSync('/waybill/x', '') }
catch (error) { process.exit(error.code === 'EROFS' ? 0 : 1) } process.exit(2)`;

/** @param {Project} project @param {string} container */
const readOnly = ({ docker }, container) => docker.call('exec', container, 'node', '-e', WRITE);

/** @param {Project} project */
export async function goneAfterDown(project) {
  await project.down();
  const remains = await project.remains();
  demand(remains.length === 0, `left: ${remains.join(', ')}`);
}
