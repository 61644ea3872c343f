import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byKeys } from '../../src/base/order.ts';
import { elementsOf } from '../../src/graph/elements.ts';
import { expandSmallGraph } from '../../src/judge/small.ts';
import type { Grant, Link } from '../../src/model/grant.ts';
import { runs } from '../support/runs.ts';

const [plainGrant, plainLink] = expandSmallGraph({
  name: 'one of each',
  identities: [{ id: 'arn:aws:iam::111122223333:user/ann' }],
  grants: [{ subject: 'arn:aws:iam::111122223333:user/ann', capability: 'administer' }],
  links: [{ from: 'arn:aws:iam::111122223333:user/ann', to: 'arn:aws:iam::111122223333:role/ops' }],
}).elements;
if (plainGrant?.type !== 'grant' || plainLink?.type !== 'link') throw new Error('the small graph lacks its elements');

/** Elements whose keys begin with what they are made of, as connectors make them, or have nothing to do with it. */
const names = fc.constantFrom('a', 'aa', 'a|', 'b', 'c');
const made = fc.record({ type: fc.constantFrom('grant', 'link'), one: names, two: names, tail: fc.nat({ max: 40 }), told: fc.boolean() });
const elements = fc.array(made, { maxLength: 120 }).map((all) =>
  all.map(({ type, one, two, tail, told }): Grant | Link => {
    const key = told ? `${type}|${one}|${two}|${tail}` : `${tail}`;
    return type === 'grant'
      ? { ...plainGrant, key, subject: one, source: { ...plainGrant.source, id: two } }
      : { ...plainLink, key, from: one, to: two };
  }),
);

describe('elements', () => {
  it('come in the order of their keys, however their parts lie', () => {
    fc.assert(
      fc.property(elements, (all) => {
        const once = [...new Map(all.map((each) => [`${each.type} ${each.key}`, each])).values()];
        const { grants, links } = elementsOf(once);
        const wanted = once.toSorted(byKeys((each) => each.key));
        expect(grants).toEqual(wanted.filter((each) => each.type === 'grant'));
        expect(links).toEqual(wanted.filter((each) => each.type === 'link'));
      }),
      { numRuns: runs(200) },
    );
  });

  it('are one where two say the same, and refused where they differ, also among many', () => {
    const many = Array.from({ length: 100 }, (_, at): Grant => ({ ...plainGrant, key: `grant|${at % 7}|${at}`, subject: String(at % 7) }));
    expect(elementsOf([...many, ...many.toReversed()]).grants).toHaveLength(100);
    const other = many.map((each, at): Grant => (at === 50 ? { ...each, presence: 'possible' } : each));
    expect(() => elementsOf([...many, ...other])).toThrow(expect.objectContaining({ code: 'duplicate-key' }));
  });
});
