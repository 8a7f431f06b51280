// @ts-check
import { APPS } from '../build.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { provideBaseImages } from './base-images.mjs';
import { demand } from './claims.mjs';

/** @typedef {import('./docker.mjs').Docker} Docker */

const BUILD_MS = 600_000;
const MEGABYTE = 1_000_000;
const MOST = 200 * MEGABYTE;
// What a builder passes on by itself when it is named.
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/** The name of an image of ours. @param {string} app */
const imageOf = (app) => `waybill/${app}`;

/**
 * The images: those they are made of, and ours.
 * @param {import('./claims.mjs').Claims} claims
 * @param {Docker} docker
 * @param {string} directory to work in
 * @param {string[]} made names of the images that were made here, to which those made now are added
 */
export async function imagesStory(claims, docker, directory, made) {
  await claims.hold('every base image is here, pulled or as a stand-in', async () => {
    made.push(...(await provideBaseImages(docker, { pull: true, directory })));
  });
  for (const app of APPS) {
    await claims.hold(`the image of ${app} is built`, () => build(docker, app));
    made.push(imageOf(app));
    await claims.hold(`it is below 200 MB, runs as nobody in particular, and says whether it lives`, () =>
      checkImage(docker, app),
    );
  }
}

/** @param {Docker} docker @param {string} app */
async function build(docker, app) {
  const proxies = PROXIES.filter((name) => docker.env[name] !== undefined);
  await docker.callFor(
    BUILD_MS,
    'build',
    // Whatever reaches the registry of npm from this machine reaches it from there.
    '--network=host',
    ...proxies.flatMap((name) => ['--build-arg', name]),
    `--build-arg=APP=${app}`,
    `--file=${inRoot('docker', 'Dockerfile')}`,
    `--tag=${imageOf(app)}`,
    root,
  );
}

/** @param {Docker} docker @param {string} app */
async function checkImage(docker, app) {
  const { Size: size, Config: config } = await docker.inspect(imageOf(app));
  process.stdout.write(`      ${imageOf(app)}: ${(size / MEGABYTE).toFixed(0)} MB\n`);
  demand(size < MOST, `it has ${size} bytes`);
  demand(config.User === '1000:1000', `it runs as ${config.User}`);
  demand(config.Healthcheck?.Test?.includes('node'), 'it has no health check');
  const shell = await docker.try(30_000, 'run', '--rm', '--entrypoint=/bin/sh', imageOf(app), '-c', 'true');
  demand(!shell.ok, 'it has a shell');
}
