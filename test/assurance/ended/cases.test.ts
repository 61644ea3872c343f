import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endingsIn, inputOf } from './estate.ts';
import type { Case } from './estate.ts';

interface Row extends Case {
  /** What is expected of each ending, in their order. */
  readonly expect: readonly Readonly<Record<string, unknown>>[];
}

const keys = new Set([
  'name',
  'asOf',
  'graph',
  'access',
  'holdings',
  'events',
  'spans',
  'probes',
  'exceptions',
  'frozen',
  'person',
  'past',
  'lingers',
  'delayMs',
  'unread',
  'settings',
  'expect',
]);
const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).filter((each) => each.endsWith('.json'));
const names = new Set<string>();

for (const file of files) {
  describe(file.replace(/\.json$/, '').replaceAll('-', ' '), () => {
    const rows = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Row[];
    for (const { expect: expected, ...given } of rows) {
      test(given.name, () => {
        expect(names.has(given.name), 'a name stands for one case').toBe(false);
        names.add(given.name);
        expect([...Object.keys(given)].filter((each) => !keys.has(each))).toEqual([]);
        const endings = endingsIn(inputOf(given));
        expect(endings).toMatchObject(expected);
        expect(endings).toHaveLength(expected.length);
      });
    }
  });
}

test('there are cases of every part', () => {
  expect(files.length).toBeGreaterThanOrEqual(5);
});
