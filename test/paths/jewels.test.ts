import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { exactly } from '../../src/model/persistence.ts';
import { queryPaths } from '../../src/paths/query.ts';

const A = 'aws:111122223333';
const B = 'aws:444455556666';
const UNIT = 'aws:ou-ab12-cdefgh34';
const ORGANIZATION = 'aws:o-abcde12345';
const ann = 'arn:aws:iam::111122223333:user/ann';
const bob = 'arn:aws:iam::111122223333:user/bob';
const admin = 'arn:aws:iam::111122223333:role/admin';
const far = 'arn:aws:iam::444455556666:role/far';
const bucket = 'arn:aws:s3:::ledger';
const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1';

const estate: SmallGraph = {
  name: 'jewels',
  boundaries: [{ id: A }, { id: B }],
  identities: [{ id: ann }, { id: bob }, { id: admin }, { id: far }],
  scopes: [
    { scope: A, parent: UNIT },
    { scope: UNIT, parent: ORGANIZATION },
    { scope: B, parent: ORGANIZATION },
  ],
  crownJewels: [
    { name: 'ledger', scope: bucket, boundary: A, capabilities: ['read-data'] },
    { name: 'keys', scope: 'arn:aws:secretsmanager:*:111122223333:secret:db-*', capabilities: ['read-secrets'] },
    { name: 'deployer', scope: admin },
    { name: 'production', scope: A, capabilities: ['destroy'] },
  ],
  links: [{ from: ann, to: admin, bounds: exactly('eligible') }],
  grants: [
    { subject: admin, capability: 'administer', scope: A },
    { subject: bob, capability: 'read-secrets', scope: secret },
    { subject: bob, capability: 'write-data', scope: bucket },
    { subject: far, capability: 'read-data', scope: 'arn:aws:s3:::*' },
    { subject: far, capability: 'destroy', scope: ORGANIZATION },
  ],
};
const view = viewOfSmallGraph(estate);
const told = (to: Parameters<typeof queryPaths>[1]['to'], more: object = {}): readonly (readonly unknown[])[] =>
  queryPaths(view, { to, ...more }).map((each) => [each.identity, each.jewel, each.capability, each.persistence, each.presence]);

describe('ways to crown jewels', () => {
  it('are each identity and jewel once, by what gives as much on it or around it', () => {
    expect(told('crown-jewels')).toEqual([
      [admin, 'keys', 'administer', 'standing', 'certain'],
      [admin, 'ledger', 'administer', 'standing', 'certain'],
      [admin, 'production', 'administer', 'standing', 'certain'],
      [ann, 'deployer', 'administer', 'eligible', 'certain'],
      [ann, 'keys', 'administer', 'eligible', 'certain'],
      [ann, 'ledger', 'administer', 'eligible', 'certain'],
      [ann, 'production', 'administer', 'eligible', 'certain'],
      [bob, 'keys', 'read-secrets', 'standing', 'certain'],
      [far, 'deployer', 'destroy', 'standing', 'certain'],
      // its own account lets it, and whether the account of the bucket does was not read
      [far, 'ledger', 'read-data', 'session', 'possible'],
      [far, 'production', 'destroy', 'standing', 'certain'],
    ]);
  });

  it('are asked for by name, by class, by scope and by what the jewel lies in', () => {
    expect(told('jewel:keys').map(([identity]) => identity)).toEqual([admin, ann, bob]);
    expect(told('jewel:keys', { class: 'eligible' }).map(([identity]) => identity)).toEqual([ann]);
    expect(told('crown-jewels', { from: bob })).toHaveLength(1);
    expect(told('crown-jewels', { within: A })).toHaveLength(11);
    expect(told('crown-jewels', { within: B })).toEqual([]);
    expect(told('crown-jewels', { within: secret })).toEqual([]);
    expect(told('crown-jewels', { scope: secret }).map(([, jewel]) => jewel)).toEqual([
      'keys',
      'production',
      'keys',
      'production',
      'keys',
      'production',
    ]);
    expect(told('jewel:nothing')).toEqual([]);
  });

  it('show the path to it, and speak of the scope of the jewel', () => {
    const [entry] = queryPaths(view, { to: 'jewel:ledger', from: ann });
    expect(entry).toMatchObject({ scope: bucket, links: [{ from: ann, to: admin }], via: { capability: 'administer', scope: A } });
  });

  it('may be more than was read where its account was not', () => {
    const unread = viewOfSmallGraph({ ...estate, unread: [{ kind: 'policy', boundary: A }] });
    expect(unread.jewels.reachesOf(ann)[0]?.bounds).toEqual({ lo: 'eligible', hi: 'standing' });
    const nowhere = viewOfSmallGraph({
      ...estate,
      crownJewels: [{ name: 'x', scope: bucket, boundary: 'aws:999999999999', capabilities: ['write-data'] }],
    });
    expect(nowhere.jewels.reachesOf(bob)).toMatchObject([{ presence: 'possible', bounds: { hi: 'standing' } }]);
  });
});

describe('a query within a scope', () => {
  const scopesWithin = (within: string): readonly string[] => [
    ...new Set(queryPaths(view, { to: 'read-data', within }).map((each) => each.scope)),
  ];

  it('keeps what lies in it, and what tells no place where the right to it is held', () => {
    expect(scopesWithin(A)).toEqual([A]);
    expect(scopesWithin(B)).toEqual(['arn:aws:s3:::*']);
    expect(scopesWithin(UNIT)).toEqual([A]);
    expect(scopesWithin(ORGANIZATION).toSorted()).toEqual(['arn:aws:s3:::*', A]);
    expect(queryPaths(view, { to: 'destroy', within: ORGANIZATION }).map((each) => each.scope)).toContain(ORGANIZATION);
    expect(queryPaths(view, { to: 'destroy', within: B })).toEqual([]);
  });

  it('a query on a scope counts what contains it', () => {
    expect(queryPaths(view, { to: 'destroy', scope: secret }).map((each) => [each.identity, each.via.scope])).toEqual([
      [admin, A],
      [ann, A],
      [far, ORGANIZATION],
    ]);
  });
});
