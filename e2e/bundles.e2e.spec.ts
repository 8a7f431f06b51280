import { readFile } from 'node:fs/promises';
import { APPS, mainOf } from '../tools/build.mjs';
import { useWorld } from './use-world.js';

describe('a service in one file', () => {
  const the = useWorld();

  it.each(APPS)('serves the pages on the API of %s, which lie beside it', async (app) => {
    for (const asset of ['', '/swagger-ui.css', '/swagger-ui-bundle.js']) {
      const { status } = await fetch(`${the.world.url(app)}/api/docs${asset}`);
      expect([asset, status]).toEqual([asset, 200]);
    }
  });

  it.each(APPS)('has no crash point in %s', async (app) => {
    expect(await readFile(mainOf(app), 'utf8')).not.toMatch(/crash.point/);
  });
});
