// @ts-check
import { parseArgs } from 'node:util';
import { BASE_IMAGES, provideBaseImages } from './containers/base-images.mjs';
import { Docker } from './containers/docker.mjs';
import { ensureInstalled } from './install.mjs';
import { announce } from './support/messages.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `docker/local-images [--remove]: base images for a machine that can pull none
Builds what is missing of ${BASE_IMAGES.join(', ')}
out of Debian packages and this Node, under those names. A machine that can pull needs none of it.
  --remove   remove images of these names instead, whoever made them`;

await runTool(async () => {
  const { remove } = parsed(USAGE, () =>
    parseArgs({ options: { remove: { type: 'boolean', default: false } } }),
  ).values;
  const docker = new Docker(process.env);
  const { ok, reason } = await docker.try(10_000, 'info');
  if (!ok) throw new ToolError(`no Docker engine answers: ${reason}`);
  if (remove) {
    for (const image of BASE_IMAGES.toReversed()) await docker.try(60_000, 'image', 'rm', image);
    return announce('images', 'removed', BASE_IMAGES.join(', '));
  }
  await ensureInstalled();
  await provideBaseImages(docker, { pull: false });
  announce('images', 'ready', BASE_IMAGES.join(', '));
});
