import { describe, expect, it } from 'vitest';
import { readCases, resolveAccounts } from './cases.ts';
import { say } from './say.ts';

const files = readCases();

it('reads a case file for each family, and enough cases', () => {
  expect(files.map((each) => each.file)).toEqual(['conditions.json', 'grants.json', 'oidc.json', 'trusts.json', 'windows.json']);
  expect(files.reduce((sum, each) => sum + each.cases.length, 0)).toBeGreaterThanOrEqual(200);
});

for (const { file, cases } of files) {
  describe(file, () => {
    for (const each of cases) {
      it(each.name, () => {
        expect(resolveAccounts(each.accounts).map(say).sort()).toEqual(each.expect);
      });
    }
  });
}

it('gives every element of every case a key of its own', () => {
  for (const { cases } of files) {
    for (const each of cases) {
      const keys = resolveAccounts(each.accounts).map((item) => item.key);
      expect(new Set(keys).size, each.name).toBe(keys.length);
    }
  }
});
