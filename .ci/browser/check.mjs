// The ways of an employer, a buyer, a student and a body through the pages, and whether everybody can take them: every page in every language, light and dark,
// wide and narrow, judged by axe-core, without an error, a request to another host, or scrolling sideways.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { APPEARANCES, Appearances } from './appearance.mjs';
import { documentation } from './documentation.mjs';
import { altered, employer } from './employer.mjs';
import { start } from './registry.mjs';
import { body, buyer, student } from './visitors.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const [program, folder, screenshots] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });

/** `compare` and `update` look at what is compared with references, and at nothing else. */
const only = process.env.APPEARANCES;
const appearances = new Appearances(only === 'update');
const registry = await start(program, folder);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS }).catch(async (error) => {
  await registry.stop();
  throw error;
});

/** A page whose errors and requests are watched; `finish` fails if there was anything wrong. */
async function open(options = {}) {
  const { baseURL = registry.url } = options;
  const context = await browser.newContext({ baseURL, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // Chromium reports an answer of 404 or 422 here, which is what these pages answer on purpose.
    const expected = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (!expected && ['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL)) wrong.push(`another host: ${request.url()}`);
  });
  const finish = async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  };
  return { page, finish };
}

/** The addresses of all pages, and of what they say of every status. */
function addresses({ certificates: { valid, listed, suspended, withdrawn, expired }, held, directory }) {
  return {
    ...held, ...directory, 'holder-gone': '/holder/ts_link_nonsense',
    home: '/', verify: '/verify', mistake: '/verify?number=7K3M-9QXP-T2VD', valid: `/verify/${valid}`,
    listed: `/verify/${listed}`, suspended: `/verify/${suspended}`, withdrawn: `/verify/${withdrawn}`,
    expired: `/verify/${expired}`, unknown: '/verify/0000-0000-0003', 'verify-organisation': '/verify/organisation',
    'organisation-unknown': '/verify/organisation?number=ALD-9999', 'organisation-mistyped': '/o/000-000-000', mistyped: '/verify/0000-0000-0000',
    earlier: `/verify/${withdrawn}?on=2015-12-31`, 'wrong-day': `/verify/${valid}?on=2199-01-01`,
    before: `/verify/${valid}?on=2015-05-31`, foundation: '/qualifications/foundation',
    practitioner: '/qualifications/practitioner', auditor: '/qualifications/auditor', missing: '/verify/a/b',
    qualifications: '/qualifications', search: '/search?q=a', 'search-nothing': '/search?q=zzzz',
    bodies: '/bodies', 'bodies-wrong': '/bodies?country=XX', 'bodies-none': '/bodies?country=JP&status=listed',
    body: '/bodies/alder-certification', organisations: '/organisations', 'organisations-asked': '/organisations?q=heide&status=valid',
    training: '/training', 'training-asked': '/training?qualification=auditor&language=de', statistics: '/statistics', 'open-data': '/open-data',
    about: '/about', contact: '/contact', imprint: '/imprint', privacy: '/privacy', terms: '/terms',
    accessibility: '/accessibility', appeals: '/appeals', standard: '/standard', benefits: '/benefits', documents: '/documents',
    news: '/news', certification: '/certification', 'certification-scheme': '/certification-scheme', registration: '/registration',
    logo: '/logo', eligibility: '/eligibility', 'eligibility-form': '/eligibility/auditor',
    'eligibility-enough': '/eligibility/practitioner?on=2015-06-01&awarded-itil_foundation=2014-05-17',
    'eligibility-not-yet': '/eligibility/auditor?on=2014-02-27&completed-auditor=2013-06-12&role-1=internal&it-1=yes&from-1=2011-03-01&still-1=yes',
    'eligibility-no': '/eligibility/auditor?on=2015-06-01&role-1=third_party&from-1=2011-03-01&to-1=2014-02-27',
    'eligibility-mistakes': '/eligibility/auditor?on=2201-01-01&completed-auditor=2199-06-12&role-1=&from-1=2014-02-27&to-1=2011-03-01',
  };
}

/**
 * What a first visit costs: at most 50 KB as they travel and four requests, and nothing moves once it is shown. A holder's
 * link costs one more: it is exchanged for a session, so that it does not stay in the address.
 */
async function budget() {
  let greatest = 0;
  for (const [name, address] of Object.entries(addresses(registry))) {
    const { page, finish } = await open({ locale: 'en', viewport: { width: 1280, height: 800 } });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    let bytes = 0;
    const requests = [];
    // The browser's own drawings, such as the calendar in a field for a day, are no requests.
    devtools.on('Network.requestWillBeSent', ({ request: { url } }) => url.startsWith('data:') || requests.push(url));
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    const shift = await page.evaluate(`new Promise((seen) => {
      new PerformanceObserver((list) => seen(list.getEntries())).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => seen([]), 50);
    }).then((shifts) => shifts.reduce((sum, { value }) => sum + value, 0))`);
    await finish();
    assert.ok(bytes > 1000 && bytes <= 50_000, `${name}: ${bytes} bytes on the first visit`);
    const exchanged = name in registry.held ? 1 : 0;
    // An organisation's certificate shows the mark that others embed.
    const mark = requests.some((url) => url.endsWith('/mark.svg')) ? 1 : 0;
    assert.ok(requests.length <= 4 + exchanged + mark, `${name}: ${requests}`);
    assert.equal(shift, 0, `${name}: something moves after it is shown`);
    greatest = Math.max(greatest, bytes);
  }
  console.log(`every first visit is small and still: ${greatest} bytes at the most`);
}

async function judge(page, name, appearance) {
  const where = `${name}-${appearance}`;
  if (only) return await appearances.look(page, name, appearance);
  await page.screenshot({ path: join(screenshots, `${where}.png`), fullPage: true });
  // Asked of the browser from outside: the page's own policy forbids every script.
  const { violations } = await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ['violations'] })`);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  assert.deepEqual(found, [], where);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  assert.ok(overflow <= 0, `${where} scrolls sideways by ${overflow} pixels`);
  await appearances.look(page, name, appearance);
}

/** Every page in one language, colour scheme and width. */
async function look(locale, colorScheme, width) {
  const { page, finish } = await open({ locale, colorScheme, viewport: { width, height: 800 } });
  const appearance = `${locale}-${colorScheme}-${width}`;
  for (const [name, address] of Object.entries(addresses(registry))) {
    await page.goto(address);
    assert.equal(await page.getAttribute('html', 'lang'), locale, `${name}-${appearance}`);
    await judge(page, name, appearance);
  }
  // Names and files are sent, not fetched: their pages are looked at on the way.
  for (const [name, asked] of Object.entries({ 'name-matches': 'Lindqvist', 'name-earlier': 'Hansen', 'name-differs': 'Hanson' })) {
    await page.goto(`/verify/${registry.certificates.renamed}`);
    await page.fill('#family-name', asked);
    await Promise.all([page.waitForEvent('load'), page.click('#name button')]);
    await judge(page, name, appearance);
  }
  for (const [name, buffer] of Object.entries({ genuine: registry.files.pdf, altered: altered(registry.files.pdf) })) {
    await page.goto('/verify');
    await page.setInputFiles('#file-field', { name: `${name}.pdf`, mimeType: 'application/pdf', buffer });
    await Promise.all([page.waitForEvent('load'), page.click('#file button')]);
    await judge(page, `file-${name}`, appearance);
  }
  await finish();
}

/** Does several jobs at the same time, each of which waits for the browser most of its time. */
async function together(jobs) {
  const left = jobs.values();
  await Promise.all(Array.from({ length: 3 }, async () => {
    for (const job of left) await job();
  }));
}

try {
  for (const javaScriptEnabled of only ? [] : [true, false]) {
    const { page, finish } = await open({ javaScriptEnabled, locale: 'en', viewport: { width: 390, height: 800 } });
    await employer(page, registry);
    await buyer(page, registry.directory);
    await student(page, registry.directory);
    await body(page, registry.directory);
    await finish();
  }
  if (!only) console.log('an employer, a buyer, a student and a body find their way, with and without JavaScript');
  let looks = LANGUAGES.flatMap((locale) => [[locale, 'light', 1280], [locale, 'dark', 375], [locale, 'light', 320]]);
  looks.push(['en', 'dark', 1280], ['en', 'light', 375]);
  if (only) looks = looks.filter((how) => APPEARANCES.includes(how.join('-')));
  const described = () => documentation(open, program, folder, appearances, !only);
  await together([...(only ? [] : [budget]), described, ...looks.map((how) => async () => {
    await look(...how);
    console.log(`${how.join(' ')}: all pages`);
  })]);
  appearances.finish();
} finally {
  await browser.close();
  await registry.stop();
}
