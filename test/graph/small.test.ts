import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';

const A = 'aws:111122223333';
const alice = 'arn:aws:iam::111122223333:user/alice';
const admin = 'arn:aws:iam::111122223333:role/admin';

describe('a small graph', () => {
  it('takes the plainest values for everything it does not say', () => {
    const view = viewOfSmallGraph({
      name: 'user assumes an administrator role',
      identities: [{ id: alice }, { id: admin }],
      credentials: [{ id: `${alice}#access-key-1`, identity: alice }],
      links: [{ from: alice, to: admin }],
      grants: [{ subject: admin, capability: 'administer' }],
    });
    expect(view.identity(alice)).toMatchObject({ kind: 'user', nature: 'human', boundary: A, name: 'alice' });
    expect(view.identity(admin)).toMatchObject({ kind: 'role', nature: 'non-human' });
    expect(view.reach(alice, 'administer', A)).toEqual({
      identity: alice,
      capability: 'administer',
      scope: A,
      bounds: { lo: 'standing', hi: 'standing' },
      presence: 'certain',
      windows: [{ from: null, until: null }],
      pattern: 'standing',
      tierZero: true,
      caveats: [],
    });
    expect(view.entry(alice)).toEqual({ state: 'live', persistence: 'standing', ways: ['access-key-1, active'], openers: [] });
    expect(view.entry(admin)).toEqual({ state: 'live', persistence: 'standing', ways: [`trusted by ${alice}`], openers: [] });
    expect(view.dangling()).toEqual([]);
    expect(view.gapsIn('credential', A, alice)).toEqual([]);
  });

  it('leaves unread what it says is unread', () => {
    const view = viewOfSmallGraph({ name: 'unread', identities: [{ id: alice }], unread: [{ kind: 'credential' }] });
    expect(view.gapsIn('credential', A, alice)).toMatchObject([{ boundary: A, surface: 'aws:credential', cause: 'denied' }]);
    expect(view.coverageOf('credential', A)).toMatchObject([{ status: 'unread' }]);
    expect(view.entry(alice).state).toBe('unread');
    expect(view.gapsIn('policy', A)).toEqual([]);
  });
});
