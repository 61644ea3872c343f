import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { exactly } from '../../src/model/persistence.ts';
import { queryPaths } from '../../src/paths/query.ts';
import { stepsOf } from '../../src/paths/steps.ts';

const A = 'aws:111122223333';
const alice = 'arn:aws:iam::111122223333:user/alice';
const bob = 'arn:aws:iam::111122223333:user/bob';
const team = 'arn:aws:iam::111122223333:group/team';
const admin = 'arn:aws:iam::111122223333:role/admin';
const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1';
const until = Date.UTC(2026, 0, 3);

const view = viewOfSmallGraph({
  name: 'two ways to secrets',
  identities: [{ id: alice }, { id: bob }, { id: team }, { id: admin }],
  credentials: [{ id: `${alice}#access-key-1`, identity: alice }],
  links: [
    {
      from: alice,
      to: admin,
      bounds: exactly('time-bound'),
      windows: [{ from: null, until }],
      caveats: ['unless an unread policy denies it'],
    },
  ],
  grants: [
    { subject: admin, capability: 'administer' },
    { subject: bob, capability: 'read-secrets', through: [{ how: 'member-of', from: bob, to: team }] },
    { subject: alice, capability: 'read-secrets', bounds: exactly('eligible') },
  ],
});

describe('a query for paths', () => {
  it('lists whoever reaches what was asked for or more, once, under what was asked for', () => {
    const found = queryPaths(view, { to: 'read-secrets' });
    expect(found.map((each) => [each.identity, each.capability, each.scope, each.persistence])).toEqual([
      [admin, 'read-secrets', A, 'standing'],
      [alice, 'read-secrets', A, 'time-bound'],
      [bob, 'read-secrets', A, 'standing'],
    ]);
    expect(found[1]).toMatchObject({
      bounds: exactly('time-bound'),
      presence: 'certain',
      pattern: 'JITP',
      windows: [{ from: null, until: null }],
      entry: { state: 'live' },
      caveats: ['unless an unread policy denies it'],
      links: [{ how: 'can-assume', from: alice, to: admin, persistence: 'time-bound' }],
      via: { capability: 'administer', scope: A, persistence: 'standing' },
    });
    expect(found[2]?.links).toMatchObject([{ how: 'member-of', from: bob, to: team }]);
  });

  it('narrows to an identity, a class, and a scope within a boundary', () => {
    expect(queryPaths(view, { to: 'read-secrets', class: 'standing' }).map((each) => each.identity)).toEqual([admin, bob]);
    const [only, ...rest] = queryPaths(view, { to: 'read-secrets', from: bob, scope: secret });
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ identity: bob, scope: secret, via: { scope: A } });
    expect(queryPaths(view, { to: 'read-secrets', scope: 'aws:444455556666' })).toEqual([]);
    expect(queryPaths(view, { to: 'read-secrets', from: 'nobody' })).toEqual([]);
  });

  it('for tier 0 keeps each capability apart, and prints windows as times', () => {
    const found = queryPaths(view, { to: 'tier0', from: alice });
    expect(found.map((each) => [each.capability, each.windows])).toEqual([
      ['administer', [{ from: null, until: '2026-01-03T00:00:00.000Z' }]],
      ['read-secrets', [{ from: null, until: null }]],
    ]);
  });
});

describe('steps', () => {
  it('go from the entry over identities, links and memberships to the grant', () => {
    const path = view.path(bob, 'read-secrets', A);
    if (path === undefined) throw new Error('no path');
    expect(stepsOf(view, path).map((each) => each.step)).toEqual(['entry', 'identity', 'link', 'identity', 'grant']);
    expect(stepsOf(view, path)[0]).toEqual({ step: 'entry', state: 'none-seen', text: 'no live way in seen' });
    expect(stepsOf(view, path)[3]).toEqual({ step: 'identity', id: team, name: 'team' });
  });
});
