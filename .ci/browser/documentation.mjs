// The interactive documentation of a demonstration: somebody follows what is said at its beginning, with one dialog and nothing
// pasted, on a wide screen and on a telephone, in light and in dark colours.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

/** Starts a demonstration; resolves to its address, the client of its body, and how to stop it. */
async function demonstration(program, folder) {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TOUCHSTONE_')));
  const server = spawn(program, ['serve', '--demo', '--bind', '127.0.0.1:0'], {
    env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  for await (const piece of server.stdout.iterator({ destroyOnReturn: false })) {
    printed += piece;
    if (printed.includes('# 5. ')) break;
  }
  server.stdout.resume();
  const [, id, secret] = printed.match(/^ {2}body .*\n {4}id {6}(\S+)\n {4}secret {2}(\S+)/m);
  const url = printed.match(/listening on (\S+)/)[1];
  const stop = () => new Promise((stopped) => server.once('exit', stopped) && server.kill('SIGTERM'));
  return { url, id, secret, stop };
}

/** Follows a link at the beginning to an operation, presses its button, and gives the status and the text of the answer. */
async function execute(page, tag, operation, mediaType) {
  await page.click(`.begin a[href="#/${encodeURIComponent(tag)}/${operation}"]`);
  const block = page.locator(`#operations-${tag.replaceAll(' ', '_')}-${operation}`);
  await block.locator('button.execute').waitFor();
  assert.ok(await block.evaluate((element) => element.getBoundingClientRect().top < innerHeight), `${operation} is not gone to`);
  if (mediaType) await block.locator('.opblock-section-request-body select').selectOption(mediaType);
  await block.locator('button.execute').click();
  const row = block.locator('.live-responses-table tbody tr').first();
  await row.waitFor();
  const status = Number((await row.locator('.response-col_status').first().innerText()).trim().slice(0, 3));
  return { status, text: await row.innerText() };
}

async function follow(page, { id, secret }) {
  await page.goto('/docs/');
  await page.locator('.opblock').first().waitFor();
  await page.click('#authorise');
  const dialog = page.locator('.modal-ux');
  assert.equal(await dialog.locator('.auth-container').count(), 1, 'there is one way to authorise');
  await dialog.getByLabel('client_id').fill(id);
  const field = dialog.getByLabel('client_secret');
  assert.equal(await field.getAttribute('type'), 'password', 'a secret is not shown');
  await field.fill(secret);
  await dialog.locator('button.authorize').click();
  await dialog.getByText('Authorized', { exact: true }).waitFor();
  await dialog.locator('button.close-modal').click();
  const done = async (...how) => {
    const { status, text } = await execute(page, ...how);
    assert.ok(status >= 200 && status < 300, `${how}: ${text}`);
    return text;
  };
  assert.match(await done('candidates', 'assess_eligibility'), /"eligible"/);
  assert.match(await done('results', 'create_result'), /"outcome": "pass"/);
  assert.match(await done('verifications', 'verify_certificate'), /"status": "valid"/);
  for (const mediaType of ['application/x-ndjson', 'text/csv']) {
    await done('result batches', 'create_result_batch', mediaType);
  }
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  assert.ok(overflow <= 0, `the documentation scrolls sideways by ${overflow} pixels`);
}

/** By how much the first words stand out from what is behind the page, and behind the operations, as WCAG 2 counts. */
async function contrasts(page) {
  return await page.evaluate(() => {
    const light = (colour) => {
      const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
      const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => linear(Number(part)));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = getComputedStyle(document.documentElement).backgroundColor;
    const over = (selector) => {
      const two = [light(getComputedStyle(document.querySelector(selector)).color), light(behind)].sort((a, b) => b - a);
      return (two[0] + 0.05) / (two[1] + 0.05);
    };
    return { behind: light(behind), least: Math.min(...['.begin', '.begin a', '.swagger-ui .info .title'].map(over)) };
  });
}

export async function documentation(open, program, folder, appearances, isWalked) {
  const demo = await demonstration(program, folder);
  try {
    for (const [colorScheme, width] of [['light', 1280], ['dark', 1280], ['light', 375], ['dark', 375]]) {
      const options = { baseURL: demo.url, locale: 'en', colorScheme, viewport: { width, height: 800 } };
      const { page, finish } = await open(options);
      await page.goto('/docs/');
      await page.locator('.opblock').first().waitFor();
      await appearances.look(page, 'documentation', `en-${colorScheme}-${width}`, false);
      const { behind, least } = await contrasts(page);
      assert.ok(colorScheme === 'dark' ? behind < 0.05 : behind > 0.8, `${colorScheme}: ${behind}`);
      assert.ok(least >= 4.5, `${colorScheme}: a contrast of ${least}`);
      if (isWalked && (colorScheme === 'dark') === (width === 375)) await follow(page, demo);
      await finish();
    }
  } finally {
    await demo.stop();
  }
  if (isWalked) console.log('who begins with the documentation authorises once, registers and verifies, wide and narrow, light and dark');
}
