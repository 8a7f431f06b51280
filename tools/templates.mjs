// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { compiled } from './support/compiled.mjs';
import { inRoot } from './support/paths.mjs';
import { runTool } from './support/tool.mjs';

const APP = 'notification-service';

/** Turns the MJML of our own templates into the HTML that the service starts with. */
await runTool(async () => {
  await ensureBuilt([APP]);
  const { compiledAhead } = await compiled(APP, 'apps', APP, 'src', 'templates', 'compile-ahead.js');
  const letters = inRoot('apps', APP, 'src', 'templates', 'letters');
  for (const [path, html] of await compiledAhead(letters)) writeFileSync(join(letters, path), html);
});
