import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pdfPackFormat } from '../../../reports/pdf/format.ts';
import { structureOf, type Part } from '../../../reports/pdf/tagged/structure.ts';
import type { Pack } from '../../../src/model/pack.ts';
import { emptyPack, largePack, samplePack } from '../../support/pack.ts';

/** The content of every page, as it is drawn. */
async function drawn(pack: Pack): Promise<{ readonly whole: string; readonly pages: readonly string[] }> {
  const [file] = await pdfPackFormat.render(pack, { version: '0.1.0' });
  const whole = Buffer.from(file!.bytes).toString('latin1');
  const pages: string[] = [];
  for (const [, bytes = ''] of whole.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    try {
      const text = inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
      if (/\bBT\b/.test(text)) pages.push(text);
    } catch {
      // the program of a font, or metadata that is not compressed
    }
  }
  return { whole, pages };
}

it.each([
  ['sample', samplePack],
  ['empty', emptyPack],
  ['large', largePack(120)],
])('marks every text and every rule of the %s pack, as content or as an artifact', async (_, pack) => {
  const { whole, pages } = await drawn(pack);
  expect(whole).toMatch(/\/MarkInfo \d+ 0 R/);
  expect(whole).toMatch(/\/Marked true/);
  expect(whole).toMatch(/\/Lang \(en\)/);
  expect(whole).toMatch(/\/DisplayDocTitle true/);
  expect(pages.length).toBeGreaterThan(1);
  let [content, artifacts] = [0, 0];
  for (const page of pages) {
    const open: string[] = [];
    const ids: number[] = [];
    for (const [operation, tag, dictionary = ''] of page.matchAll(/^\/(\w+) <<([^>]*)>> BDC$|^EMC$|(?:TJ|Tj|\bf|\bS|\bB)$/gm)) {
      if (tag !== undefined) {
        expect(open, 'one mark within another').toEqual([]);
        open.push(tag);
        const id = /\/MCID (\d+)/.exec(dictionary);
        if (id !== null) ids.push(Number(id[1]));
        else expect(tag).toBe('Artifact');
      } else if (operation === 'EMC') open.pop();
      else {
        expect(open, operation).toHaveLength(1);
        if (open[0] === 'Artifact') artifacts++;
        else content++;
      }
    }
    expect(open).toEqual([]);
    expect(ids).toEqual(ids.map((__, index) => index));
  }
  expect(content).toBeGreaterThan(20);
  expect(artifacts).toBeGreaterThan(20);
});

it('says what is a heading, which cells are headers and of what, and takes a frame for no table', () => {
  const parts = structureOf([
    { text: 'Evidence', style: 'title' },
    [{ text: 'Scope', style: 'heading' }, { stack: [{ text: 'Inner', style: 'subheading' }, { text: ['two ', 'runs'] }] }],
    { table: { headerRows: 1, body: [[{ text: 'who', style: 'head' }], [{ stack: [{ text: 'ann' }, { text: 'bob' }], style: 'cell' }]] } },
    {
      table: {
        body: [
          [
            { text: 'Period', style: 'head' },
            { text: 'a year', style: 'cell' },
          ],
        ],
      },
    },
    { table: { body: [[{ text: 'framed', style: 'box' }]] } },
  ]);
  expect(parts.map(told)).toEqual(['H1', 'H2', 'H3', 'P', 'Table(TR(TH Column(P)) TR(TD(P P)))', 'Table(TR(TH Row(P) TD(P)))', 'P']);
  expect(() => structureOf('a text that nothing can be told of')).toThrow('has to be an object');
  expect(() => structureOf({ image: 'x' })).toThrow('image');
});

function told({ type, scope, parts }: Part): string {
  const name = scope === undefined ? type : `${type} ${scope}`;
  return parts.length === 0 ? name : `${name}(${parts.map(told).join(' ')})`;
}
