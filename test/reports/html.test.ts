import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { script } from '../../reports/html/client.ts';
import { dataParts } from '../../reports/html/data.ts';
import { lists } from '../../reports/html/lists.ts';
import type { PartOf } from '../../src/contract/reporter.ts';
import { htmlReporter } from '../../reports/html/reporter.ts';
import { style } from '../../reports/html/style.ts';
import { textCoder } from '../../reports/html/text-coder.ts';
import { sha256Hex } from '../../src/base/bytes/hash.ts';
import fc from 'fast-check';
import { rendered } from '../contract/reporter-suite.ts';
import { largeEndings } from '../support/report-endings.ts';
import { largeReport, sampleReport } from '../support/report.ts';

const source = (text: string): string => `'sha256-${Buffer.from(sha256Hex(text), 'hex').toString('base64')}'`;

/** Reads numbers and texts back as the page's script does. */
function decoded(codes: readonly number[], encoded: readonly (string | readonly [number, number, number, string])[]): readonly string[] {
  const families: string[] = [];
  const texts = encoded.map((each) => {
    if (typeof each === 'string') {
      if (each.length >= 12) families.push(each);
      return each;
    }
    const [family, prefix, suffix, middle] = each;
    const like = families[family] ?? '';
    const text = like.slice(0, prefix) + middle + like.slice(like.length - suffix);
    families[family] = text;
    return text;
  });
  let met = 0;
  return codes.map((code) => texts[code === 0 ? met++ : code > 0 ? code - 1 : met + code] ?? '(none)');
}

describe('the HTML page', () => {
  it('allows the very bytes of its script and style and nothing else', () => {
    const page = rendered(htmlReporter, sampleReport);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${source(script)}`);
    expect(policy).toContain(`style-src ${source(style)}`);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).toContain(`<script>${script}</script>`);
    expect(page).toContain(`<style>${style}</style>`);
  });

  it('names no place outside itself', () => {
    const page = rendered(htmlReporter, sampleReport);
    expect(page).not.toMatch(/(?:src|href|action)="(?!#)/);
    expect(page).not.toMatch(/\son[a-z]+=|\sstyle=|url\(|@import|https?:\/\//);
  });

  it('says before all else what it is a part of and what that is to be believed on', () => {
    const of = { whole: 'pack 12<b>34', integrity: 'Nothing is signed.', isAnchored: false };
    const said = (partOf?: PartOf): string => {
      const options = { width: 80, colour: false, ...(partOf === undefined ? {} : { partOf }) };
      const page = Buffer.concat([...htmlReporter.render(sampleReport, options)]).toString();
      const main = page.indexOf('<main>');
      return page.slice(main, page.indexOf('<h2', main)).replaceAll(/<\/?bdi>/g, '');
    };
    const above = '<section aria-labelledby="overview"> ';
    expect(said(of)).toBe(`<main><p class="lead"><b>Part of pack 12&lt;b&gt;34.</b> Nothing is signed.</p>${above}`);
    expect(said({ ...of, isAnchored: true })).toBe(
      `<main><p class="lead good"><b>Part of pack 12&lt;b&gt;34.</b> Nothing is signed.</p>${above}`,
    );
    expect(said()).toBe(`<main>${above}`);
  });

  it('packs the data of many findings, and they read back as they would stand; stays under 10 MB with 50,000', { timeout: 60_000 }, () => {
    const report = largeReport(50_000);
    const page = rendered(htmlReporter, report);
    expect(page.length).toBeLessThan(10_000_000);
    const packed = /<script type="text\/plain" id="data" data-packed="deflate">([A-Za-z0-9+/=]*)<\/script>/.exec(page)?.[1] ?? '';
    const data = inflateRawSync(Buffer.from(packed, 'base64'));
    expect(data.equals(Buffer.from([...dataParts(lists(report), new Map())].join('')))).toBe(true);
  });

  it('is of few shapes whatever the endings hold, and stays under 3 MB with 5,000 of them', { timeout: 60_000 }, () => {
    const page = rendered(htmlReporter, { ...sampleReport, endings: largeEndings(5000) });
    expect(page.match(/<template id=/g)?.length ?? 0).toBeLessThan(120);
    expect(page.length).toBeLessThan(3_000_000);
    expect(page.length).toBeGreaterThan(100_000);
  });

  it('writes numbers and texts so that they read back the same, whatever they are', () => {
    const unit = fc.constantFrom('arn:aws:iam::1', '/', 'role', 'a', 'b', '🙂', '\ud83d', '<', '"');
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 12 })), (texts) => {
        const coder = textCoder();
        const codes = texts.map((text) => Number(coder.code(text)));
        const encoded = [...coder.encoded()].map((text) => JSON.parse(text) as string | readonly [number, number, number, string]);
        expect(decoded(codes, encoded)).toEqual(texts);
      }),
    );
  });
});
