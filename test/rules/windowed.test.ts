import { expect, test } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { windowedQuestions } from '../../src/rules/windowed.ts';

const ann = 'arn:aws:iam::111122223333:user/ann';
const ops = 'arn:aws:iam::111122223333:role/ops';
const pool = 'pool:aws:111122223333:joined-admins';
const windows = [{ from: null, until: 0 }];

function asked(small: Omit<SmallGraph, 'name'>): readonly string[] {
  const view = viewOfSmallGraph({
    name: 'windows',
    identities: [
      { id: ann, kind: 'user' },
      { id: ops, kind: 'role' },
    ],
    ...small,
  });
  return [...windowedQuestions(view, () => true)].map(({ subject }) => subject.type);
}

test('a link with an end is asked about', () => {
  expect(asked({ links: [{ from: ann, to: ops, windows }] })).toEqual(['link']);
});

test('what several permissions open together is not: nobody wrote it down', () => {
  expect(asked({ links: [{ from: ann, to: ops, windows, how: 'can-run-as', escalation: 'pass-role-to-new-function' }] })).toEqual([]);
});

test('what a pool stands for is not its own right', () => {
  expect(asked({ grants: [{ subject: pool, capability: 'administer', windows }] })).toEqual([]);
  expect(asked({ grants: [{ subject: ann, capability: 'administer', windows }] })).toEqual(['grant']);
});
