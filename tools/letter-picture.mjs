// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { compiled } from './support/compiled.mjs';
import { inRoot } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { ToolError, runTool } from './support/tool.mjs';

const APP = 'notification-service';
const PICTURE = inRoot('docs', 'images', 'order-confirmed.png');
const SIZE = '640,560';
const TIME_LIMIT_MS = 60_000;

/** The mail that confirms an order, as a mail program gets it. */
async function letter() {
  const path = ['apps', APP, 'src', 'templates'];
  const { loadTemplates } = await compiled(APP, ...path, 'load-templates.js');
  const { Templates } = await compiled(APP, ...path, 'templates.js');
  const { SAMPLES } = await compiled(APP, ...path, 'domain', 'samples.js');
  const templates = new Templates(await loadTemplates({ defaultLocale: 'en', directory: undefined }));
  return templates.render('order-confirmed', 'EMAIL', 'en', SAMPLES['order-confirmed'][0]).html;
}

/** Takes the picture in `docs/notifications.md` with the Chromium named by `CHROMIUM`, by default the one in the path. */
await runTool(async () => {
  await ensureBuilt([APP]);
  const directory = mkdtempSync(join(tmpdir(), 'letter-'));
  try {
    const page = join(directory, 'letter.html');
    writeFileSync(page, await letter());
    await photograph(page, join(directory, 'profile'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** @param {string} page @param {string} profile */
async function photograph(page, profile) {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--hide-scrollbars',
    `--user-data-dir=${profile}`,
    `--window-size=${SIZE}`,
    `--screenshot=${PICTURE}`,
    page,
  ];
  const { ok, stderr, reason } = await run(process.env['CHROMIUM'] ?? 'chromium', flags, {
    timeoutMs: TIME_LIMIT_MS,
  });
  if (!ok) throw new ToolError(`Chromium took no picture: ${reason || stderr}`);
}
