import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { Rule } from '../../src/contract/rule.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Gap } from '../../src/model/gap.ts';
import { rule as anyRule } from '../../src/rules/role-unused/rule.ts';

const gap = (subject?: string): Gap => ({
  boundary: 'aws:111122223333',
  surface: 'aws:authorization-details',
  cause: 'malformed',
  detail: 'a policy could not be read',
  ...(subject === undefined ? {} : { subject }),
});
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

/** Leaves a question about each role open, for the gap that `about` names. */
function openFor(about: (id: string) => string | undefined): Rule<unknown> {
  return {
    ...(anyRule as unknown as Rule<unknown>),
    *questions(view) {
      for (const { id } of view.identities()) yield { subject: { type: 'identity', id } };
    },
    answer: (_view, { subject }) => ({ says: 'undetermined', because: [gap(about('id' in subject ? subject.id : ''))] }),
  };
}

function linesOf(about: (id: string) => string | undefined): readonly string[] {
  const view = viewOfSmallGraph({ name: 'three roles', identities: ['a', 'b', 'c'].map((name) => ({ id: role(name) })) });
  const { undetermined } = judge({ view, rules: [{ rule: openFor(about), settings: v.parse(anyRule.settings, {}) }], remedy: () => [] });
  return undetermined.map(({ subject, questions }) => `${subject.id} ${questions}`);
}

it('says once for a boundary what is missing for everyone', () => {
  expect(linesOf(() => undefined)).toEqual(['aws:111122223333 3']);
});

it('says once what is missing of somebody else, and keeps the question that is about itself', () => {
  expect(linesOf(() => role('c'))).toEqual([`${role('c')} 1`, 'aws:111122223333 2']);
});

it('names the subject where one question alone is open for somebody else', () => {
  expect(linesOf((id) => (id === role('a') ? role('z') : id))).toEqual([`${role('a')} 1`, `${role('b')} 1`, `${role('c')} 1`]);
});

it('tells many reasons of one identity apart, and counts those that come again', () => {
  const id = role('a');
  const details = Array.from({ length: 20 }, (_, at) => `policy ${at} could not be read`);
  const asked = [...details, ...details.toReversed(), ...details.slice(0, 3)];
  const rule: Rule<unknown> = {
    ...openFor(() => id),
    *questions() {
      for (const scope of asked) yield { subject: { type: 'identity', id }, scope };
      yield { subject: { type: 'identity', id }, capability: 'administer', scope: details[0] ?? '' };
    },
    answer: (_view, { scope = '' }) => ({ says: 'undetermined', because: [{ ...gap(id), detail: scope }] }),
  };
  const view = viewOfSmallGraph({ name: 'one role', identities: [{ id }] });
  const { undetermined } = judge({ view, rules: [{ rule, settings: v.parse(anyRule.settings, {}) }], remedy: () => [] });
  const lines = undetermined.map(({ capability, questions, because }) => `${capability ?? '-'} ${because[0]?.detail ?? ''}: ${questions}`);
  expect(lines.toSorted()).toEqual(
    [`administer policy 0 could not be read: 1`, ...details.map((detail, at) => `- ${detail}: ${at < 3 ? 3 : 2}`)].toSorted(),
  );
});
