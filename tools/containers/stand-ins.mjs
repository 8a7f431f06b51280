// @ts-check
import { chownSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../support/paths.mjs';
import { putNode } from './node-files.mjs';

/**
 * How a base image is put together from Debian packages.
 * @typedef {object} StandIn
 * @property {string} image the name it gets, which is that of the official image
 * @property {readonly string[]} packages
 * @property {(root: string) => Promise<string[]> | string[]} complete does what the scripts of the packages would have
 *   done; answers what `docker import` is to know of it
 */

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin';
// Users have the numbers of the official images, so that volumes can be shared with them.
const SERVER = { uid: 999, gid: 999 };

/** @type {StandIn} */
const node = {
  image: 'node:22-bookworm-slim',
  packages: ['libstdc++6', 'libgcc-s1'],
  complete: async (root) => {
    addUser(root, 'node', '/home/node', { uid: 1000, gid: 1000 });
    await putNode(root);
    return [`ENV PATH=${PATH}`, 'CMD ["node"]'];
  },
};

/** @type {StandIn} */
const postgres = {
  image: 'postgres:17',
  packages: ['postgresql', 'postgresql-client'],
  complete: (root) => {
    addUser(root, 'postgres', '/var/lib/postgresql', SERVER);
    putScript(root, 'postgres.sh');
    const [version] = readdirSync(join(root, 'usr/lib/postgresql'));
    return [
      `ENV PATH=/usr/lib/postgresql/${version}/bin:${PATH} LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data`,
      'VOLUME /var/lib/postgresql/data',
      'STOPSIGNAL SIGINT',
      ...server('postgres', 5432),
    ];
  },
};

/** @type {StandIn} */
const rabbitmq = {
  image: 'rabbitmq:3.13-management',
  packages: ['rabbitmq-server'],
  complete: (root) => {
    addUser(root, 'rabbitmq', '/var/lib/rabbitmq', SERVER);
    putScript(root, 'rabbitmq.sh');
    // So that root, in `docker exec`, is known to the node.
    mkdirSync(join(root, 'root'), { recursive: true });
    symlinkSync('/var/lib/rabbitmq/.erlang.cookie', join(root, 'root/.erlang.cookie'));
    put(root, 'etc/rabbitmq/enabled_plugins', '[rabbitmq_management,rabbitmq_prometheus].\n');
    put(root, 'etc/rabbitmq/conf.d/10-defaults.conf', 'loopback_users.guest = false\nlog.console = true\n');
    put(root, 'etc/rabbitmq/rabbitmq-env.conf', '');
    for (const directory of ['etc/rabbitmq', 'etc/rabbitmq/conf.d', 'var/log/rabbitmq'])
      owned(root, directory, SERVER);
    return [
      `ENV PATH=/usr/lib/rabbitmq/bin:${PATH} LANG=C.UTF-8 HOME=/var/lib/rabbitmq RABBITMQ_LOGS=-`,
      'VOLUME /var/lib/rabbitmq',
      ...server('rabbitmq-server', 4369, 5671, 5672, 15672, 15692, 25672),
    ];
  },
};

/** Those that are made from packages of Debian. */
export const STAND_INS = [node, postgres, rabbitmq];

/** @param {string} program @param {number[]} ports */
const server = (program, ...ports) => [
  'ENTRYPOINT ["docker-entrypoint.sh"]',
  `CMD ["${program}"]`,
  `EXPOSE ${ports.join(' ')}`,
];

/** @param {string} root @param {string} name @param {string} home @param {{ uid: number, gid: number }} user */
function addUser(root, name, home, user) {
  put(
    root,
    'etc/passwd',
    `root:x:0:0::/root:/bin/bash\n${name}:x:${user.uid}:${user.gid}::${home}:/bin/bash\n`,
  );
  put(root, 'etc/group', `root:x:0:\n${name}:x:${user.gid}:\n`);
  put(root, 'etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n');
  owned(root, home, user);
}

/** @param {string} root @param {string} directory @param {{ uid: number, gid: number }} user */
function owned(root, directory, { uid, gid }) {
  mkdirSync(join(root, directory), { recursive: true });
  chownSync(join(root, directory), uid, gid);
}

/** @param {string} root @param {string} name */
function putScript(root, name) {
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  cpSync(inRoot('docker', 'stand-ins', name), join(root, 'usr/local/bin/docker-entrypoint.sh'));
}

/** @param {string} root @param {string} path @param {string} text */
function put(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
