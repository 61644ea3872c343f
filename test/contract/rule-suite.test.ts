import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/contract/rule.ts';
import { rule as honest } from '../../src/rules/standing-administrator/rule.ts';
import { rule as open } from '../../src/rules/trust-open-to-any-subject/rule.ts';
import { ruleChecks } from './rule-suite.ts';

const plain: Rule<unknown> = honest;
const [firstFires] = plain.examples.fires;
const [firstClear] = plain.examples.clear;
const [firstUndetermined] = plain.examples.undetermined;
let calls = 0;

/** A rule with one fault each, and the check that must complain. */
const planted: readonly { readonly fault: string; readonly rule: Rule<unknown>; readonly caught: RegExp; readonly folder?: string }[] = [
  { fault: 'an id that is prose', rule: { ...plain, id: 'Standing administrator' }, caught: /^has a well-formed id/ },
  { fault: 'another id than its folder', rule: plain, folder: '/rules/standing-admin', caught: /^has a well-formed id/ },
  { fault: 'a revision of zero', rule: { ...plain, revision: 0 }, caught: /^has a well-formed id/ },
  { fault: 'no remedy', rule: { ...plain, remedy: '' }, caught: /^says what it is about/ },
  { fault: 'no controls', rule: { ...plain, controls: [] }, caught: /^says what it is about/ },
  {
    fault: 'a setting without a source',
    rule: { ...plain, settings: v.strictObject({ days: v.optional(v.pipe(v.number(), v.description('Unit: days. Default: 3')), 3) }) },
    caught: /^documents every setting/,
  },
  {
    fault: 'a setting without a default',
    rule: { ...plain, settings: v.strictObject({ days: v.number() }) },
    caught: /^documents every setting/,
  },
  { fault: 'settings that swallow a misspelt name', rule: { ...plain, settings: v.object({}) }, caught: /^documents every setting/ },
  {
    fault: 'two examples of one name',
    rule: { ...plain, examples: { ...plain.examples, fires: [firstFires, firstFires] } },
    caught: /^names each example once/,
  },
  { fault: 'a rule that never fires', rule: { ...plain, answer: () => ({ says: 'clear' }) }, caught: /^fires: / },
  { fault: 'a rule that asks nothing', rule: { ...plain, questions: () => [] }, caught: /^is clear: / },
  {
    fault: 'a clear example that fires',
    rule: { ...plain, examples: { ...plain.examples, clear: [{ ...firstFires, name: 'not clear at all' }] } },
    caught: /^is clear: not clear at all/,
  },
  {
    fault: 'a clear example called undetermined',
    rule: { ...plain, examples: { ...plain.examples, undetermined: [{ ...firstClear, name: 'nothing is missing' }] } },
    caught: /^is undetermined: nothing is missing/,
  },
  {
    fault: 'unread called clear: it needs less than it rests on',
    rule: {
      ...plain,
      needs: [{ kind: 'session-limit', where: 'own' }],
      examples: { ...plain.examples, undetermined: [firstUndetermined] },
    },
    caught: /^is undetermined: /,
  },
  {
    fault: 'asks only what is there, so what is unread is not asked about',
    rule: {
      ...open,
      *questions(view) {
        for (const link of view.links())
          if (link.openness === 'issuer' || link.openness === 'any') yield { subject: { type: 'link', id: link.key } };
      },
    },
    caught: /^(is undetermined|without facts of kind trust)/,
  },
  {
    fault: 'answers by how often it was asked',
    rule: { ...plain, answer: (view, question, set) => (calls++ % 2 === 0 ? { says: 'clear' } : plain.answer(view, question, set)) },
    caught: /^(fires|answers the same)/,
  },
  {
    fault: 'changes a fact',
    rule: {
      ...plain,
      answer(view, question, set) {
        for (const identity of view.identities()) Object.assign(identity, { name: 'mallory' });
        return plain.answer(view, question, set);
      },
    },
    caught: /^changes nothing it is given/,
  },
  {
    fault: 'reads the clock',
    rule: { ...plain, answer: (view, question, set) => (Date.now() > 0 ? plain.answer(view, question, set) : { says: 'clear' }) },
    caught: /^changes nothing it is given/,
  },
  {
    fault: 'finds something about somebody unknown',
    rule: { ...plain, answer: (_, { subject }) => ({ says: 'finding', severity: 'low', reasons: ['always'], witness: [subject] }) },
    caught: /^has an answer to a question about somebody unknown/,
  },
];

describe('the suite that every rule must pass', () => {
  test('lets an honest rule pass', async () => {
    expect(await complaintsAbout(plain)).toEqual([]);
  });

  test.each(planted)('complains of $fault', async ({ rule, folder, caught }) => {
    const complaints = await complaintsAbout(rule, folder);
    expect(complaints.filter((name) => caught.test(name))).not.toEqual([]);
  });

  test('complains of a page that is missing or stale', async () => {
    for (const found of [undefined, '# Another rule\n']) {
      const [last] = ruleChecks(plain, { page: () => Promise.resolve({ found, wanted: '# This rule\n' }) }).toReversed();
      await expect(Promise.resolve(last?.check())).rejects.toThrow();
    }
  });
});

/** Names of the checks that failed. */
async function complaintsAbout(rule: Rule<unknown>, folder?: string): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, check } of ruleChecks(rule, folder === undefined ? {} : { folder })) {
    try {
      await check();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}
