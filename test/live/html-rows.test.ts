import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReporter } from '../../reports/html/reporter.ts';
import { largeReport } from '../support/report.ts';
import { chromiumPath, installed } from './support/install.ts';

const executablePath = installed(chromiumPath);
const COUNT = 3000;
const report = largeReport(COUNT);

/** In the page: the row in use, and whether all of its line is to be seen in the box. */
interface InUse {
  readonly row: number;
  readonly isSeen: boolean;
}

const inUse = `(() => {
  const summary = document.activeElement, row = summary.closest('[data-row]');
  if (row === null) return { row: -1, isSeen: false };
  const line = summary.getBoundingClientRect(), box = row.parentElement.getBoundingClientRect();
  return { row: Number(row.dataset.row), isSeen: line.top >= box.top - 1 && line.bottom <= box.bottom + 1 };
})()`;

describe.runIf(executablePath !== undefined)('a long list of the HTML report', () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'vestige-html-rows-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, Buffer.concat([...htmlReporter.render(report, { width: 80, colour: false })]));
    url = pathToFileURL(file).href;
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(hash = '', options: BrowserContextOptions = {}): Promise<{ readonly page: Page; readonly list: Locator }> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(url + hash);
    await page.waitForSelector('html[data-ready=true]', { state: 'attached' });
    return { page, list: page.locator('[data-list=findings]') };
  }

  const bySubject = (list: Locator) => list.getByLabel('Order', { exact: true }).selectOption('subject');
  const scroll = (list: Locator, to: string) =>
    list.locator('.rows').evaluate(async (box, top) => {
      box.scrollTop = top === 'end' ? box.scrollHeight : top === 'start' ? 0 : box.scrollTop + Number(top);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, to);
  const name = (row: Locator) => row.locator('summary b').textContent();

  it('holds what is in view and has the height of all; every row can be scrolled to', async () => {
    const { list } = await open();
    await bySubject(list);
    const rows = list.locator('.row');
    expect(await rows.count()).toBeLessThan(60);
    const high = await list.locator('.rows').evaluate((box) => box.scrollHeight);
    const one = (await rows.nth(3).boundingBox())?.height ?? 0;
    expect(Math.abs(high / (one * COUNT) - 1)).toBeLessThan(0.05);
    await scroll(list, 'end');
    expect(await name(rows.last())).toBe('service-02999');
    expect(await rows.last().getAttribute('aria-posinset')).toBe(String(COUNT));
    expect(await rows.last().getAttribute('aria-setsize')).toBe(String(COUNT));
    expect(await list.locator('.where').textContent()).toContain('to 3,000 of 3,000');
    // from the one end to the other no row is missing, and none comes twice
    await scroll(list, 'start');
    const met = new Set<number>();
    for (let step = 0; step < 400 && !met.has(COUNT - 1); step++) {
      const here = await rows.evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset['row'])));
      expect(new Set(here).size).toBe(here.length);
      for (const row of here) met.add(row);
      await scroll(list, '900');
    }
    expect(met.size).toBe(COUNT);
  });

  it('is gone through with keys, and one of its rows alone is in the way of the Tab key', async () => {
    const { page, list } = await open();
    await bySubject(list);
    await list.getByLabel('Order', { exact: true }).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate<InUse>(inUse)).toEqual({ row: 0, isSeen: true });
    const press = async (key: string): Promise<number> => {
      await page.keyboard.press(key);
      const { row, isSeen } = await page.evaluate<InUse>(inUse);
      expect(isSeen, `${key} to ${row}`).toBe(true);
      return row;
    };
    expect(await press('ArrowDown')).toBe(1);
    for (let row = 2; row < 30; row++) expect(await press('ArrowDown')).toBe(row);
    expect(await press('ArrowUp')).toBe(28);
    const down = await press('PageDown');
    expect(down).toBeGreaterThan(32);
    expect(await press('PageUp')).toBeLessThan(down);
    expect(await press('End')).toBe(COUNT - 1);
    expect(await press('ArrowDown')).toBe(COUNT - 1);
    expect(await press('Home')).toBe(0);
    expect(await list.locator('summary[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect((await page.evaluate<InUse>(inUse)).row).toBe(-1);
    await page.keyboard.press('Shift+Tab');
    expect((await page.evaluate<InUse>(inUse)).row).toBe(0);
  });

  it('keeps the focus on a row that is scrolled away, and what was opened open', async () => {
    const { page, list } = await open();
    await bySubject(list);
    await list.locator('.row').nth(2).locator('summary').click();
    // a row is filled, and takes its room, after the click that opens it
    await list.locator('[data-row="2"] details[open]').getByText('--role-name service-00002').first().waitFor();
    await scroll(list, '0');
    const high = await list.locator('.rows').evaluate((box) => box.scrollHeight);
    await scroll(list, 'end');
    expect((await page.evaluate<InUse>(inUse)).row).toBe(2);
    expect(await list.locator('.row').count()).toBeLessThan(60);
    // another row is in use, so this one leaves the document, and comes back as it was
    await list.locator('.row').last().locator('summary').focus();
    await scroll(list, '-2000');
    expect(await list.locator('[data-row="2"]').count()).toBe(0);
    await scroll(list, 'start');
    expect(await list.locator('[data-row="2"] details[open]').innerText()).toContain('--role-name service-00002');
    expect(Math.abs((await list.locator('.rows').evaluate((box) => box.scrollHeight)) - high)).toBeLessThan(2);
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate<InUse>(inUse)).toEqual({ row: COUNT - 2, isSeen: true });
  });

  it('does not jump while rows of unequal height are scrolled through, upwards too', async () => {
    const { list } = await open('', { viewport: { width: 390, height: 800 } });
    await scroll(list, 'end');
    for (let step = 0; step < 40; step++) {
      const jump = await list.locator('.rows').evaluate(async (box) => {
        const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const edge = box.getBoundingClientRect().top;
        const row = [...box.querySelectorAll<HTMLElement>('.row')].find((each) => each.getBoundingClientRect().bottom > edge + 1);
        const before = row?.getBoundingClientRect().top ?? 0;
        box.scrollTop -= 400;
        await frame();
        return row?.isConnected === true ? row.getBoundingClientRect().top - before - 400 : 0;
      });
      expect(Math.abs(jump)).toBeLessThan(2);
    }
  });

  it('unfolds and folds a group of many, and the focus goes along', async () => {
    const { page, list } = await open();
    expect(await list.locator('[role=status]').textContent()).toContain('the first 5 are listed until you ask');
    await list.getByRole('button', { name: 'Show 1,495 more of this group' }).click();
    expect(await page.evaluate<InUse>(inUse)).toEqual({ row: 5, isSeen: true });
    await scroll(list, 'start');
    await list.getByRole('button', { name: 'Show the first 5 of 1,500 only' }).click();
    expect((await page.evaluate<InUse>(inUse)).row).toBe(0);
    expect(await list.getByRole('button', { name: 'Show 1,495 more of this group' }).count()).toBe(1);
  });

  it('opens on the finding its address names, wherever it stands', async () => {
    const finding = report.findings.find(({ subject }) => subject.name === 'service-01234');
    const { page, list } = await open(`#${finding?.fingerprint ?? ''}`);
    expect(await list.locator('details[open]').innerText()).toContain(finding?.fingerprint);
    expect((await page.evaluate<InUse>(inUse)).isSeen).toBe(true);
    expect(await page.evaluate<number>(`document.activeElement.getBoundingClientRect().top`)).toBeGreaterThan(0);
    expect(await page.evaluate<number>(`document.activeElement.getBoundingClientRect().bottom`)).toBeLessThan(900);
  });

  it('puts as many rows on paper as it says, and comes back from it', async () => {
    const { page, list } = await open();
    const listed = await list.locator('.rows').evaluate((box) => box.scrollHeight);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await list.locator('.row').count()).toBe(2000);
    expect(await list.locator('[role=status]').textContent()).toContain('the first 2,000, without detail; 1,000 are left out');
    expect(await list.locator('.rows').evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThan(2);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await list.locator('.row').count()).toBeLessThan(60);
    expect(await list.locator('.rows').evaluate((box) => box.scrollHeight)).toBe(listed);
    expect(await list.locator('[role=status]').textContent()).not.toContain('left out');
    await list.locator('input').fill('service-000');
    await expect.poll(() => list.getAttribute('data-ready')).toBe('100');
    expect(await list.locator('[role=status]').textContent()).toContain('until you ask');
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await list.locator('details[open]').count()).toBe(100);
    expect(await list.locator('[role=status]').textContent()).toBe('100 of 3,000 findings, each with its detail');
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await list.locator('details[open]').count()).toBe(0);
  });

  it('fits again when the page becomes narrow, at the row where it was', async () => {
    const { page, list } = await open();
    await bySubject(list);
    await scroll(list, '60000');
    const first = Number((await list.locator('.where').textContent())?.split(' ')[0]?.replace(',', ''));
    await page.setViewportSize({ width: 390, height: 800 });
    await expect
      .poll(async () => Math.abs(Number((await list.locator('.where').textContent())?.split(' ')[0]?.replace(',', '')) - first))
      .toBeLessThan(2);
    await scroll(list, 'end');
    expect(await name(list.locator('.row').last())).toBe('service-02999');
  });

  it('breaks no rule of axe while it scrolls in its box', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const { page, list } = await open('', { bypassCSP: true });
    await scroll(list, '3000');
    await list.locator('.row').nth(12).locator('summary').click();
    await page.addScriptTag({ content: axe });
    const { passes, violations } = await page.evaluate<{ passes: number; violations: readonly string[] }>(
      `axe.run(document).then(({ passes, violations }) => ({ passes: passes.length, violations: violations.map((each) => each.id + ': ' + each.nodes[0].html) }))`,
    );
    expect(violations).toEqual([]);
    expect(passes).toBeGreaterThan(20);
  }, 60_000);
});
