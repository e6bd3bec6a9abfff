// Uses Mailkeep in a real browser as a person does, with its simulated Google.
// usage: node browser/journey.mjs <base url> <directory for screenshots>
// Exits with 0 if everything was as a person would expect. CHROMIUM may name the path of Chromium.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openBrowser } from './chromium.mjs';

const [base, shots] = process.argv.slice(2);
assert.ok(base && shots, 'usage: journey.mjs <base url> <screenshot directory>');
await mkdir(shots, { recursive: true });

const { context, page, close } = await openBrowser();
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Errors of the page itself, without the answers of the server that a step provokes on purpose. */
const errors = [];
let offline = false;
page.on('pageerror', (error) => errors.push(`page error: ${error.message}`));
page.on('console', (message) => {
  const text = message.text();
  const refused = /Failed to load resource: the server responded with a status of (400|401|404|409|412)/.test(
    text,
  );
  if (message.type() === 'error' && !refused && !offline) errors.push(`console: ${text}`);
});

const button = (name) => page.getByRole('button', { name, exact: true });
const step = (text) => console.log(`- ${text}`);
const shoot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });

/** Takes the page in light, in dark and on a phone. */
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

/** Asserts that axe finds nothing on the screen, in light and in dark, contrast included. */
async function accessible(name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(200);
    await page.evaluate(axeSource);
    const found = await page.evaluate(async () => {
      const { violations } = await window.axe.run(document.body, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      });
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
    });
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Opens a menu, checks it and closes it. */
async function checkMenu(name, shot) {
  await page.getByRole('button', { name }).click();
  await page.getByRole('menu').waitFor();
  await page.waitForTimeout(300);
  await accessible(`the menu ${name}`);
  if (shot) await shoot(shot);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

/** Pastes text into the field that has the focus. */
const paste = (text) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);

/** Chooses an account at the simulated Google, and allows or cancels. */
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
  step('opens the home page');
  await page.goto(base);
  await button('Connect Gmail').first().waitFor();
  await shootAll('1-landing');

  step('cancels at Google, reads so and can try again');
  await button('Connect Gmail').first().click();
  await page.waitForURL((url) => url.origin !== new URL(base).origin);
  const google = new URL(page.url()).origin;
  await shoot('2-simulated-google');
  await consent({ cancel: true });
  await page.getByText('You cancelled at Google').waitFor();
  assert.equal(new URL(page.url()).search, '', "Google's answer stays in the address");
  await shoot('3-cancelled');

  step('unticks Gmail and reads what that means');
  await button('Try again').click();
  await consent({ gmail: false });
  await page.getByText("You didn't allow Mailkeep to read Gmail").waitFor();
  await shoot('4-unticked');

  step('allows it and is connected');
  await button('Try again').click();
  await consent();
  await page.waitForURL(/\/mailboxes\//);
  const home = page.url();

  step('pastes text that is not a sender, and each piece has its problem beside it');
  await page.getByLabel('Senders').focus();
  await paste('"Hopper, Grace" <grace@corp.example>, gmail.com; Mum mum@family.example');
  await page.getByText('gmail.com: ').waitFor();
  await page.getByText('Mum mum@family.example: ').waitFor();
  assert.equal(await button('Save and import').isDisabled(), true, 'invalid senders can be saved');
  await shootAll('5-pasted');
  await accessible('pasted senders');
  const takeOut = page.getByRole('button', { name: /^Take out/ });
  while ((await takeOut.count()) > 0) await takeOut.first().click();

  step('chooses a sender, sees the plan and starts');
  await page.getByLabel('Senders').fill('boss@corp.example');
  await page.keyboard.press('Enter');
  await page
    .getByText(/\d+ messages/)
    .first()
    .waitFor();
  await shoot('5-plan');
  await button('Save and import').click();

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

  step('follows a link to a message far down the list');
  const oldest = await page.evaluate(
    async (id) => {
      let cursor = '';
      for (;;) {
        const next = cursor && `&cursor=${encodeURIComponent(cursor)}`;
        const answer = await (await fetch(`/api/mailboxes/${id}/messages?limit=100${next}`)).json();
        if (!answer.nextCursor) return answer.items.at(-1).messageId;
        cursor = answer.nextCursor;
      }
    },
    (await mailbox()).id,
  );
  await page.goto(`${home}?message=${oldest}`);
  await page.getByRole('dialog', { name: 'Message' }).getByText(oldest).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Message' }).waitFor({ state: 'detached' });

  step('filters, and Back undoes it');
  await page.getByLabel('Search messages').fill('no such words anywhere');
  await page.getByText('No saved messages match').waitFor();
  await page.goBack();
  await list.getByRole('button').first().waitFor();
  assert.equal(await page.getByLabel('Search messages').inputValue(), '');

  step('opens every menu, and the explanation of what is verified');
  await checkMenu('Appearance', '8-menu-appearance');
  await checkMenu(/^Account/);
  await checkMenu('More actions');
  await checkMenu('Export');
  await button('What does that mean?').click();
  await page.getByRole('dialog', { name: 'What does that mean?' }).waitFor();
  await page.waitForTimeout(300);
  await accessible('what verified means');
  await shootAll('8-verified');
  await page.keyboard.press('Escape');

  step('loses the connection and reads since when');
  offline = true;
  await context.setOffline(true);
  await page.getByText(/No answer from Mailkeep since/).waitFor();
  assert.equal(
    await page.getByText('Live', { exact: true }).count(),
    0,
    'something is live without a connection',
  );
  await shootAll('8-no-connection');
  await accessible('no connection');
  await context.setOffline(false);
  await page.getByText(/No answer from Mailkeep since/).waitFor({ state: 'detached' });
  await page.getByText('Live', { exact: true }).first().waitFor();
  offline = false;

  step('changes the senders while another tab does, and keeps both changes');
  const watched = async () => (await mailbox()).senders.join(' ');
  const other = await context.newPage();
  await other.goto(home);
  await page.goto(`${home}?tab=senders`);
  await page
    .getByText(/\d messages?, last/)
    .first()
    .waitFor();
  await shootAll('8-senders');
  let faster = true;
  await page.route('**/senders', async (route) => {
    if (route.request().method() === 'PUT' && faster) {
      faster = false;
      await other.evaluate(
        async (id) => {
          const token = decodeURIComponent(/XSRF-TOKEN=([^;]*)/.exec(document.cookie)[1]);
          const answer = await fetch(`/api/mailboxes/${id}/senders`, {
            method: 'PUT',
            headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token },
            body: JSON.stringify({ senders: ['boss@corp.example', 'friend@corp.example'] }),
          });
          if (!answer.ok) throw new Error(`the other tab got ${answer.status}`);
        },
        (await mailbox()).id,
      );
    }
    await route.continue();
  });
  await page.getByLabel('Senders').fill('new@corp.example');
  await page.keyboard.press('Enter');
  await button('Save and import').click();
  await page.getByRole('dialog', { name: 'The senders changed in the meantime' }).waitFor();
  await page.waitForTimeout(300);
  await shootAll('8-merge');
  await accessible('the merge');
  await button('Apply both').click();
  await until(
    'both changes hold',
    async () => (await watched()) === 'boss@corp.example friend@corp.example new@corp.example',
  );
  await page.unroute('**/senders');
  await other.close();

  step('removes a sender and still finds its mail');
  await page.goto(`${home}?tab=senders`);
  await button('Remove boss@corp.example').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await until('it is removed', async () => !(await watched()).includes('boss'));
  await page.goto(home);
  await page.getByLabel('Sender', { exact: true }).selectOption('boss@corp.example');
  await list.getByRole('button').first().waitFor();
  await shoot('8-removed-sender');
  await page.goto(`${home}?tab=senders`);
  await page.getByLabel('Senders').fill('boss@corp.example');
  await page.keyboard.press('Enter');
  await button('Save and import').click();
  await until('it is back', async () => (await watched()).includes('boss'));
  await until('the import ends', async () => (await mailbox()).status === 'LIVE');

  step('meets an address that does not exist');
  const nowhere = await page.goto(`${base}/nowhere`);
  assert.equal(nowhere.status(), 404);
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await shoot('8-nowhere');
  await page.goto(home);

  step('pauses, and no mail arrives any more');
  await button('Pause').click();
  await button('Resume').waitFor();
  await until('it is paused', async () => (await mailbox()).status === 'PAUSED');
  await page.waitForTimeout(1_500);
  const paused = (await mailbox()).messages;
  await page.waitForTimeout(12_000);
  assert.equal((await mailbox()).messages, paused, 'mail was stored while paused');
  await shoot('9-paused');

  step('resumes, checks now and resyncs');
  await button('Resume').click();
  await until('mail that came meanwhile is stored', async () => (await mailbox()).messages > paused);
  await button('Check now').click();
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
  await button('Sign in').first().waitFor();
  await page.goto(`${home}?tab=activity`);
  await button('Sign in to continue').waitFor();
  await shootAll('10-sign-in-to-continue');
  await button('Sign in to continue').click();
  await consent();
  await page.waitForURL(/\/mailboxes\/[^?]*\?tab=activity$/);

  step('loses the grant, gets one notification and reconnects');
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
  assert.equal(told, 1, 'there is not exactly one notification of the revocation');
  await page.getByRole('button', { name: 'Reconnect' }).first().click();
  await consent({ account: 'grace@gmail.example' });
  await page.getByText('That is another account').waitFor();
  await page.getByText('grace@gmail.example').first().waitFor();
  await button('Reconnect').click();
  await consent();
  await page.waitForURL(/\/mailboxes\//);
  await until('it is live again', async () => (await mailbox()).status === 'LIVE');
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
  await page.getByRole('button', { name: /^Notifications/ }).click();
  await page
    .getByRole('dialog', { name: /^Notifications/ })
    .getByText('Recovered')
    .waitFor();
  await page.waitForTimeout(400);
  await accessible('the notifications');
  await shoot('12-recovered');
  await page.keyboard.press('Escape');

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

  step('deletes the account and reads that it is deleted');
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Delete account…' }).click();
  await page.getByRole('checkbox').check();
  await button('Delete account').click();
  await page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
  await accessible('the page after deleting the account');
  await shootAll('15-goodbye');

  assert.deepEqual(errors, [], 'the browser reported errors');
  console.log('Everything was as a person would expect.');
} catch (failure) {
  await shoot('failure').catch(() => undefined);
  console.error(failure);
  if (errors.length) console.error(errors);
  process.exitCode = 1;
} finally {
  await close();
}
