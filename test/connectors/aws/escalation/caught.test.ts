import { describe, expect, it } from 'vitest';
import { readMethods } from './cases.ts';
import { estateOf } from './estate.ts';
import { wrongIn } from './expect.ts';
import { withoutIngredients } from './ingredients.ts';
import type { Engine } from './judge.ts';
import { resolved } from './judge.ts';
import { planOf } from './plan.ts';

const plans = readMethods()
  .filter(({ plain }) => plain === undefined)
  .map((method) => planOf(method));
describe('a broken engine is caught', () => {
  it('that knows no method, by every method', () => {
    const engine: Engine = (estate) => resolved(estate).filter((each) => each.escalation === undefined);
    const missed = plans.filter((plan) => wrongIn({ plan, leaves: 'base' }, engine) === undefined);
    expect(missed.map(({ method }) => method.id)).toEqual([]);
  });

  it('that holds every way to be possible only, by every method that is certain', () => {
    const engine: Engine = (estate) =>
      resolved(estate).map((each) =>
        each.escalation === undefined ? each : { ...each, presence: 'possible', bounds: { lo: 'session', hi: 'standing' } },
      );
    const certain = plans.filter(({ method }) => method.presence === undefined);
    expect(certain.length).toBeGreaterThanOrEqual(45);
    const missed = certain.filter((plan) => wrongIn({ plan, leaves: 'base' }, engine) === undefined);
    expect(missed.map(({ method }) => method.id)).toEqual([]);
  });

  it('that does not ask for what has to be there, by every method with such a thing', () => {
    let tried = 0;
    const missed: string[] = [];
    for (const plan of plans) {
      const whole = resolved(estateOf(plan));
      for (const variant of withoutIngredients(plan)) {
        if (variant.leaves !== 'none' || !variant.name.startsWith('where')) continue;
        tried++;
        if (wrongIn(variant, () => whole) === undefined) missed.push(`${plan.method.id} ${variant.name}`);
      }
    }
    expect(tried).toBeGreaterThanOrEqual(180);
    expect(missed).toEqual([]);
  });
});
