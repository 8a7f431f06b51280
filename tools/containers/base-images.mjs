// @ts-check
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closureOf } from '../ship/closure.mjs';
import { canInstallPackages } from '../infra/apt.mjs';
import { announce } from '../support/messages.mjs';
import { inRoot } from '../support/paths.mjs';
import { run } from '../support/run.mjs';
import { ToolError } from '../support/tool.mjs';
import { unpacked } from './debian.mjs';
import { STAND_INS } from './stand-ins.mjs';

/** @typedef {import('./docker.mjs').Docker} Docker */

const MAILBOX = 'maildev/maildev:3.0.0';
const NODE = 'node:22-bookworm-slim';
const PULL_MS = 300_000;
const BUILD_MS = 300_000;

/** All images that are not ours, by the names that Dockerfile and the compose files use. */
export const BASE_IMAGES = [...STAND_INS.map(({ image }) => image), MAILBOX];

/**
 * Has the engine have every base image: as it is, pulled, or as a stand-in.
 * @param {Docker} docker
 * @param {{ pull: boolean, directory?: string }} options `directory` is where to work
 * @returns {Promise<string[]>} those that were built here
 */
export async function provideBaseImages(docker, { pull, directory = tmpdir() }) {
  /** @type {string[]} */
  const built = [];
  // One that cannot be pulled says of all the others that they cannot either.
  let mayPull = pull;
  for (const image of BASE_IMAGES) {
    if (await docker.has(image)) continue;
    mayPull &&= await pulled(docker, image);
    if (mayPull) continue;
    if (built.length === 0) await checkMeans();
    const started = Date.now();
    await build(docker, image, directory);
    built.push(image);
    announce('images', 'stand-in', `${image} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  return built;
}

/** @param {Docker} docker @param {string} image */
async function pulled(docker, image) {
  const { ok, reason } = await docker.try(PULL_MS, 'pull', '--quiet', image);
  announce('images', ok ? 'pulled' : 'no pull', ok ? image : `${image}: ${reason}`);
  return ok;
}

async function checkMeans() {
  if (await canInstallPackages()) return;
  throw new ToolError(
    'images can be neither pulled nor built here: stand-ins are made of Debian packages, by root on Debian or Ubuntu',
  );
}

/** @param {Docker} docker @param {string} image @param {string} within */
async function build(docker, image, within) {
  const directory = mkdtempSync(join(within, 'waybill-image-'));
  try {
    const recipe = STAND_INS.find((one) => one.image === image);
    if (recipe) await imported(docker, directory, recipe);
    else await buildMailbox(docker, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {Docker} docker @param {string} directory @param {import('./stand-ins.mjs').StandIn} recipe */
async function imported(docker, directory, { image, packages, complete }) {
  const root = await unpacked(directory, packages);
  const instructions = await complete(root);
  const words = `tar --create --directory ${quoted(root)} . | docker import - ${image}`;
  const { ok, reason } = await run('sh', ['-c', words], { timeoutMs: BUILD_MS, env: docker.env });
  if (!ok) throw new ToolError(`${image} cannot be imported: ${reason}`);
  // An import alone cannot be told all of it.
  await buildFrom(docker, join(directory, 'nothing'), image, [`FROM ${image}`, ...instructions]);
}

/** From the package that the tests use. @param {Docker} docker @param {string} directory */
async function buildMailbox(docker, directory) {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  for (const place of closureOf(packages, ['maildev'])) {
    mkdirSync(join(directory, place), { recursive: true });
    cpSync(inRoot(place), join(directory, place), { recursive: true });
  }
  await buildFrom(docker, directory, MAILBOX, MAILBOX_INSTRUCTIONS);
}

const MAILBOX_INSTRUCTIONS = [
  `FROM ${NODE}`,
  'COPY node_modules /home/node/node_modules',
  'WORKDIR /home/node',
  'USER node',
  'ENV NODE_ENV=production MAILDEV_WEB_PORT=1080 MAILDEV_SMTP_PORT=1025',
  'EXPOSE 1080 1025',
  'ENTRYPOINT ["node", "node_modules/maildev/dist/bin/maildev.js"]',
];

/** @param {Docker} docker @param {string} directory @param {string} image @param {string[]} instructions */
async function buildFrom(docker, directory, image, instructions) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'Dockerfile'), `${instructions.join('\n')}\n`);
  await docker.callFor(BUILD_MS, 'build', '--tag', image, directory);
}

/** @param {string} word */
const quoted = (word) => `'${word.replaceAll("'", `'\\''`)}'`;
