import { parse as parseCsv } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { packFormats } from '../../reports/list.ts';
import { ocsfPackFormat } from '../../reports/ocsf/format.ts';
import { oscalPackFormat } from '../../reports/oscal/format.ts';
import { csvPackFormat } from '../../reports/pack-tables/csv-format.ts';
import { xlsxPackFormat } from '../../reports/pack-tables/xlsx-format.ts';
import { pdfPackFormat } from '../../reports/pdf/format.ts';
import type { PackFile } from '../../src/contract/pack-format.ts';
import { samplePack } from '../support/pack.ts';
import { packFormatSuite, plainForms } from './pack-format-suite.ts';
import type { Leaf } from './leaves.ts';

const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
const ACTING = /[\u001b\u0007\u0000\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/u;

// the record says the same
const omits = [/^\/records\/\d+\/ending\/exception$/];

packFormatSuite(csvPackFormat, {
  text: (files) => cells(files).join('\n'),
  omits,
  inert: (files) => {
    for (const { path, bytes } of files) expect(utf8(bytes), path).not.toMatch(ACTING);
    const all = cells(files);
    expect(all.length).toBeGreaterThan(1000);
    for (const cell of all) expect(cell.normalize('NFKC')).not.toMatch(/^[\s"]*[=+@-](?!\d+(\.\d+)?$)/);
    for (const cell of all) expect(cell.normalize('NFKC')).not.toMatch(/;\s*[=+@-]/);
  },
});

function cells(files: readonly PackFile[]): readonly string[] {
  return files
    .filter(({ path }) => path.endsWith('.csv'))
    .flatMap(({ bytes }) => parseCsv(utf8(bytes), { bom: true, record_delimiter: '\r\n' }))
    .flat();
}

packFormatSuite(xlsxPackFormat, {
  text: (files) => Object.values(members(files)).join('\n'),
  omits,
  forms: (leaf: Leaf) => {
    const { value } = leaf;
    const ms = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)) ? Date.parse(String(value)) : Number.NaN;
    // a date is the days since the end of 1899, as Excel counts them
    return Number.isNaN(ms) ? plainForms(leaf) : [...plainForms(leaf), `<v>${ms / 86_400_000 + 25_569}</v>`];
  },
  inert: (files) => {
    const parts = members(files);
    for (const [name, xml] of Object.entries(parts)) {
      expect(xml, name).not.toMatch(ACTING);
      expect(xml, name).not.toMatch(/<f[ >]/);
      expect(xml, name).not.toContain('<script');
    }
    expect(parts['xl/sharedStrings.xml']).toContain('_x005F_x000A_');
    expect(parts['xl/sharedStrings.xml']).toContain('\\u{fffe}\\u{fffd}');
  },
});

function members(files: readonly PackFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files.flatMap(({ bytes }) => Object.entries(unzipSync(bytes)).map(([name, content]) => [name, utf8(content)] as const)),
  );
}

packFormatSuite(ocsfPackFormat, {
  text: null,
  inert: (files) => {
    for (const { path, bytes } of files) {
      expect(utf8(bytes), path).not.toMatch(ACTING);
      for (const line of utf8(bytes).split('\n').slice(0, -1)) expect(JSON.parse(line)).toHaveProperty('class_uid');
    }
  },
});

packFormatSuite(oscalPackFormat, {
  text: null,
  inert: (files) => {
    for (const { path, bytes } of files) {
      expect(utf8(bytes), path).not.toMatch(ACTING);
      const texts = markup(JSON.parse(utf8(bytes)));
      expect(texts.length).toBeGreaterThan(5);
      for (const text of texts) expect(text).not.toMatch(/(?<!\\)(?:<|\{|`|\[)/);
    }
  },
});

/** Values of members that OSCAL reads as Markdown; those of the rest are plain strings. */
function markup(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return ['title', 'description', 'remarks', 'statement'].includes(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => markup(each, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => markup(member, key));
}

packFormatSuite(pdfPackFormat, {
  text: null,
  of: ['gdpr'],
  inert: (files) => {
    for (const { bytes } of files)
      expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/(?:JavaScript|JS|URI|Launch|EmbeddedFile)\b/);
  },
});

it('lists every format of a pack by id, each once, and no two write one file', async () => {
  const ids = packFormats.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  const files = (await Promise.all(packFormats.map((format) => format.render(samplePack, { version: '0' })))).flat();
  expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  expect(files.length).toBeGreaterThan(30);
});
