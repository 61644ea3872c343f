import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { View } from '../../src/model/view.ts';
import { rule as never } from '../../src/rules/never-available/rule.ts';
import { rule as duties } from '../../src/rules/separation-of-duties/rule.ts';
import { judged } from '../contract/rule-suite.ts';

const account = 'aws:111122223333';
const ann = 'arn:aws:iam::111122223333:user/ann';
const ben = 'arn:aws:iam::111122223333:user/ben';
const identities = [
  { id: ann, nature: 'human' },
  { id: ben, nature: 'human' },
] as const;

describe('a right that nobody may have at hand', () => {
  const rights = [{ capability: 'disable-audit' }];

  test('is asked about only where the settings name one', () => {
    const small = { name: 'none', identities, grants: [{ subject: ann, capability: 'disable-audit' }] } as const;
    expect(judged(never as Rule<unknown>, small).totals.questions).toBe(0);
    expect(judged(never as Rule<unknown>, small, { rights }).totals).toMatchObject({ questions: 2, findings: 1, clear: 1 });
  });

  test('without a scope is that of a whole boundary, and not of a part', () => {
    const grants = [
      { subject: ann, capability: 'disable-audit', scope: account },
      { subject: ben, capability: 'disable-audit', scope: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t' },
    ] as const;
    const { findings } = judged(never, { name: 'parts', identities, grants }, { rights });
    expect(findings.map(({ subject }) => subject.id)).toEqual([ann]);
  });

  test('of two settings each is its own question', () => {
    const both = [...rights, { capability: 'destroy', scope: account }];
    const small = { name: 'two', identities, grants: [{ subject: ann, capability: 'administer' }] } as const;
    expect(judged(never as Rule<unknown>, small, { rights: both }).totals).toMatchObject({ questions: 4, findings: 2, clear: 2 });
  });
});

describe('duties that are kept apart', () => {
  const pairs = [{ a: { capability: 'grant-privilege' }, b: { capability: 'disable-audit' } }] as const;
  const small = {
    name: 'two accounts',
    identities,
    grants: [
      { subject: ann, capability: 'grant-privilege' },
      { subject: ben, capability: 'disable-audit' },
    ],
  } as const;

  test('are one person’s where two accounts are', () => {
    expect(judged(duties as Rule<unknown>, small, { pairs }).totals).toMatchObject({ questions: 2, findings: 0, clear: 2 });
    const person = { id: 'person', accounts: [ann, ben], because: [] };
    const view: View = { ...viewOfSmallGraph(small), personOf: (id) => (person.accounts.includes(id) ? person : undefined) };
    expect([...duties.questions(view, { pairs })]).toEqual([{ subject: { type: 'identity', id: ann } }]);
    expect(duties.answer(view, { subject: { type: 'identity', id: ann } }, { pairs }).says).toBe('finding');
  });

  test('are not asked about where the settings name none', () => {
    expect(judged(duties as Rule<unknown>, small).totals.questions).toBe(0);
  });
});
