import { describe, expect, it } from 'vitest';
import { runs } from '../../../support/runs.ts';
import { readMethods } from './cases.ts';
import { expectAll } from './expect.ts';
import { underLimits } from './limits.ts';
import { endOf, pathOf, reachOf, seenOf } from './judge.ts';
import type { Plan } from './plan.ts';
import { planOf, withPermission } from './plan.ts';

const methods = readMethods();
const all = methods.map((method) => ({ method, variants: [...underLimits(planOf(method))] }));
const UNREAD = 'unless an unread service control policy denies it';

it('tries every limit on every method', () => {
  for (const { method, variants } of all) expect(variants.length, method.id).toBeGreaterThanOrEqual(18);
  expect(all.reduce((sum, { variants }) => sum + variants.length, 0)).toBeGreaterThanOrEqual(1_950);
});

// usually each limit on a third of the methods, and each method under a third of the limits
const step = Math.max(1, Math.round(100 / runs(33, 100)));
const tried = all.map(({ method, variants }, place) => [method.id, variants.filter((_each, at) => (place + at) % step === 0)] as const);

it.each(tried)('%s is limited as any right is', (_id, variants) => {
  expectAll(variants);
});

describe.each(methods.map((method) => [method.id, planOf(method)] as const))('%s', (_id, plan) => {
  const end = endOf(plan);
  const until = Date.UTC(2026, 0, 15);
  const from = Date.UTC(2025, 11, 20);
  const dated = (given: Plan, at: number, operator: string, time: number): Plan =>
    withPermission(given, at, (each) => ({
      ...each,
      condition: { ...each.condition, [operator]: { 'aws:CurrentTime': new Date(time).toISOString() } },
    }));

  it.each(plan.method.permissions.map(({ action }, at) => [action, at] as const))('%s for two weeks lasts so long', (action, at) => {
    const reach = reachOf(seenOf(dated(plan, at, 'DateLessThan', until)), end);
    expect(reach).toBeDefined();
    const isNeeded = plan.method.without?.[action] === undefined;
    const isCertain = reach?.presence === 'certain';
    if (isNeeded)
      expect(reach).toMatchObject({
        bounds: { lo: isCertain ? 'time-bound' : 'session', hi: 'time-bound' },
        windows: [{ from: null, until }],
      });
    // without it the way is only possible, so what is certain has it
    else if (isCertain && plan.method.without?.[action] === 'possible') expect(reach?.bounds.lo).toBe('time-bound');
  });

  it('lasts as long as all its permissions together', () => {
    const last = plan.allows.length - 1;
    const both = dated(dated(plan, 0, 'DateLessThan', until), last, 'DateGreaterThanEquals', from);
    const isNeeded = [0, last].every((at) => plan.method.without?.[plan.allows[at]?.action ?? ''] === undefined);
    const reach = reachOf(seenOf(both), end);
    expect(reach).toBeDefined();
    if (isNeeded) expect(reach?.windows).toEqual([{ from, until }]);
  });

  it('is over where one of its permissions is', () => {
    const reach = reachOf(seenOf(dated(plan, 0, 'DateLessThan', from)), end);
    if (plan.method.without?.[plan.allows[0]?.action ?? ''] === undefined) expect(reach).toBeUndefined();
  });

  it('says that nobody read the service control policies, and says nothing where they were read', () => {
    expect(pathOf(seenOf({ ...plan, guardrail: 'unread' }), end)?.caveats).toContain(UNREAD);
    const path = pathOf(seenOf({ ...plan, guardrail: [] }), end);
    expect(path).toBeDefined();
    expect(path?.caveats).not.toContain(UNREAD);
  });

  it('names each permission and the policy it is in', () => {
    if (plan.method.plain === true) return;
    const path = pathOf(seenOf({ ...plan, held: 'apart' }), end);
    const elements = (path === undefined ? [] : [...path.links, path.grant]).filter((each) => each.escalation !== undefined);
    expect(elements.length).toBeGreaterThan(0);
    const words = elements.flatMap(({ because }) => because).join('\n');
    const left = plan.method.permissions.filter(({ action }) => plan.method.without?.[action] === undefined);
    for (const { action } of left) expect(words).toContain(action);
    const passing = plan.method.permissions.findIndex(({ action }) => action === 'iam:PassRole');
    if (passing >= 0) expect(elements.map(({ source }) => source.name).join()).toContain(`own-${passing}-iam-PassRole`);
  });
});
