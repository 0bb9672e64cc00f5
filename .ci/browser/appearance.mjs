// How every page looks, compared with what was looked at and committed: a style rule for one page changes no other unseen.
//
// A reference is the page in greys, a pixel for each cell of 12 × 12, as a picture that can be looked at. What differs from run
// to run (days, numbers) is made the same first.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode, encode } from './png.mjs';

const FOLDER = fileURLToPath(new URL('references', import.meta.url));
/** Wide and narrow, light and dark, and three languages, of which one does not put spaces between words. */
export const APPEARANCES = ['en-light-1280', 'en-dark-1280', 'en-light-375', 'de-dark-375', 'ja-light-1280'];
const FONTS = join(FOLDER, 'fonts');
/** Where what looks otherwise is left to be looked at. */
const OTHERWISE = fileURLToPath(new URL('../../target/looks-otherwise', import.meta.url));
/** Pixels of a cell, and cells of a square. */
const [CELL, SQUARE] = [12, 6];
/** By how much the cells of a square may differ on average, of what lies between black and white. A line of text that moves by its
 * height makes 4 % and more; another version of the browser, which draws letters a little otherwise, less than half a percent. */
const TOLERANCE = 0.02;
/** Shades of grey in a reference. */
const SHADES = 32;

/** Pages that are not compared: whether the files of the day have been made yet is another thing from one minute to the next. */
const CHANGING = ['open-data'];

/** What differs from run to run, in the text of a page: certificates' numbers, the moment, and links. */
function settle() {
  const language = document.documentElement.lang;
  const months = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const year = new Date().getUTCFullYear();
  const day = (date) => {
    const [y, month, d] = [date.getUTCFullYear(), months.format(date), date.getUTCDate()];
    return [`${d} ${month} ${y}`, `${d}. ${month} ${y}`, `${y}年${date.getUTCMonth() + 1}月${d}日`, date.toISOString().slice(0, 10)];
  };
  const near = [-1, 0, 1].flatMap((days) => [0, 1].flatMap((years) => {
    const date = new Date(Date.now() + days * 86_400_000);
    date.setUTCFullYear(year + years);
    return day(date);
  }));
  const same = (text) => {
    let settled = text.replace(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, '0000-0000-0000').replace(/\b\d\d:\d\d\b/g, '00:00');
    for (const one of near) settled = settled.replaceAll(one, '1 May 2000');
    return settled;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const settled = same(texts.currentNode.data);
    if (settled !== texts.currentNode.data) texts.currentNode.data = settled;
  }
  for (const field of document.querySelectorAll('input:not([type=file]), textarea')) {
    const settled = same(field.value);
    if (settled !== field.value) field.value = field.type === 'date' ? '2000-05-01' : settled;
  }
  // The registry's own number of an organisation's certificate is another one each time, and stands in link, code and mark.
  for (const own of document.querySelectorAll('#link bdi, #link .code, #mark img, #mark code')) own.style.visibility = 'hidden';
  // The years of charts are those up to now.
  for (const chart of document.querySelectorAll('svg.bars')) chart.style.cssText = 'visibility: hidden; width: 300px; height: 172px';
  for (const head of document.querySelectorAll('th[scope=row]')) {
    if (/^\d{4}$/.test(head.textContent) && Number(head.textContent) > 2025) head.parentElement.remove();
  }
}

/** The page in cells, each as bright as its pixels are on average. */
function cells(screenshot) {
  const { width, height, channels, pixels } = decode(screenshot);
  const [across, down] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const [sums, counts] = [new Float64Array(across * down), new Uint32Array(across * down)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [at, cell] = [(y * width + x) * channels, Math.floor(y / CELL) * across + Math.floor(x / CELL)];
      sums[cell] += 0.3 * pixels[at] + 0.59 * pixels[at + 1] + 0.11 * pixels[at + 2];
      counts[cell] += 1;
    }
  }
  const step = 255 / (SHADES - 1);
  const shades = sums.map((sum, cell) => Math.round(Math.round(sum / counts[cell] / step) * step));
  return { width: across, height: down, pixels: Buffer.from(shades) };
}

/** The square that differs most, and by how much. What one of the two does not have differs as from black. */
function difference(one, other) {
  let most = { share: 0 };
  for (let top = 0; top < Math.max(one.height, other.height); top += SQUARE) {
    for (let left = 0; left < Math.max(one.width, other.width); left += SQUARE) {
      let sum = 0;
      for (let cell = 0; cell < SQUARE * SQUARE; cell++) {
        const [x, y] = [left + (cell % SQUARE), top + Math.floor(cell / SQUARE)];
        const shade = ({ width, height, pixels }) => (x < width && y < height ? pixels[y * width + x] : 0);
        sum += Math.abs(shade(one) - shade(other));
      }
      const share = sum / (SQUARE * SQUARE * 255);
      if (share > most.share) most = { share, x: left * CELL, y: top * CELL };
    }
  }
  return most;
}

/** What the machine makes of a text without a font of ours: references are good where it is the same. */
async function fonts(page) {
  return await page.evaluate(() => {
    const sample = document.createElement('span');
    sample.style.cssText = 'position:absolute;white-space:nowrap;font:100px system-ui,sans-serif';
    sample.textContent = 'Hamburgefonstiv 0123 検証';
    document.body.append(sample);
    const width = Math.round(sample.getBoundingClientRect().width);
    sample.remove();
    return `${width}`;
  });
}

export class Appearances {
  /** Compares, or, with `isUpdate`, writes what is to be compared with from then on. */
  constructor(isUpdate) {
    this.isUpdate = isUpdate;
    this.wrong = [];
    this.seen = new Map();
    this.most = 0;
  }

  /** Looks at a page that is shown. */
  async look(page, name, appearance, fullPage = true) {
    if (!APPEARANCES.includes(appearance) || CHANGING.includes(name)) return;
    this.fonts ??= await fonts(page);
    this.isOther ??= !this.isUpdate && readFileSync(FONTS, 'utf8') !== this.fonts;
    if (this.isOther) return;
    await page.evaluate(settle);
    const screenshot = await page.screenshot({ fullPage, animations: 'disabled' });
    const now = cells(screenshot);
    const file = join(FOLDER, appearance, `${name}.png`);
    this.seen.set(file, now);
    if (this.isUpdate) return;
    if (!existsSync(file)) return this.wrong.push(`${appearance}/${name} has no reference`);
    const { share, x, y } = difference(now, decode(readFileSync(file)));
    this.most = Math.max(this.most, share);
    if (share <= TOLERANCE) return;
    const percent = (100 * share).toFixed(1);
    mkdirSync(OTHERWISE, { recursive: true });
    writeFileSync(join(OTHERWISE, `${name}-${appearance}.png`), screenshot);
    this.wrong.push(`${name}-${appearance}: ${percent} % at (${x}, ${y})`);
  }

  /** Fails if a page looked otherwise, or a reference is of no page any more. */
  finish() {
    if (this.isOther) {
      console.log('SKIPPED: how the pages look: this machine has other fonts than that of the references');
      return;
    }
    if (this.isUpdate) return this.write();
    for (const appearance of APPEARANCES) {
      const left = readdirSync(join(FOLDER, appearance)).filter((file) => !this.seen.has(join(FOLDER, appearance, file)));
      this.wrong.push(...left.map((file) => `${appearance}/${file} is a reference of no page`));
    }
    const words = [
      ...this.wrong, `look otherwise than their references, by more than ${100 * TOLERANCE} %: see target/looks-otherwise.`,
      'If it is meant: APPEARANCES=update .ci/browser/run PROGRAM',
    ];
    assert.ok(this.wrong.length === 0, words.join('\n'));
    const most = (100 * this.most).toFixed(2);
    console.log(`${this.seen.size} views look as their references do: the most that a square differs by is ${most} %`);
  }

  /** Only once all pages have been seen: an update that fails leaves what there was. */
  write() {
    rmSync(FOLDER, { recursive: true, force: true });
    for (const appearance of APPEARANCES) mkdirSync(join(FOLDER, appearance), { recursive: true });
    for (const [file, seen] of this.seen) writeFileSync(file, encode(seen));
    writeFileSync(FONTS, this.fonts);
    console.log(`${this.seen.size} references were written`);
  }
}
