import { freePorts, Shop, startWorld, type World } from '@app/testing';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../tools/infra/browser/open-browser.mjs';

const PAGE_PATIENCE_MS = 120_000;

/** The mailbox that `npm start` has, on ports of its own. */
async function startMailbox(
  directory: string,
): Promise<{ process: ChildProcess; smtp: number; url: string }> {
  const [smtp = 0, web = 0] = await freePorts(2);
  const script = join('tools', 'infra', 'mailbox', 'server.mjs');
  const process = fork(script, [String(smtp), String(web)], {
    env: { TMPDIR: directory },
    execArgv: [],
    silent: true,
  });
  await once(process, 'message');
  return { process, smtp, url: `http://127.0.0.1:${web}` };
}

describe('the page of the mailbox', () => {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-mailbox-'));
  let mailbox: Awaited<ReturnType<typeof startMailbox>>;
  let world: World;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    mailbox = await startMailbox(directory);
    world = await startWorld({ environment: { SMTP_PORT: String(mailbox.smtp) } });
    browser = await openBrowser(process.env['CHROMIUM_PATH'] ?? '');
    page = await browser.newPage();
    page.setDefaultTimeout(PAGE_PATIENCE_MS);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.end();
    if (mailbox?.process.kill()) await once(mailbox.process, 'exit'); // before its files go
    rmSync(directory, { recursive: true, force: true });
  });

  it('shows the mail that confirms an order: its number, its lines and its total', async () => {
    const shop = new Shop(world);
    await shop.stock({ lamp: 5, rug: 5 });
    const { id } = await shop.place({ lamp: 2, rug: 1 });
    await shop.reaches(id, 'CONFIRMED');
    await world.settled();

    await page.goto(mailbox.url);
    await page.getByText(`Your order ${id} is confirmed`).first().click();

    const mail = page.frameLocator('iframe').locator('body');
    // The first is what an inbox shows beside the subject, and hidden here.
    await mail.getByText(id).filter({ visible: true }).first().waitFor();
    const shown = await mail.innerText();
    expect(shown).toContain(id);
    expect(shown).toMatch(/2\D*lamp|lamp\D*2/);
    expect(shown).toContain(shop.product('rug'));
    expect(shown).toContain('39.98');
    expect(shown).toContain('59.97');
  });
});
