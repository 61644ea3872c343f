import { describe, expect, it } from 'vitest';
import { readMethods } from './cases.ts';
import { expectLeft } from './expect.ts';
import { endOf, pathOf, seenOf } from './judge.ts';
import { planOf } from './plan.ts';

const methods = readMethods().filter(({ reaches }) => reaches === 'target');

it('chains every method that takes over another', () => {
  expect(methods.length).toBeGreaterThanOrEqual(50);
});

describe.each(methods.map((method) => [method.id, planOf(method)] as const))('%s and then policies of its own', (_id, plan) => {
  const chained = { ...plan, privilege: 'own-policies' as const };

  it('leads to every right in the account', () => {
    expectLeft({ plan: chained, leaves: 'base' });
  });

  it('is told step by step', () => {
    const path = pathOf(seenOf(chained), endOf(chained));
    const steps = path === undefined ? [] : [...path.links, path.grant].filter((each) => each.escalation !== undefined);
    expect(steps.length).toBeGreaterThanOrEqual(plan.method.plain === true ? 1 : plan.method.target === 'group' ? 1 : 2);
  });

  it('leads nowhere without its first step', () => {
    expectLeft({ plan: { ...chained, allows: [] }, leaves: 'none' });
  });
});
