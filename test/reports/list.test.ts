import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reporters } from '../../reports/list.ts';

const folder = new URL('../../reports/', import.meta.url);

it('names every format that has a folder, and no other, in alphabetical order', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThanOrEqual(4);
  expect(reporters.map(({ id }) => id)).toEqual(folders.map(({ name }) => name).sort());
  for (const { name } of folders) expect(existsSync(new URL(`${name}/reporter.ts`, folder)), name).toBe(true);
});

it('gives no two formats one extension', () => {
  expect(new Set(reporters.map(({ extension }) => extension)).size).toBe(reporters.length);
});
