// Connects in a real browser with Google's popup: a page that embeds `@react-oauth/google`, at the address and with the headers
// of a running Mailkeep (GOOGLE_POPUP=on, with its simulated Google), and with a stand-in for Google's script.
// usage: node browser/popup.mjs <base url> <directory for screenshots>
// Exits with 0 if everything was as a person would expect. CHROMIUM may name the path of Chromium.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { openBrowser } from './chromium.mjs';

const [base, shots] = process.argv.slice(2);
assert.ok(base && shots, 'usage: popup.mjs <base url> <screenshot directory>');
await mkdir(shots, { recursive: true });

const PATH = '/popup-test/';
const CLIENT = 'simulated-client';
const GOOGLES_SCRIPT = 'https://accounts.google.com/gsi/client';
const TYPES = { '.js': 'text/javascript', '.css': 'text/css' };

const built = await mkdtemp(join(tmpdir(), 'mailkeep-popup-'));
await build({
  configFile: false,
  logLevel: 'warn',
  root: fileURLToPath(new URL('./popup', import.meta.url)),
  base: PATH,
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('../src', import.meta.url)) } },
  html: { cspNonce: '__CSP_NONCE__' },
  build: { outDir: built, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022' },
});

// Without this Playwright turns the popup blocker off.
const { context, page, close } = await openBrowser({ ignoreDefaultArgs: ['--disable-popup-blocking'] });

/** Errors of the page itself, without the answers of the server that a step provokes on purpose. */
const errors = [];
page.on('pageerror', (error) => errors.push(`page error: ${error.message}`));
page.on('console', (message) => {
  const text = message.text();
  const refused = /Failed to load resource: the server responded with a status of 400/.test(text);
  if (message.type() === 'error' && !refused) errors.push(`console: ${text}`);
});

const step = (text) => console.log(`- ${text}`);
const shoot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });
const button = page.getByRole('button', { name: 'Connect Gmail' });
const reads = (words) => page.getByRole('status').getByText(words).waitFor();
const session = () => page.evaluate(async () => (await fetch('/api/session')).json());
const mailboxes = () => page.evaluate(async () => (await fetch('/api/mailboxes')).json());

/** The headers that Mailkeep sends with its own page. */
async function pagesHeaders() {
  const { headers } = await fetch(base);
  const kept = [...headers].filter(([name]) => !/^(content-(length|encoding)|transfer-encoding)$/.test(name));
  return Object.fromEntries(kept);
}

async function serve(route) {
  const { pathname } = new URL(route.request().url());
  if (pathname !== PATH) {
    const body = await readFile(join(built, 'assets', basename(pathname)));
    return route.fulfill({ body, contentType: TYPES[extname(pathname)] });
  }
  const headers = await pagesHeaders();
  const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'])?.[1];
  assert.ok(nonce, 'the policy has no nonce');
  const html = await readFile(join(built, 'index.html'), 'utf8');
  return route.fulfill({ headers, body: html.replaceAll('__CSP_NONCE__', nonce) });
}

/** Presses the button and waits for Google's window. */
async function openPopup() {
  const opened = context.waitForEvent('page');
  await button.click();
  const popup = await opened;
  await popup.locator('#allow').waitFor();
  return popup;
}

async function consent(popup, { account, gmail = true, cancel = false }) {
  await popup.locator(`input[name=account][value="${account}"]`).check();
  if (!gmail) await popup.locator('input[name=gmail]').uncheck();
  const gone = popup.waitForEvent('close');
  await popup.locator(cancel ? '#cancel' : '#allow').click();
  await gone;
}

try {
  await page.goto(base);
  const google = await page.evaluate(async () => {
    await fetch('/api/session');
    const token = /XSRF-TOKEN=([^;]+)/.exec(document.cookie)[1];
    const answer = await fetch('/auth/google/start', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token },
      body: '{}',
    });
    return new URL((await answer.json()).authorizationUrl).origin;
  });
  const script = await (await fetch(`${google}/gsi/client`)).text();
  await context.route(`${base}${PATH}**`, serve);
  await context.route(GOOGLES_SCRIPT, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  );
  // No request may reach the real Google.
  await context.route(
    (url) => url.hostname.endsWith('google.com') && url.href !== GOOGLES_SCRIPT,
    (route) => route.abort(),
  );

  step("loads Google's script under the page's own policy");
  await page.goto(`${base}${PATH}?client=${CLIENT}`);
  await button.waitFor();

  step("closes Google's window, reads so and can press the button again");
  const closed = await openPopup();
  assert.equal(new URL(closed.url()).origin, google);
  await reads("Waiting for Google's window…");
  assert.ok(await button.isDisabled());
  await closed.close();
  await reads("You closed Google's window. Nothing was connected.");
  assert.ok(await button.isEnabled());
  await shoot('20-popup-closed');

  step('cancels there and reads so');
  await consent(await openPopup(), { account: 'ada@gmail.example', cancel: true });
  await reads('You cancelled at Google.');
  assert.ok(await button.isEnabled());

  step('unticks Gmail and reads what that means');
  await consent(await openPopup(), { account: 'ada@gmail.example', gmail: false });
  await reads("You didn't allow Mailkeep to read Gmail.");
  assert.equal((await session()).user, undefined);

  step('allows it, and is signed in with a mailbox');
  const popup = await openPopup();
  await popup.screenshot({ path: join(shots, '21-popup.png') });
  await consent(popup, { account: 'ada@gmail.example' });
  await reads('Connected ada@gmail.example.');
  assert.ok(await button.isEnabled());
  await shoot('22-popup-connected');
  assert.equal((await session()).user.email, 'ada@gmail.example');
  assert.deepEqual(
    (await mailboxes()).map(({ email }) => email),
    ['ada@gmail.example'],
  );

  step('connects a second account, and the first one again without a second mailbox of it');
  await consent(await openPopup(), { account: 'grace@gmail.example' });
  await reads('Connected grace@gmail.example.');
  await consent(await openPopup(), { account: 'ada@gmail.example' });
  await reads('Connected ada@gmail.example.');
  assert.equal((await mailboxes()).length, 2);

  step("reads that the browser blocked Google's window");
  // Clicks by script. Browsers allow a window for five seconds after a real click, and every call of Playwright to the page
  // counts as one, so the test makes none meanwhile.
  await page.evaluate(() => {
    const watch = setInterval(() => {
      if (navigator.userActivation.isActive) return;
      clearInterval(watch);
      document.querySelector('button').click();
    }, 50);
  });
  await page.waitForTimeout(7_000);
  await reads("The browser blocked Google's window. Allow popups for this page and try again.");
  assert.ok(await button.isEnabled());
  assert.equal(context.pages().length, 1);
  await shoot('23-popup-blocked');

  assert.deepEqual(errors, [], 'the browser reported errors');
  console.log('Everything was as a person would expect.');
} catch (failure) {
  await shoot('popup-failure').catch(() => undefined);
  console.error(failure);
  if (errors.length) console.error(errors);
  process.exitCode = 1;
} finally {
  await close();
  await rm(built, { recursive: true, force: true });
}
