import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReporter } from '../../reports/html/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { chromiumPath, installed } from './support/install.ts';
import { hostileStrings } from '../contract/leaves.ts';
import { reportLeaves } from '../contract/reporter-leaves.ts';
import { largeEndings } from '../support/report-endings.ts';
import { largeReport, sampleReport } from '../support/report.ts';

const executablePath = installed(chromiumPath);
const shots = join(import.meta.dirname, '../../out/html');

/** Runs in the page; answers every element whose text stands out less than 4.5 : 1. */
const poorContrast = `(() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    if (element === null) return [0, 0, 0, 0];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.length === 4 && own[3] === 0 ? ground(element.parentElement) : own;
  };
  const low = new Set();
  let looked = 0;
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!text || element.offsetParent === null) continue;
    looked++;
    const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (!(ratio >= 4.5)) low.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
  }
  return looked < 100 ? ['looked at ' + looked + ' elements only'] : [...low];
})()`;

describe.runIf(executablePath !== undefined)('the HTML report in a browser', () => {
  let browser: Browser;
  let folder: string;
  let written = 0;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'vestige-html-'));
    mkdirSync(shots, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  interface Opened {
    readonly page: Page;
    readonly errors: readonly string[];
    readonly requests: readonly string[];
    readonly readyMs: number;
  }

  async function open(report: Report, options: BrowserContextOptions = {}, hash = ''): Promise<Opened> {
    const file = join(folder, `report-${written++}.html`);
    writeFileSync(file, Buffer.concat([...htmlReporter.render(report, { width: 80, colour: false })]));
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    const errors: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => errors.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('dialog', (dialog) => {
      errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const url = pathToFileURL(file).href;
    page.on('request', (request) => request.url().split('#')[0] !== url && requests.push(request.url()));
    const from = performance.now();
    await page.goto(url + hash);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready=true]', { state: 'attached' });
    return { page, errors, requests, readyMs: performance.now() - from };
  }

  const findings = (page: Page) => page.locator('[data-list=findings]');

  it('opens without an error and without a request', async () => {
    const { page, errors, requests } = await open(sampleReport);
    await findings(page).locator('details').first().locator('summary').click();
    await page.screenshot({ path: join(shots, 'light.png'), fullPage: true });
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('draws from its data the same text that it holds for readers without scripts', async () => {
    const scripted = await open(sampleReport);
    const plain = await open(sampleReport, { javaScriptEnabled: false });
    await scripted.page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    for (const list of ['findings', 'undetermined', 'excepted', 'identities', 'endings']) {
      const read = async (page: Page, rows: string): Promise<readonly string[]> => {
        const texts = await page.locator(`[data-list=${list}] ${rows} bdi`).allTextContents();
        return texts.toSorted();
      };
      const drawn = await read(scripted.page, '.rows');
      expect(drawn.length).toBeGreaterThan(10);
      expect(drawn).toEqual(await read(plain.page, 'noscript'));
    }
    // the drawings too: each of their attributes is the same
    const drawing = async (page: Page, rows: string): Promise<readonly string[]> => {
      const shapes = page.locator(`[data-list=endings] ${rows} svg > *`);
      return shapes.evaluateAll((all) =>
        all.map((each) => ['x', 'width', 'x1', 'x2', 'y'].map((name) => each.getAttribute(name)).join(' ')),
      );
    };
    const bars = await drawing(scripted.page, '.rows');
    expect(bars.length).toBe(sampleReport.endings.length * 12);
    expect(bars.every((each) => !/NaN|undefined/.test(each))).toBe(true);
    expect(bars).toEqual(await drawing(plain.page, 'noscript'));
    await plain.page.screenshot({ path: join(shots, 'no-script.png'), fullPage: true });
  });

  it('finds by text, narrows by facet and orders', async () => {
    const { page, errors } = await open(sampleReport);
    const list = findings(page);
    await list.locator('input').fill('vendor-backup');
    await expect.poll(() => list.getAttribute('data-ready')).toBe('1');
    await list.locator('input').fill('no such text anywhere');
    await expect.poll(() => list.getAttribute('data-ready')).toBe('0');
    await list.locator('input').fill('');
    await list.getByLabel('Severity', { exact: true }).selectOption({ label: 'high (2)' });
    await expect.poll(() => list.getAttribute('data-ready')).toBe('2');
    await list.getByLabel('Severity', { exact: true }).selectOption('');
    await list.getByLabel('Order', { exact: true }).selectOption('subject');
    const names = await list.locator('summary b').allTextContents();
    expect(names).toEqual(['999988887777', 'amélie', 'ci-runner', 'deploy']);
    expect(errors).toEqual([]);
  });

  it('opens on the finding its address names, then on the next, and says when it has no such thing', async () => {
    const named = sampleReport.findings.map(({ fingerprint }) => fingerprint);
    const { page, errors } = await open(sampleReport, {}, `#${named[2]?.slice(0, 12) ?? ''}`);
    const inUse = (): Promise<string> => page.evaluate<string>(`document.activeElement.closest('details[open]')?.innerText ?? ''`);
    expect(await findings(page).getAttribute('data-ready')).toBe(String(named.length));
    expect(await inUse()).toContain(named[2]);
    await page.evaluate(`location.hash = '#${named[0] ?? ''}'`);
    await expect.poll(inUse).toContain(named[0]);
    await page.evaluate(`location.hash = '#${'0'.repeat(64)}'`);
    await expect.poll(() => findings(page).locator('[role=status]').textContent()).toContain('Nothing in this report has the id 000');
    expect(errors).toEqual([]);
  });

  it('opens on the ending its address names, and narrows endings by outcome and level', async () => {
    const ending = sampleReport.endings.find(({ outcome }) => outcome === 'contradicted');
    const { page, errors } = await open(sampleReport, {}, `#${ending?.id.slice(0, 16) ?? ''}`);
    const list = page.locator('[data-list=endings]');
    expect(await list.locator('details[open]').innerText()).toContain(ending?.id);
    expect(await findings(page).locator('details[open]').count()).toBe(0);
    await list.getByLabel('Outcome', { exact: true }).selectOption({ label: 'undetermined (2)' });
    await expect.poll(() => list.getAttribute('data-ready')).toBe('2');
    await list.getByLabel('Outcome', { exact: true }).selectOption('');
    await list.getByLabel('Level', { exact: true }).selectOption({ label: '3 verified (1)' });
    await expect.poll(() => list.locator('summary b').first().textContent()).toBe('ann');
    // a place in a drawing is no text that somebody could look for
    await list.getByLabel('Level', { exact: true }).selectOption('');
    await list.locator('input').fill('1000%');
    await expect.poll(() => list.getAttribute('data-ready')).toBe('0');
    expect(errors).toEqual([]);
  });

  it('keeps hostile texts inert', async () => {
    const { page, errors, requests } = await open(reportLeaves.withHostileTexts(sampleReport));
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('img, iframe, object, svg script, [onerror], a:not([href^="#"])').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    const shown = await page.locator('body').innerText();
    expect(shown).toContain('<script>');
    expect(hostileStrings.some((text) => /[\u202a-\u202e]/.test(text))).toBe(true);
    expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u001b]/);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('is whole in the dark, on a telephone and on paper, with nothing wider than the page', async () => {
    for (const width of [360, 390, 768, 1280]) {
      const { page } = await open(sampleReport, { viewport: { width, height: 800 }, colorScheme: width === 768 ? 'light' : 'dark' });
      await findings(page).locator('summary').first().click();
      for (const row of [0, 6]) await page.locator('[data-list=endings] summary').nth(row).click();
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(width);
      // what is not read is read on a telephone too: nothing of it lies beyond the edge
      const beyond = await page.evaluate<number>(
        `Math.max(...[...document.querySelectorAll('table.stack')].map((each) => each.parentElement.scrollWidth - each.parentElement.clientWidth))`,
      );
      if (width < 500) expect(beyond).toBe(0);
      await page.screenshot({ path: join(shots, `dark-${width}.png`), fullPage: true });
    }
    const { page } = await open(sampleReport);
    await page.pdf({ path: join(shots, 'print.pdf'), format: 'A4' });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await findings(page).locator('details[open]').count()).toBe(sampleReport.findings.length);
    expect(await page.locator('details.paper[open]').count()).toBe(sampleReport.assurance?.exceptions.length);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.screenshot({ path: join(shots, 'print.png'), fullPage: true });
  });

  it('has text that stands out from its ground (WCAG 2.2, 1.4.3) in both schemes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(sampleReport, { colorScheme });
      await findings(page).locator('summary').first().click();
      await page.locator('[data-list=endings] summary').first().click();
      const poor = await page.evaluate<readonly string[]>(poorContrast);
      expect(poor, colorScheme).toEqual([]);
    }
  });

  it('breaks no rule of axe, in both schemes, on a telephone and on a desk', { timeout: 120_000 }, async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    let passed = 0;
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [390, 1280]) {
        // the page lets no script in but its own: this one is let in for the sake of the judge
        const { page } = await open(sampleReport, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        for (const list of ['findings', 'undetermined', 'excepted', 'identities', 'endings'])
          await page.locator(`[data-list=${list}] summary`).first().click();
        await page.addScriptTag({ content: axe });
        const { passes, violations } = await page.evaluate<{ passes: number; violations: readonly string[] }>(
          `axe.run(document).then(({ passes, violations }) => ({ passes: passes.length, violations: violations.map((each) => each.id + ': ' + each.nodes[0].html) }))`,
        );
        expect(violations, `${colorScheme} ${width}`).toEqual([]);
        passed += passes;
      }
    }
    expect(passed).toBeGreaterThan(100);
  });

  it('tells the time lines of an identity in a drawing and in words', async () => {
    const { page, errors } = await open(sampleReport);
    const list = page.locator('[data-list=identities]');
    const whose = new Set(sampleReport.endings.map(({ person, subject }) => person ?? subject));
    expect(await list.getAttribute('data-ready')).toBe(String(whose.size));
    await list.locator('summary').first().click();
    await list.locator('.lanes li').first().waitFor();
    const lanes = await list.locator('.lanes li').count();
    expect(lanes).toBeGreaterThan(0);
    expect(await list.locator('.body tbody tr').count()).toBe(lanes);
    expect(await list.locator('.lanes rect.there').count()).toBe(lanes);
    expect(errors).toEqual([]);
  });

  it('opens with 50,000 findings', { timeout: 120_000 }, async () => {
    const { page, errors, readyMs } = await open(largeReport(50_000));
    console.log(`50,000 findings: ready after ${Math.round(readyMs)} ms`);
    const list = findings(page);
    expect(await list.getAttribute('data-ready')).toBe('50000');
    await page.screenshot({ path: join(shots, 'large.png') });
    const from = performance.now();
    await list.locator('input').fill('service-04321');
    await expect.poll(() => list.getAttribute('data-ready')).toBe('1');
    console.log(`50,000 findings: searched in ${Math.round(performance.now() - from)} ms`);
    await list.locator('summary').click();
    expect(await list.locator('.body').innerText()).toContain('--role-name service-04321');
    expect(errors).toEqual([]);
  });

  it('opens with 5,000 endings', { timeout: 60_000 }, async () => {
    const { page, errors, readyMs } = await open({ ...sampleReport, endings: largeEndings(5000) });
    console.log(`5,000 endings: ready after ${Math.round(readyMs)} ms`);
    const list = page.locator('[data-list=endings]');
    expect(await list.getAttribute('data-ready')).toBe('5000');
    await list.locator('input').fill('person-04321');
    await expect.poll(() => list.getAttribute('data-ready')).toBe('1');
    await list.locator('summary').click();
    expect(await list.locator('.body').innerText()).toContain('event-04321-0');
    expect(errors).toEqual([]);
  });
});
