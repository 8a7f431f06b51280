// @ts-check
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { Claims } from './containers/claims.mjs';
import { developmentProject, developmentStory } from './containers/development-story.mjs';
import { Docker } from './containers/docker.mjs';
import { provideEngine } from './containers/engine.mjs';
import { imagesStory } from './containers/images-story.mjs';
import { productionProject, productionStory } from './containers/production-story.mjs';
import { testHelperStory } from './containers/test-helper-story.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { makeCertificates } from './certificates.mjs';
import { makeSecrets } from './secrets.mjs';
import { makeKeys } from './token.mjs';
import { announce, messageOf } from './support/messages.mjs';
import { parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run test:containers: the images, both Compose files and the test helper, on a Docker engine
Without an engine that answers, root on Debian gets a private one, with docker.io and docker-compose from apt; images
that cannot be pulled are built there from Debian packages. Nothing of it is left: no container, network, volume or image.`;

const IMAGES_MS = 60_000;

/** @typedef {import('./containers/engine.mjs').Engine} Engine */

const interruption = new AbortController();
const claims = new Claims(interruption.signal);
/** @type {string[]} images that were made here */
const made = [];
/** @type {Engine | undefined} */
let engine;

/** @param {import('./keeper/client.mjs').Keeper} keeper */
async function everything(keeper) {
  engine = await provideEngine(keeper);
  const docker = new Docker(engine.env, interruption.signal);
  const secrets = join(keeper.directory, 'secrets');
  makeSecrets(secrets);
  await makeCertificates(secrets);
  makeKeys(secrets);
  await claims.story(() => imagesStory(claims, docker, keeper.directory, made));
  if (claims.failed > 0) return;
  const [development, production] = [
    developmentProject(docker, engine),
    productionProject(docker, engine, secrets),
  ];
  await tell(development, () => developmentStory(claims, development));
  await tell(production, () => productionStory(claims, production, secrets));
  await claims.story(() => testHelperStory(claims, docker));
}

/**
 * A story about a project, after which that is down; of one that ends badly the logs are shown.
 * @param {import('./containers/project.mjs').Project} project @param {() => Promise<void>} story
 */
async function tell(project, story) {
  const before = claims.failed;
  await claims.story(story);
  if (claims.failed > before) process.stdout.write(await project.logs().catch(messageOf));
  await project.down();
}

/** Takes down what is up, however far it had come. */
async function leaveNothing() {
  interruption.abort();
  if (!engine) return;
  const docker = new Docker(engine.env);
  for (const project of [developmentProject(docker, engine), productionProject(docker, engine, '/nowhere')])
    await project.down().catch((error) => announce('down', 'failed', messageOf(error)));
  // What a private engine has is thrown away with it.
  if (!engine.afterwards) await removeImages(docker);
}

/** Those that were made here, and what a builder leaves of them. @param {Docker} docker */
async function removeImages(docker) {
  for (const image of made.toReversed()) await docker.try(IMAGES_MS, 'image', 'rm', image);
  await docker.try(IMAGES_MS, 'image', 'prune', '--force', '--filter', 'label=waybill=build');
}

await runTool(async () => {
  parsed(USAGE, () => parseArgs({ options: {} }));
  await ensureInstalled();
  const interrupted = await withKeeper(everything, leaveNothing).finally(() => engine?.afterwards?.());
  if (interrupted) process.exitCode = 130;
});
if (claims.failed > 0) process.exitCode = 1;
process.stdout.write(`${claims.passed} passed, ${claims.failed} failed\n`);
process.exit();
