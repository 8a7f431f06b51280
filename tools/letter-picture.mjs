// @ts-check
import { ensureBuilt } from './build.mjs';
import { chromiumPath } from './infra/browser/chromium.mjs';
import { openBrowser } from './infra/browser/open-browser.mjs';
import { compiled } from './support/compiled.mjs';
import { inRoot } from './support/paths.mjs';
import { runTool } from './support/tool.mjs';

const APP = 'notification-service';
const PICTURE = inRoot('docs', 'images', 'order-confirmed.png');
const SIZE = { width: 640, height: 560 };

/** The mail that confirms an order, as a mail program gets it. */
async function letter() {
  const path = ['apps', APP, 'src', 'templates'];
  const { loadTemplates } = await compiled(APP, ...path, 'load-templates.js');
  const { Templates } = await compiled(APP, ...path, 'templates.js');
  const { SAMPLES } = await compiled(APP, ...path, 'domain', 'samples.js');
  const templates = new Templates(await loadTemplates({ defaultLocale: 'en', directory: undefined }));
  const [data] = SAMPLES['order-confirmed'];
  return templates.htmlOf({ template: 'order-confirmed', locale: 'en', data });
}

/** Takes the picture in `docs/notifications.md`. */
await runTool(async () => {
  await ensureBuilt([APP]);
  const browser = await openBrowser(await chromiumPath(process.env));
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.setContent(await letter());
    await page.screenshot({ path: PICTURE });
  } finally {
    await browser.close();
  }
});
