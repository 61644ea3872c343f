import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { drawnRanges } from '../../../reports/pdf/glyphs.ts';
import { pdfPackFormat } from '../../../reports/pdf/format.ts';
import { shown, wrapped } from '../../../reports/pdf/text.ts';
import type { Pack } from '../../../src/model/pack.ts';
import { largePack, samplePack } from '../../support/pack.ts';

const made = { version: '0.1.0' };

/** Every page of a document names its parent once. */
function pagesOf(bytes: Uint8Array): number {
  return (
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\/Type \/Page\b/g)?.length ?? 0
  );
}

it('claims a glyph for no character that a face of the font lacks', () => {
  // the reader of fonts that the library itself uses
  const require = createRequire(createRequire(import.meta.resolve('pdfmake/package.json')).resolve('pdfkit'));
  const { create } = require('fontkit') as { create: (bytes: Buffer) => { glyphForCodePoint: (code: number) => { id: number } } };
  for (const face of ['Regular', 'Medium', 'Italic', 'MediumItalic']) {
    const font = create(readFileSync(new URL(`fonts/Roboto/Roboto-${face}.ttf`, import.meta.resolve('pdfmake/package.json'))));
    let seen = 0;
    for (const [first, last] of drawnRanges) {
      for (let code = first; code <= last; code++, seen++)
        expect(font.glyphForCodePoint(code).id, `${face} ${code.toString(16)}`).not.toBe(0);
    }
    expect(seen).toBeGreaterThan(700);
    expect(font.glyphForCodePoint(0x4e2d).id).toBe(0);
  }
});

it('shows names of other scripts as code points and not as boxes', () => {
  expect(shown('Amélie Ёлкин Ωmega')).toBe('Amélie Ёлкин Ωmega');
  expect(shown('Ame\u0301lie')).toBe('Amélie');
  expect(shown('王 \u{1f600}')).toBe('\\u{738b} \\u{1f600}');
  expect(shown('a\u202eb\nc')).toBe('a\\u{202e}b\\nc');
});

it('lets long names of resources go into the next line, and cuts none unseen', () => {
  const runs = wrapped('role arn:aws:iam::111122223333:role/service-role/averyveryverylongname of ann').text;
  expect(runs.map(({ wordBreak }) => wordBreak)).toEqual([undefined, 'break-all', undefined, undefined]);
  expect(runs.map(({ text }) => text).join('')).toBe('role arn:aws:iam::111122223333:role/service-role/averyveryverylongname of ann');
  expect(
    wrapped('x'.repeat(50), 20)
      .text.map(({ text }) => text)
      .join(''),
  ).toBe(`${'x'.repeat(20)}… (more in pack.json)`);
});

it('has at most 60 pages, however much there is to say', async () => {
  const [file] = await pdfPackFormat.render(swollen(), made);
  const pages = pagesOf(file!.bytes);
  expect(pages).toBeGreaterThan(20);
  expect(pages).toBeLessThanOrEqual(60);
});

/** Each list with more entries than a table shows, each text as long as the names of resources may be. */
function swollen(): Pack {
  const long = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((each) => long(each, key));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, long(each, name)]));
    return typeof value === 'string' &&
      ['text', 'name', 'why', 'because', 'subjectName', 'detail', 'says', 'reason', 'title'].includes(key) &&
      !/^[a-z-]+$/.test(value)
      ? `${value} ${'arn:aws:iam::111122223333:role/a-very-long-name-of-a-team/'.repeat(3)}`
      : value;
  };
  const pack = long({ ...largePack(120), integrity: null, controls: null, sample: null }) as Pack;
  const many = <T>(items: readonly T[]): readonly T[] => Array.from({ length: 45 }, (_, index) => items[index % items.length]!);
  return {
    ...pack,
    sample: { ...samplePack.sample!, drawn: many(samplePack.sample!.drawn), strata: many(samplePack.sample!.strata) },
    integrity: samplePack.integrity,
    controls: many(samplePack.controls),
    findings: many(pack.findings),
    undetermined: many(pack.undetermined),
    exceptions: many(pack.exceptions),
    boundaries: many(pack.boundaries),
    coverage: many(pack.coverage),
    runs: many(pack.runs),
    people: many(pack.people),
    changes: many(pack.changes),
  };
}
