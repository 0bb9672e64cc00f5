// What people do who look something up: a buyer, a student, a body.

import assert from 'node:assert/strict';

const names = (page) => page.locator('.results h3').allInnerTexts();
/** Presses a button and waits for the page that it leads to. */
async function press(page, button) {
  const loaded = page.waitForEvent('load');
  await button.click();
  await loaded;
}

const path = (page) => new URL(page.url()).pathname;

/** A buyer looks for a certified supplier. */
export async function buyer(page, { organisation }) {
  await page.goto('/');
  await page.getByRole('searchbox').fill('muller sohne');
  await press(page, page.getByRole('button', { name: 'Search', exact: true }));
  assert.deepEqual(await names(page), ['Müller & Söhne Rechenzentren'], 'without accents');
  await press(page, page.getByRole('link', { name: 'Müller & Söhne Rechenzentren' }));
  assert.equal(path(page), organisation);
  const words = await page.getByRole('main').innerText();
  for (const said of ['Valid', 'data centres', 'Germany', 'Bayern', 'Alder Certification', 'ALD-1', '1 May 2024']) {
    assert.ok(words.includes(said), said);
  }
  // On a telephone the menu is folded.
  await page.getByText('Menu', { exact: true }).click();
  await press(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Organisations' }));
  const find = page.getByRole('search');
  await find.getByRole('searchbox').fill('hosting');
  await find.getByLabel('Country').selectOption({ label: 'Germany' });
  await press(page, find.getByRole('button'));
  assert.deepEqual(await names(page), ['Formerly Hosting', 'Müller & Söhne Rechenzentren'], 'a name before words of a scope');
  assert.ok(!page.url().includes('='.concat('&')), 'only what was asked stands in the address');
  await find.getByLabel('Status').selectOption({ label: 'Valid' });
  await press(page, find.getByRole('button'));
  assert.deepEqual(await names(page), ['Müller & Söhne Rechenzentren']);
  for (const [spelling, found] of [['さくら', '株式会社さくらサービス'], ['sakura', '株式会社さくらサービス'], ['النخبة', 'شركة النخبة للخدمات']]) {
    await page.goto(`/search?q=${encodeURIComponent(spelling)}`);
    assert.deepEqual(await names(page), [found], spelling);
  }
  await page.goto('/organisations?country=SE');
  const first = await names(page);
  await press(page, page.locator('a[rel=next]'));
  const second = await names(page);
  assert.equal(new Set([...first, ...second]).size, first.length + second.length, 'no provider twice');
  await page.goto('/organisations?q=nobody+has+this+name');
  assert.match(await page.getByRole('main').innerText(), /Nothing was found/);
}

/** A student looks for a course, and whether what there is suffices. */
export async function student(page, { trainer }) {
  await page.goto('/training');
  const find = page.getByRole('search');
  await find.getByLabel('Qualification').selectOption({ label: 'Auditor' });
  await find.getByLabel('Language').selectOption({ label: 'German' });
  await press(page, find.getByRole('button'));
  assert.deepEqual(await names(page), ['Auditing service management'], 'the first course is accredited no longer');
  await find.getByLabel('Accredited on').fill('2013-06-01');
  await press(page, find.getByRole('button'));
  assert.equal((await names(page)).length, 2, 'both were accredited on that day');
  await press(page, page.getByRole('link', { name: 'Auditing service management' }));
  assert.equal(path(page), trainer);
  await press(page, page.getByRole('main').getByRole('link', { name: 'Auditor' }).first());
  assert.equal(path(page), '/qualifications/auditor');
  await press(page, page.getByRole('link', { name: 'Does what I have suffice?' }));
  assert.equal(path(page), '/eligibility/auditor');
}

/** A body looks at its own listing. */
export async function body(page, { organisation }) {
  await page.goto('/bodies?q=alder');
  await press(page, page.getByRole('link', { name: 'Alder Certification' }));
  assert.equal(path(page), '/bodies/alder-certification');
  const words = await page.getByRole('main').innerText();
  for (const said of ['Listed', 'Netherlands', '1 January 2010', 'Müller & Söhne Rechenzentren']) {
    assert.ok(words.includes(said), said);
  }
  await press(page, page.getByRole('link', { name: 'Müller & Söhne Rechenzentren' }));
  assert.equal(path(page), organisation);
  await page.goto('/statistics');
  assert.match(await page.getByRole('main').innerText(), /Sweden\s+60/);
  await press(page, page.getByRole('link', { name: 'Sweden' }));
  assert.equal(new URL(page.url()).search, '?country=SE&status=valid');
}
