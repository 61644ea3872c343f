import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { rule as anyRule } from '../../src/rules/role-unused/rule.ts';

const near = 'aws:111122223333';
const far = 'aws:444455556666';
const stranger = 'arn:aws:iam::999988887777:root';

/** Finds nothing about anybody. */
const rule: Rule<unknown> = {
  ...(anyRule as unknown as Rule<unknown>),
  needs: [{ kind: 'resource-policy', where: 'reached' }],
  *questions() {
    yield { subject: { type: 'identity', id: stranger } };
  },
  answer: () => ({ says: 'clear' }),
};

function openOf(more: Omit<SmallGraph, 'name'>): readonly string[] {
  const view = viewOfSmallGraph({
    name: 'a party outside',
    boundaries: [{ id: near }, { id: far }],
    identities: [
      { id: stranger, kind: 'external-party', boundary: null },
      { id: 'arn:aws:iam::111122223333:role/a', kind: 'role', boundary: near },
    ],
    ...more,
  });
  const { undetermined } = judge({ view, rules: [{ rule, settings: v.parse(anyRule.settings, {}) }], remedy: () => [] });
  return undetermined.flatMap(({ because }) => because.map(({ boundary }) => boundary));
}

it('calls a party outside clear only where everything was read that might let it in, wherever it is', () => {
  const links = [{ from: stranger, to: 'arn:aws:iam::111122223333:role/a' }];
  const unread = [{ kind: 'resource-policy', boundary: far }] as const;
  expect(openOf({})).toEqual([]);
  expect(openOf({ unread })).toEqual([far]);
  expect(openOf({ unread, links })).toEqual([far]);
});

it('does not ask what a directory gives its own', () => {
  const unread = [{ kind: 'resource-policy', boundary: far }] as const;
  expect(openOf({ unread, boundaries: [{ id: near }, { id: far, closed: true }] })).toEqual([]);
});
