import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { ComparedReach, Missing } from '../../src/paths/compare.ts';
import { comparePaths, tallyOf } from '../../src/paths/compare.ts';
import type { PathQuery } from '../../src/paths/query.ts';

const ACCOUNT = 'aws:111122223333';
const who = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`;
const [ann, bob, role, other] = [who('user', 'ann'), who('user', 'bob'), who('role', 'r'), who('role', 'other')];
const identities = [{ id: ann }, { id: bob }, { id: role }, { id: other }];
type Links = NonNullable<SmallGraph['links']>;
type Grants = NonNullable<SmallGraph['grants']>;
const may = (from: string, to: string, more: Partial<Links[number]> = {}): Links[number] => ({ from, to, how: 'can-assume', ...more });
const holds = (subject: string, more: Partial<Grants[number]> = {}): Grants[number] => ({ subject, capability: 'administer', ...more });

const gap: Gap = { boundary: ACCOUNT, surface: 'aws:policy', cause: 'denied', detail: 'not read' };
const nothing: Missing = () => [];
const something: Missing = () => [gap];

function compare(
  before: Pick<SmallGraph, 'links' | 'grants'>,
  after: Pick<SmallGraph, 'links' | 'grants'>,
  query: PathQuery = { to: 'tier0' },
  missing = nothing,
): ReturnType<typeof comparePaths> {
  const [one, two] = [before, after].map((each) => viewOfSmallGraph({ name: 'an estate', identities, ...each }));
  if (one === undefined || two === undefined) throw new Error('there are two sides');
  return comparePaths(one, two, query, missing);
}

function line({ identity, capability, outcome, another }: ComparedReach): string {
  return `${identity.slice(identity.lastIndexOf('/') + 1)} ${capability} ${outcome}${another ? ' by another way' : ''}`;
}

describe('two views of one estate', () => {
  it('tell what is gone, and who loses all', () => {
    const { reaches, identities: all, gaining } = compare({ grants: [holds(ann), holds(bob)] }, { grants: [holds(bob)] });
    expect(reaches.map(line)).toEqual(['ann administer gone', 'bob administer unchanged']);
    expect(all.map((each) => each.outcome)).toEqual(['loses', 'keeps']);
    expect(gaining).toEqual([]);
  });

  it('never call gone what something unread could still give', () => {
    const compared = compare({ grants: [holds(ann)] }, {}, { to: 'tier0' }, something);
    expect(compared.reaches).toMatchObject([{ outcome: 'undetermined', missing: [gap], after: null }]);
    expect(tallyOf(compared)).toEqual({ held: 1, loses: 0, undetermined: 1, weaker: 0, keeps: 0, gains: 0 });
  });

  it('show the way that remains', () => {
    const before = {
      grants: [holds(role)],
      links: [may(ann, role, { key: 'a' }), may(ann, other, { key: 'b' }), may(other, role, { key: 'c' })],
    };
    const { reaches } = compare(before, { grants: before.grants, links: before.links.slice(1) });
    expect(reaches.map(line)).toEqual(['other administer unchanged', 'r administer unchanged', 'ann administer unchanged by another way']);
    expect(reaches[2]?.before?.links).toHaveLength(1);
    expect(reaches[2]?.after?.links).toHaveLength(2);
  });

  it('count a right that a greater one gives as held, on both sides', () => {
    const lesser = holds(ann, { capability: 'grant-privilege' });
    expect(compare({ grants: [holds(ann), lesser] }, { grants: [holds(ann)] }).reaches.map(line)).toEqual([
      'ann administer unchanged',
      'ann grant-privilege unchanged by another way',
    ]);
    // what was given through more before is nothing new
    expect(compare({ grants: [holds(ann)] }, { grants: [lesser] }).reaches.map(line)).toEqual(['ann administer gone']);
  });

  it.each([
    ['a possible way in place of a certain one', holds(ann), holds(ann, { presence: 'possible' }), 'weaker'],
    ['a class that ends in place of one that does not', holds(ann), holds(ann, { bounds: { lo: 'eligible', hi: 'eligible' } }), 'weaker'],
    ['a certain way in place of a possible one', holds(ann, { presence: 'possible' }), holds(ann), 'stronger'],
  ])('tell %s', (_, before, after, outcome) => {
    expect(compare({ grants: [before] }, { grants: [after] }).reaches).toMatchObject([{ outcome }]);
  });

  it('tell who gains, loudly apart from who keeps', () => {
    const compared = compare({ grants: [holds(ann)] }, { grants: [holds(ann), holds(bob)] });
    expect(compared.reaches.map(line)).toEqual(['ann administer unchanged', 'bob administer new']);
    expect(compared.gaining).toEqual([bob]);
    expect(tallyOf(compared)).toMatchObject({ held: 1, keeps: 1, gains: 1 });
  });

  it('tell a right that is kept and leads to tier 0 no more, or only now', () => {
    const right = holds(ann, { capability: 'impersonate', scope: role });
    const [high, low] = [{ grants: [right, holds(role)] }, { grants: [right] }];
    expect(compare(high, low).reaches.map(line)).toEqual(['r administer gone', 'ann impersonate lowered']);
    expect(compare(high, low).identities.map((each) => each.outcome)).toEqual(['loses', 'loses']);
    expect(compare(high, low, { to: 'tier0' }, something).identities.map((each) => each.outcome)).toEqual(['undetermined', 'undetermined']);
    expect(compare(low, high).reaches.map(line)).toEqual(['r administer new', 'ann impersonate raised']);
    expect(compare(low, high).gaining).toEqual([role, ann]);
  });

  it('look at what was asked for alone', () => {
    const [before, after] = [{ grants: [holds(ann), holds(bob)] }, {}];
    expect(compare(before, after, { to: 'tier0', from: bob }).reaches.map(line)).toEqual(['bob administer gone']);
    expect(compare(before, after, { to: 'read-secrets', scope: ACCOUNT }).reaches.map(line)).toEqual([
      'ann read-secrets gone',
      'bob read-secrets gone',
    ]);
    expect(compare(before, after, { to: 'tier0', class: 'eligible' }).reaches).toEqual([]);
  });
});
