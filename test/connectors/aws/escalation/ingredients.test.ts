import { expect, it } from 'vitest';
import { readMethods } from './cases.ts';
import { expectAll } from './expect.ts';
import { withoutIngredients } from './ingredients.ts';
import { planOf } from './plan.ts';

const all = readMethods().map((method) => ({ method, variants: [...withoutIngredients(planOf(method))] }));

it('takes away every ingredient of every method', () => {
  for (const { method, variants } of all) {
    const names = variants.map(({ name }) => name);
    expect(new Set(names).size, method.id).toBe(names.length);
    for (const { action } of method.permissions) expect(names, method.id).toContain(`without ${action}`);
    const things = [method.services, method.letsIn, method.profile, method.workload, method.member, method.attached, method.keys];
    const needed = things.filter((each) => each !== undefined).length + (method.password === undefined ? 0 : 1);
    expect(names.filter((name) => name.startsWith('where')).length, method.id).toBeGreaterThanOrEqual(needed);
  }
  expect(all.reduce((sum, { variants }) => sum + variants.length, 0)).toBeGreaterThanOrEqual(790);
});

it.each(all.map(({ method, variants }) => [method.id, variants] as const))(
  '%s leads nowhere without one of its ingredients',
  (_id, variants) => {
    expectAll(variants);
  },
);
