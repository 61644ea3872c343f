import { expect } from 'vitest';
import type { Outcome } from './cases.ts';
import type { Variant } from './ingredients.ts';
import type { Engine } from './judge.ts';
import { endOf, pathOf, presenceOf, seenOf } from './judge.ts';
import type { Plan } from './plan.ts';

type Presence = ReturnType<typeof presenceOf>;

/** The presences an outcome allows. */
function allowed(leaves: Outcome | 'base', { method }: Plan): readonly Presence[] {
  switch (leaves) {
    case 'none':
      return ['none'];
    case 'possible':
      return ['possible'];
    case 'weaker':
      return ['none', 'possible'];
    case 'reached':
      return ['certain', 'possible'];
    case 'base':
      return method.presence ?? ['certain'];
  }
}

/** What is wrong with what an engine says of a variant; undefined: it says what it has to. What is possible only must say what it depends on. */
export function wrongIn({ plan, leaves, caveat }: Omit<Variant, 'name'>, engine?: Engine): string | undefined {
  const all = seenOf(plan, engine);
  const end = endOf(plan);
  const presence = presenceOf(all, end);
  const right = allowed(leaves, plan);
  if (!right.includes(presence)) return `${presence}, and not ${right.join(' or ')}`;
  const path = pathOf(all, end);
  if (caveat !== undefined && path?.caveats.join('\n').includes(caveat) !== true) return `no caveat speaks of a ${caveat}`;
  const settled = path === undefined ? [] : [...path.links, path.grant].flatMap(({ conditions }) => conditions.map((each) => each.settled));
  return presence === 'possible' && !settled.includes('outside') ? 'possible, on no condition' : undefined;
}

/** That each variant is what it has to be; what is not is told by name. */
export function expectAll(variants: readonly Variant[]): void {
  const wrong = variants.flatMap((each) => {
    const words = wrongIn(each);
    return words === undefined ? [] : [`${each.name}: ${words}`];
  });
  expect(wrong.join('\n')).toBe('');
}

export function expectLeft(variant: Omit<Variant, 'name'>): void {
  expect(wrongIn(variant)).toBeUndefined();
}
