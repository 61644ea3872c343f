import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, test } from 'vitest';
import { rules as awsRules } from '../../connectors/aws/rules/list.ts';
import { rules as microsoftRules } from '../../connectors/microsoft/rules/list.ts';
import { pagesOf } from '../../scripts/rule-pages.ts';
import type { Rule } from '../../src/contract/rule.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { View } from '../../src/model/view.ts';
import { rules } from '../../src/rules/list.ts';
import { ruleSuite } from './rule-suite.ts';

const lists = [
  { name: 'src/rules', rules, directory: new URL('../../src/rules/', import.meta.url) },
  { name: 'connectors/aws/rules', rules: awsRules, directory: new URL('../../connectors/aws/rules/', import.meta.url) },
  { name: 'connectors/microsoft/rules', rules: microsoftRules, directory: new URL('../../connectors/microsoft/rules/', import.meta.url) },
] as const;
const docs = new URL('../../docs/rules/', import.meta.url);
const all = lists.flatMap((list) => list.rules);
const wanted = pagesOf(all);

describe('the lists of rules', () => {
  test.each(lists)('$name/list.ts names every folder once, in alphabetical order', ({ rules: listed, directory }) => {
    const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(listed.map((rule) => rule.id)).toEqual(folders.map((entry) => entry.name).sort());
  });

  test('there is a floor under how many rules are looked at', () => {
    expect(all.length).toBeGreaterThanOrEqual(29);
    expect(new Set(all.map((rule) => rule.id)).size).toBe(all.length);
  });

  test('docs/rules holds a page for each rule, the index, and nothing else', async () => {
    expect(readdirSync(docs).sort()).toEqual([...(await wanted).keys()].sort());
    expect(readPage('index.md')).toBe((await wanted).get('index.md'));
  });

  test('the same words are not used for two rules', () => {
    for (const part of ['title', 'why', 'remedy'] as const) {
      const texts = all.map((rule) => rule[part]);
      expect(texts).toEqual([...new Set(texts)]);
    }
  });
});

describe('the one law, over the examples of all rules', () => {
  const estates = all.flatMap((rule) =>
    [...rule.examples.fires, ...rule.examples.clear, ...rule.examples.undetermined].map((estate) => ({ of: rule.id, estate })),
  );
  /** A rule is asked about its own examples and, of those of others, about one in so many: each rule about others. */
  const ONE_IN = process.env['VESTIGE_DEEP_SHARE'] === undefined ? 12 : 1;

  // rules that need the same are starved alike: the estates are built once for all of them
  const starved = new Map<string, Map<number, View>>();
  function* starvedOf({ id, needs }: Rule<unknown>): Iterable<{ readonly name: string; readonly view: View; readonly given: unknown }> {
    const kinds = [...new Set(needs.map(({ kind }) => kind))].sort();
    const key = kinds.join(' ');
    const unread = kinds.map((kind) => ({ kind, status: 'unread' as const }));
    const made = starved.get(key) ?? new Map<number, View>();
    starved.set(key, made);
    const turn = all.findIndex((rule) => rule.id === id);
    for (const [at, { of, estate }] of estates.entries()) {
      if (of !== id && (at + turn) % ONE_IN !== 0) continue;
      const view = made.get(at) ?? viewOfSmallGraph({ ...estate, unread });
      made.set(at, view);
      yield { name: estate.name, view, given: (of === id ? estate.settings : undefined) ?? {} };
    }
  }

  test.each(all.map((rule) => [rule.id, rule] as const))(
    '%s calls nothing clear in a boundary where what it needs was not read',
    (_, rule) => {
      let asked = 0;
      for (const { name, view, given } of starvedOf(rule)) {
        const settings = parse(rule.settings, given);
        const { totals: all } = judge({ view, rules: [{ rule, settings }], remedy: () => [] });
        const totals = all.find((each) => each.rule === rule.id);
        if (totals === undefined) throw new Error(`the judge gave no totals for rule "${rule.id}"`);
        const outsiders = [...rule.questions(view, settings)].filter(
          ({ subject }) => subject.type === 'identity' && view.identity(subject.id)?.boundary === null,
        );
        expect(totals.clear, name).toBeLessThanOrEqual(outsiders.length);
        expect(totals.findings + totals.undetermined + totals.clear, name).toBe(totals.questions);
        asked += totals.questions;
      }
      expect(asked).toBeGreaterThan(0);
    },
  );
});

for (const { rules: listed, directory } of lists) {
  for (const rule of listed) ruleSuite(rule, { folder: `${directory.pathname}${rule.id}`, page: () => pageOf(rule) });
}

async function pageOf(rule: Rule<unknown>): Promise<{ found: string | undefined; wanted: string }> {
  return { found: readPage(`${rule.id}.md`), wanted: (await wanted).get(`${rule.id}.md`) ?? '' };
}

function readPage(name: string): string | undefined {
  return readdirSync(docs).includes(name) ? readFileSync(new URL(name, docs), 'utf8') : undefined;
}
