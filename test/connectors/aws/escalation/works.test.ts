import { describe, expect, it } from 'vitest';
import { readMethods } from './cases.ts';
import { expectLeft } from './expect.ts';
import type { Seen } from './judge.ts';
import { endOf, pathOf, reachOf, seenOf } from './judge.ts';
import { planOf } from './plan.ts';

const methods = readMethods();

it('has the methods of the whole catalogue, and some more', () => {
  const ids = methods.map(({ id }) => id);
  expect(ids.filter((id) => /^[a-z0-9]+-\d{3}$/.test(id))).toHaveLength(93);
  expect(ids.length).toBeGreaterThanOrEqual(96);
});

describe.each(methods.map((method) => [method.id, planOf(method)] as const))('%s', (_id, plan) => {
  const { method } = plan;
  const end = endOf(plan);
  let known: Seen | undefined;
  const ways = () => {
    const all = (known ??= seenOf(plan));
    const path = pathOf(all, end);
    expect(path).toBeDefined();
    return { all, reach: reachOf(all, end), elements: path === undefined ? [] : [...path.links, path.grant] };
  };

  it('leads where it should', () => {
    expectLeft({ plan, leaves: 'base' });
  });

  it('lasts for ever, as nothing ends it', () => {
    const { reach } = ways();
    const lo = reach?.presence === 'certain' ? 'standing' : 'session';
    expect(reach).toMatchObject({ bounds: { lo, hi: 'standing' }, windows: [{ from: null, until: null }] });
  });

  it('is told as a way of its own, with what says so', () => {
    const { elements } = ways();
    const named = elements.filter((each) => each.escalation !== undefined);
    if (method.plain === true) expect(named).toEqual([]);
    else {
      expect(named.length).toBeGreaterThan(0);
      for (const each of named) {
        expect(each.evidence.length).toBeGreaterThan(0);
        expect(each.because.length).toBeGreaterThan(0);
        if (each.presence === 'possible') expect(each.conditions.map(({ settled }) => settled)).toContain('outside');
      }
    }
  });

  it('gives what is taken over no more than it has', () => {
    const { all } = ways();
    const target = `arn:aws:iam::${plan.account}:${method.target ?? ''}/${plan.target}`;
    expect(all.view.reach(target, 'administer', `aws:${plan.account}`)).toBeUndefined();
  });

  it('gives a bystander nothing', () => {
    const { all } = ways();
    expect(all.view.reach(all.estate.bystander, end.capability, end.scope)).toBeUndefined();
    expect(all.elements.filter((each) => (each.type === 'link' ? each.from : each.subject) === all.estate.bystander)).toEqual([]);
  });
});
