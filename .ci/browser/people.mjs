// What people do who sign in, in a browser with a passkey of its own: `node people.mjs PROGRAM`. On the demonstration, whose
// links sign the first of them in.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [program] = process.argv.slice(2);

/** A port that nobody has: passkeys belong to an address that is known before the start. */
const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

/** Starts the demonstration; resolves to its address, the links that sign in, and how to stop it. */
async function start() {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = spawn(program, ['serve', '--demo', '--bind', `127.0.0.1:${port}`, '--public-url', url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const links = [];
  for await (const line of createInterface({ input: server.stdout })) {
    const link = line.match(/\/sign-in\/\S+/);
    if (link) links.push(url + link[0]);
    if (links.length === 2) break;
  }
  server.stdout.resume();
  return { url, links, stop: () => new Promise((over) => server.once('exit', over) && server.kill('SIGTERM')) };
}

/** A device that keeps passkeys, and whose owner says yes. */
async function device(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
}

async function isAccessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run());
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  assert.deepEqual(told, [], page.url());
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} px wider than the window`);
}

/** An administrator lets somebody in; that one makes a passkey, registers a candidate and a result, and comes back. */
async function works(browser, { url, links: [administrator] }) {
  const office = await browser.newPage();
  await office.goto(administrator);
  await office.getByRole('link', { name: 'People' }).first().click();
  await office.getByRole('link', { name: 'Invite a person' }).click();
  await office.getByLabel('Name').fill('Mira Novák');
  await office.getByLabel('E-mail').fill('mira@nordlicht.example');
  await office.getByLabel('Role').selectOption({ label: 'staff' });
  await office.getByRole('button', { name: 'Invite a person' }).click();
  const link = await office.getByLabel('The link').inputValue();
  const context = await browser.newContext();
  const page = await context.newPage();
  await device(page);
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(link);
  await isAccessible(page);
  await page.getByLabel('Name', { exact: true }).last().fill('This machine');
  await page.getByRole('button', { name: 'Create my passkey' }).click();
  await page.waitForURL(`${url}/desk`);
  assert.match(await page.locator('.who').innerText(), /Mira Novák/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${url}/sign-in`);
  await isAccessible(page);
  await page.getByRole('button', { name: 'Use my passkey' }).click();
  await page.waitForURL(`${url}/desk`);
  await page.getByRole('link', { name: 'Candidates' }).first().click();
  await page.getByRole('link', { name: 'Register a candidate' }).click();
  await page.getByLabel('Family name').fill('Solberg');
  await page.getByLabel('Given names').fill('Åse');
  await page.getByLabel('Day of birth').fill('1991-04-02');
  await page.getByRole('button', { name: 'Register a candidate' }).click();
  assert.match(await page.locator('h1').innerText(), /Åse Solberg/);
  await page.getByRole('link', { name: 'Enter a result' }).click();
  await page.getByLabel('Qualification').selectOption({ label: 'Foundation' });
  await page.getByLabel('Day of the sitting').fill('2026-03-02');
  await page.getByLabel('Marks').fill('31');
  await page.getByRole('button', { name: 'Enter a result' }).click();
  assert.match(await page.locator('.panel').innerText(), /Registered[\s\S]*Outcome: pass\.[\s\S]*Certificate: /);
  await isAccessible(page);
  await page.getByRole('link', { name: 'Back to the candidate' }).click();
  const candidate = new URL(page.url()).pathname;
  assert.deepEqual(errors, [], 'the browser complains of nothing');
  return { context, candidate };
}

/** Every page of the desk, wide and narrow, light and dark, in two languages, and without JavaScript. */
async function looksWell(browser, { url, links: [, registrar] }, { context, candidate }) {
  const state = await context.storageState();
  const own = ['/desk', '/desk/account', '/desk/role', '/desk/confirm', '/desk/candidates', '/desk/candidates/register'];
  const pages = [...own, candidate, `${candidate}/results`];
  for (const [width, colorScheme, language] of [[1280, 'light', 'en'], [375, 'dark', 'de']]) {
    const other = await browser.newContext({ storageState: state, viewport: { width, height: 800 }, colorScheme });
    const page = await other.newPage();
    for (const path of pages) {
      await page.goto(`${url}${path}?lang=${language}`);
      await isAccessible(page);
    }
    await page.goto(registrar);
    for (const path of ['/desk', '/desk/people', '/desk/people/invite']) {
      await page.goto(`${url}${path}?lang=${language}`);
      await isAccessible(page);
    }
    await page.locator('th a').first().or(page.locator('h1')).first().waitFor();
    await other.close();
  }
  const plain = await browser.newContext({ storageState: state, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`${url}/sign-in`);
  await page.goto(`${url}/desk/candidates`);
  assert.equal(await page.locator('h1').innerText(), 'Candidates', 'all but the passkey works without JavaScript');
}

const registry = await start();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
try {
  const signedIn = await works(browser, registry);
  console.log('somebody is let in, makes a passkey, signs out and in, and registers a candidate and a result');
  await looksWell(browser, registry, signedIn);
  console.log('every page of the desk is accessible, wide and narrow, light and dark, in two languages');
} finally {
  await browser.close();
  await registry.stop();
}
