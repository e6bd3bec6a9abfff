// Does in a real browser what a person does, against a running Mailkeep on its simulated Google.
// usage: node browser/journey.mjs <base url> <directory for screenshots>
// Ends with 0 when everything was as a person would expect it; Chromium's path may be given in CHROMIUM.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from './chromium.mjs';

const [base, shots] = process.argv.slice(2);
assert.ok(base && shots, 'usage: journey.mjs <base url> <screenshot directory>');
await mkdir(shots, { recursive: true });

const { page, close } = await openBrowser();

/** Complaints of the page itself; answers of the server that a step provokes on purpose are not among them. */
const complaints = [];
page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
page.on('console', (message) => {
  const text = message.text();
  const refused = /Failed to load resource: the server responded with a status of (400|401|404|409)/.test(
    text,
  );
  if (message.type() === 'error' && !refused) complaints.push(`console: ${text}`);
});

const button = (name) => page.getByRole('button', { name, exact: true });
const step = (text) => console.log(`- ${text}`);
const shoot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });

/** The same page as a phone and in the dark, then back. */
async function shootAll(name) {
  await shoot(`${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(`${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(300);
  await shoot(`${name}-phone`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wider, false, `${name} scrolls sideways on a phone`);
  await page.setViewportSize({ width: 1280, height: 860 });
}

/** On the simulated Google: chooses an account and decides. */
async function consent({ account = 'ada@gmail.example', gmail = true, cancel = false } = {}) {
  await page.waitForURL((url) => url.origin !== new URL(base).origin);
  await page.locator(`input[name=account][value="${account}"]`).check();
  const box = page.locator('input[name=gmail]');
  if (!gmail) await box.uncheck();
  await page.locator(cancel ? '#cancel' : '#allow').click();
  await page.waitForURL((url) => url.origin === new URL(base).origin);
}

const mailbox = () => page.evaluate(async () => (await (await fetch('/api/mailboxes')).json())[0]);
async function until(what, holds) {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const now = await holds();
    if (now) return now;
    assert.ok(Date.now() < deadline, `never: ${what}`);
    await page.waitForTimeout(500);
  }
}

try {
  step('lands on a page that says what this is');
  await page.goto(base);
  await button('Connect Gmail').first().waitFor();
  await shootAll('1-landing');

  step('cancels at Google, and is told so with a way on');
  await button('Connect Gmail').first().click();
  await page.waitForURL((url) => url.origin !== new URL(base).origin);
  const google = new URL(page.url()).origin;
  await shoot('2-simulated-google');
  await consent({ cancel: true });
  await page.getByText('You cancelled at Google').waitFor();
  assert.equal(new URL(page.url()).search, '', 'the answer of Google stays in the address');
  await shoot('3-cancelled');

  step('unticks Gmail, and is told what that means');
  await button('Try again').click();
  await consent({ gmail: false });
  await page.getByText('The Gmail permission was not ticked').waitFor();
  await shoot('4-unticked');

  step('allows it and is connected');
  await button('Try again').click();
  await consent();
  await page.waitForURL(/\/mailboxes\//);
  const home = page.url();

  step('chooses a sender, sees the plan and starts');
  await page.getByLabel('Senders').fill('boss@corp.example');
  await page.keyboard.press('Enter');
  await page
    .getByText(/\d+ messages/)
    .first()
    .waitFor();
  await shoot('5-plan');
  await button('Start keeping').click();

  step('watches the import');
  await page.getByRole('progressbar', { name: 'Import progress' }).waitFor();
  await page.getByRole('list', { name: 'Messages' }).getByRole('button').first().waitFor();
  await shootAll('6-importing');
  let last = { found: 0, stored: 0 };
  await until('the import ends', async () => {
    const { status, import: progress } = await mailbox();
    assert.ok(progress.stored <= progress.found, `stored ${progress.stored} of ${progress.found} found`);
    last = progress;
    return status === 'LIVE';
  });
  assert.equal(last.stored, last.found);
  await page.getByRole('progressbar', { name: 'Import progress' }).waitFor({ state: 'detached' });

  step('sees new mail arrive without reloading');
  const before = (await mailbox()).messages;
  const list = page.getByRole('list', { name: 'Messages' });
  const newest = await list.getByRole('button').first().innerText();
  await until('new mail is stored', async () => (await mailbox()).messages > before);
  await until(
    'new mail is shown',
    async () => (await list.getByRole('button').first().innerText()) !== newest,
  );
  await shootAll('7-live');

  step('opens a message');
  await list.getByRole('button').first().click();
  await page.getByRole('dialog', { name: 'Message' }).getByText('boss@corp.example').first().waitFor();
  await page.waitForTimeout(400);
  await shootAll('8-message');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Message' }).waitFor({ state: 'detached' });

  step('pauses, and nothing comes any more');
  await button('Pause').click();
  await button('Resume').waitFor();
  await until('it is paused', async () => (await mailbox()).status === 'PAUSED');
  await page.waitForTimeout(1_500);
  const paused = (await mailbox()).messages;
  await page.waitForTimeout(12_000);
  assert.equal((await mailbox()).messages, paused, 'mail was stored while paused');
  await shoot('9-paused');

  step('resumes, looks now and lists everything again');
  await button('Resume').click();
  await until('what came meanwhile is stored', async () => (await mailbox()).messages > paused);
  await button('Look now').click();
  await button('More actions').click();
  await page.getByRole('menuitem', { name: 'Resync…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resync', exact: true }).click();
  await until('the resync ends', async () => {
    const runs = await page.evaluate(
      async (id) => (await fetch(`/api/mailboxes/${id}/runs`)).json(),
      (await mailbox()).id,
    );
    return runs.some((run) => run.kind === 'RESYNC' && run.outcome === 'DONE');
  });
  await page.getByRole('tab', { name: /Activity/ }).click();
  await page.getByText('Resync').first().waitFor();
  await shootAll('10-activity');

  step('comes back by signing in, without a new grant');
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await button('Sign in').first().click();
  await consent();
  await page.waitForURL(/\/mailboxes\//);

  step('loses the grant, is told once, and reconnects');
  await fetch(`${google}/control/revoke`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account: 'ada@gmail.example' }),
  });
  await page.evaluate(() => fetch('/api/session'));
  await page.getByRole('button', { name: 'Reconnect' }).first().waitFor();
  await shootAll('11-needs-reconnect');
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await page.waitForTimeout(400);
  await shoot('12-notifications');
  await page.keyboard.press('Escape');
  const told = await page.evaluate(async () => (await (await fetch('/api/notifications')).json()).length);
  assert.equal(told, 1, 'the revocation was not told exactly once');
  await page.getByRole('button', { name: 'Reconnect' }).first().click();
  await consent({ account: 'grace@gmail.example' });
  await page.getByText('That is another account').waitFor();
  await page.getByText('grace@gmail.example').first().waitFor();
  await button('Reconnect').click();
  await consent();
  await page.waitForURL(/\/mailboxes\//);
  await until('it is live again', async () => (await mailbox()).status === 'LIVE');

  step('disconnects and gets a receipt');
  await page.goto(home);
  await button('More actions').click();
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
  await page.getByLabel(/to confirm/).fill('ada@gmail.example');
  await shoot('13-disconnect');
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page.waitForURL(/\/receipts\//);
  const receipt = page.url().split('/').at(-1);
  await until('the receipt is complete', async () => {
    const now = await page.evaluate(async (id) => (await fetch(`/api/receipts/${id}`)).json(), receipt);
    return now.revokedAtGoogle && now.messagesDeleted > 0 && now.workflowEnded;
  });
  await page.waitForTimeout(2_500);
  await shootAll('14-receipt');

  assert.deepEqual(complaints, [], 'the browser complained');
  console.log('Everything was as a person would expect it.');
} catch (failure) {
  await shoot('failure').catch(() => undefined);
  console.error(failure);
  if (complaints.length) console.error(complaints);
  process.exitCode = 1;
} finally {
  await close();
}
