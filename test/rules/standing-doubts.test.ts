import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { rule } from '../../src/rules/standing-read-secrets/rule.ts';

const ann = 'arn:aws:iam::111122223333:user/ann';
const secret = (n: number): string => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:s${String(n).padStart(3, '0')}`;
const possible = { presence: 'possible', conditions: [{ text: 'a function runs as it', settled: 'outside' }] } as const;

function judged(grants: NonNullable<SmallGraph['grants']>) {
  const view = viewOfSmallGraph({ name: 'secrets', identities: [{ id: ann, kind: 'user' }], grants });
  const { findings, undetermined, totals } = judge({
    view,
    rules: [{ rule: rule, settings: v.parse(rule.settings, {}) }],
    remedy: () => [],
  });
  return { findings, undetermined, questions: totals[0]?.questions };
}
const many = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

test('rights in doubt on a few things are asked about one by one', () => {
  const { undetermined, questions } = judged(
    many(20).map((n) => ({ subject: ann, capability: 'read-secrets', scope: secret(n), ...possible })),
  );
  expect(questions).toBe(20);
  expect(undetermined.reduce((sum, each) => sum + each.questions, 0)).toBe(20);
});

test('on many they are one question, which stays open for their reasons', () => {
  const { findings, undetermined, questions } = judged(
    many(21).map((n) => ({ subject: ann, capability: 'read-secrets', scope: secret(n), ...possible })),
  );
  expect(questions).toBe(1);
  expect(findings).toEqual([]);
  expect(undetermined).toHaveLength(1);
  expect(undetermined[0]?.because[0]?.detail).toContain('a function runs as it');
});

test('what is certain among them is asked about by itself, and found', () => {
  const { findings, undetermined, questions } = judged([
    ...many(21).map((n) => ({ subject: ann, capability: 'read-secrets' as const, scope: secret(n), ...possible })),
    { subject: ann, capability: 'read-secrets', scope: secret(500) },
  ]);
  expect(questions).toBe(2);
  expect(findings.map((each) => each.scope)).toEqual([secret(500)]);
  expect(undetermined).toHaveLength(1);
});

test('what is greater and certain leaves no doubt to ask about', () => {
  const { findings, undetermined } = judged([
    ...many(30).map((n) => ({ subject: ann, capability: 'read-secrets' as const, scope: secret(n), ...possible })),
    { subject: ann, capability: 'administer' },
  ]);
  expect(undetermined).toEqual([]);
  expect(findings).toEqual([]);
});
