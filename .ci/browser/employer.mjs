// What an employer does who holds a paper.

import assert from 'node:assert/strict';

/** Walks through the pages as somebody would who has a certificate before them. */
export async function employer(page, { certificates, files, held }) {
  await typesTheNumber(page, certificates.valid);
  await checksTheName(page);
  await checksAnEarlierName(page, certificates.renamed);
  await opensTheHoldersLink(page, held.holder, certificates.valid);
  await looksAtAnEarlierDay(page, certificates.withdrawn);
  await followsTheScan(page, certificates.suspended);
  await dropsTheFile(page, files, certificates.valid);
  await readsItInAnotherLanguage(page, certificates.suspended);
  await movesByKeyboard(page);
}

const status = (page) => page.locator('.panel h2').innerText();

async function typesTheNumber(page, number) {
  await page.goto('/');
  await page.getByRole('link', { name: 'Verify a certificate' }).click();
  const last = number.at(-1);
  await page.getByLabel('Certificate number').fill(number.slice(0, -1) + (last === 'Z' ? '2' : 'Z'));
  await page.getByRole('button', { name: 'Check the certificate' }).click();
  const field = page.getByLabel('Certificate number');
  assert.match(await page.locator('#number-mistake').innerText(), /A character is wrong, or two are swapped/);
  assert.equal((await field.inputValue()).length, 14, 'what was typed is still there');
  await field.fill(number.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o'));
  await field.press('Enter');
  assert.equal(new URL(page.url()).pathname, `/verify/${number}`);
  assert.match(await status(page), /Valid$/);
}

async function checksTheName(page) {
  const ask = async (name) => {
    await page.getByLabel('Family name of the holder').fill(name);
    await page.getByRole('button', { name: 'Compare the name' }).click();
    assert.ok(!page.url().includes('aillard'), 'no name in an address');
    return page.locator('.panel').innerText();
  };
  assert.match(await ask('Gaillart'), /Valid, but not for “.?Gaillart.?”/);
  assert.match(await ask('GAILLARD'), /The name matches: this certificate was awarded to .*Adèle Gaillard/);
  assert.ok(await page.locator('.panel').evaluate((section) => section.getBoundingClientRect().top < innerHeight / 2),
  'the answer is in sight');
}

/** The paper still bears the name from before. */
async function checksAnEarlierName(page, number) {
  const ask = async (name) => {
    await page.goto(`/verify/${number}`);
    await page.getByLabel('Family name of the holder').fill(name);
    await page.getByRole('button', { name: 'Compare the name' }).click();
    return page.locator('.panel').innerText();
  };
  assert.match(await ask('hansen'), /This is an earlier name of the holder/);
  assert.match(await ask('lindqvist'), /The name matches: this certificate was awarded to .*Mei Lindqvist/);
}

/** Once opened, the link is in no address, and the page shows nothing to whoever has not opened it. */
async function opensTheHoldersLink(page, link, number) {
  await page.goto(link);
  assert.equal(new URL(page.url()).pathname, `/holder/${number}`);
  assert.match(await page.title(), /Your certificate/);
  // Over plain HTTP, as here, the cookie can be neither `Secure` nor `__Host-`.
  const cookies = await page.context().cookies();
  const { name, value, httpOnly, sameSite } = cookies.find((one) => one.name.startsWith('holder-'));
  assert.deepEqual({ httpOnly, sameSite }, { httpOnly: true, sameSite: 'Lax' }, name);
  assert.ok(!link.includes(value) && !value.includes(link.split('/').at(-1)), 'the session is not the link');
  await page.context().clearCookies({ name });
  const gone = await page.goto(`/holder/${number}`);
  assert.ok(gone.status() >= 400, 'without the session nothing is shown');
}

async function looksAtAnEarlierDay(page, number) {
  await page.goto(`/verify/${number}`);
  assert.match(await status(page), /Withdrawn$/);
  await page.getByLabel('Day', { exact: true }).fill('2015-12-31');
  await page.getByRole('button', { name: 'Show the status' }).click();
  assert.match(await status(page), /Was valid on 31 December 2015$/);
  await page.getByRole('link', { name: 'Show the status today' }).click();
  assert.match(await status(page), /Withdrawn$/);
}

/** The QR code on the paper leads here. */
async function followsTheScan(page, number) {
  const answer = await page.goto(`/verify/${number}`);
  assert.equal(answer.status(), 200);
  assert.match(await status(page), /Suspended$/);
  assert.match(await page.locator('dl').innerText(), /31 December 2099/);
}

/** A file as somebody would alter it: with something added, which the signature inside does not see. */
export const altered = (pdf) => Buffer.concat([pdf, Buffer.from('\n%more\n')]);

async function dropsTheFile(page, { pdf, jws }, number) {
  const check = async (name, buffer) => {
    await page.goto('/verify');
    await page.getByLabel('Choose the file, or drop it here').setInputFiles({ name, mimeType: '', buffer });
    await page.getByRole('button', { name: 'Check the file' }).click();
    return status(page);
  };
  assert.match(await check('certificate.pdf', pdf), /Valid$/);
  assert.match(await page.locator('dl').innerText(), /Adèle Gaillard/);
  await page.getByRole('link', { name: 'Look the certificate up' }).click();
  assert.equal(new URL(page.url()).pathname, `/verify/${number}`);
  assert.match(await check('certificate.jwt', jws), /Valid$/);
  assert.match(await check('altered.pdf', altered(pdf)), /Altered$/);
  assert.match(await check('photo.png', Buffer.from('\x89PNG')), /Not a credential$/);
}

async function readsItInAnotherLanguage(page, number) {
  await page.goto(`/verify/${number}`);
  await page.getByRole('link', { name: 'Deutsch' }).click();
  assert.match(await status(page), /Ausgesetzt$/);
  await page.getByRole('link', { name: 'Foundation' }).click();
  assert.equal(await page.locator('#who').innerText(), 'Wer zur Prüfung zugelassen ist');
  // On a telephone the menu is folded.
  await page.getByText('Menü', { exact: true }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Prüfen' }).click();
  await page.getByLabel('Zertifikatsnummer').fill('123');
  await page.getByRole('button', { name: 'Zertifikat prüfen' }).click();
  assert.match(await page.locator('#number-mistake').innerText(), /Das sind 3 Zeichen/);
}

/** The first stop is the way past the navigation, and every stop is marked. */
async function movesByKeyboard(page) {
  await page.goto('/verify');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  assert.ok(await skip.evaluate((link) => link === document.activeElement), 'the first stop');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('0000-0000-0003');
  await page.keyboard.press('Enter');
  assert.match(await status(page), /Unknown$/);
}
