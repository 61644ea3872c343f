import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packFormats, reporters } from '../../reports/list.ts';

const folder = new URL('../../reports/', import.meta.url);

/** Folders of which the formats of packs are; one of them has two, which share their tables. */
const packFolders: Readonly<Record<string, readonly string[]>> = {
  ocsf: ['ocsf/format.ts'],
  oscal: ['oscal/format.ts'],
  'pack-tables': ['pack-tables/csv-format.ts', 'pack-tables/xlsx-format.ts'],
  pdf: ['pdf/format.ts'],
};

it('names every format that has a folder, and no other, in alphabetical order', () => {
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  expect(folders.length).toBeGreaterThanOrEqual(8);
  const withReporter = folders.filter((name) => existsSync(new URL(`${name}/reporter.ts`, folder)));
  expect(reporters.map(({ id }) => id)).toEqual(withReporter);
  const known = [...new Set([...withReporter, ...Object.keys(packFolders)])].sort();
  expect(folders.filter((name) => name !== 'backlog')).toEqual(known);
  for (const file of Object.values(packFolders).flat()) expect(existsSync(new URL(file, folder)), file).toBe(true);
  expect(packFormats).toHaveLength(Object.values(packFolders).flat().length);
});

it('gives no two formats one extension', () => {
  expect(new Set(reporters.map(({ extension }) => extension)).size).toBe(reporters.length);
});
