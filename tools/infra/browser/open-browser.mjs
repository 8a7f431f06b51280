// @ts-check

// As root there is no sandbox; the rest keeps it from talking to anybody but the page.
const ALONE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a Chromium without a window. @param {string} executablePath */
export async function openBrowser(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: ALONE });
}
