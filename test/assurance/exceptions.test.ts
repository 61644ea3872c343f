import { describe, expect, it } from 'vitest';
import { exceptionFaults, exceptionStandings, exceptionState } from '../../src/assurance/exceptions.ts';
import { usualAssurance } from '../../src/assurance/settings.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { PrivilegeException } from '../../src/model/exception.ts';
import { partiesOf, textParties } from '../../src/paths/parties.ts';

const bob = 'arn:aws:iam::111122223333:user/bob';
const longest = usualAssurance.longestExceptionDays;

const sound: PrivilegeException = {
  id: 'bobs-admin',
  kind: 'vendor',
  matcher: { rule: 'standing-administrator', subject: bob, boundary: null, capability: null, scope: null, fingerprint: null },
  maxMatches: 1,
  owner: 'olga@acme.example',
  approver: 'paul@acme.example',
  reference: 'CHG-1',
  reason: 'he runs it alone',
  compensating: [],
  approvedAt: '2026-01-01T00:00:00.000Z',
  reviewedAt: null,
  testedAt: null,
  start: '2026-01-02T00:00:00.000Z',
  end: '2026-03-02T00:00:00.000Z',
  frozen: ['a'.repeat(64)],
  revokedAt: null,
};

describe('what is wrong with an exception', () => {
  it('is nothing where three people, a reason and an end are there', () => {
    expect(exceptionFaults(sound, longest, textParties)).toEqual([]);
  });

  it.each<[Partial<PrivilegeException>, string]>([
    [{ owner: ' ' }, 'nobody owns it'],
    [{ approver: '' }, 'nobody approved it'],
    [{ approver: 'OLGA@acme.example ' }, 'approver is owner'],
    [{ owner: bob }, 'owner is the subject'],
    [{ approver: bob.toUpperCase() }, 'approver is the subject'],
    [{ matcher: { ...sound.matcher, rule: '*', subject: null } }, 'it names neither a rule nor a subject'],
    [{ matcher: { ...sound.matcher, rule: null, subject: '**' } }, 'it names neither a rule nor a subject'],
    [{ matcher: { ...sound.matcher, capability: 'disable-audit' } }, 'no exception covers a disabled audit'],
    [{ matcher: { ...sound.matcher, rule: 'end-claimed-still-present' } }, 'no exception covers what a source says ended and is there'],
    [{ kind: 'break-glass', matcher: { ...sound.matcher, subject: null } }, 'it is for break-glass and does not say whose account'],
    [{ end: '2026-04-05T00:00:00.000Z' }, 'it lasts 93 days, and vendor exceptions may last 92'],
    [{ end: '2026-01-02T00:00:00.000Z' }, 'it ends before it begins'],
    [{ frozen: ['a'.repeat(64), 'b'.repeat(64)] }, 'it was approved for 1 and covers 2'],
    [{ reference: '' }, 'it refers to no decision'],
    [{ reason: '' }, 'it gives no reason'],
  ])('%j', (change, fault) => {
    expect(exceptionFaults({ ...sound, ...change }, longest, textParties)).toContain(fault);
  });

  it('counts the accounts of one person as one, by any of their names', () => {
    const other = 'entra:t1/user/bob';
    const handles = [{ kind: 'mail', value: 'bob@acme.example', immutable: false }];
    const view = viewOfSmallGraph({ name: 'bob', identities: [{ id: bob, handles }, { id: other }] });
    const parties = partiesOf({ identities: () => view.identities(), identity: (id) => view.identity(id), personOf }, [
      'Bob@acme.example',
      other,
    ]);
    expect(parties.isOf('Bob@acme.example', { id: bob, uid: null, name: 'bob' })).toBe(true);
    expect(parties.isSame('Bob@acme.example', other)).toBe(true);
    expect(parties.isOf(other, { id: bob, uid: null, name: 'bob' })).toBe(true);
    expect(parties.isSame('Bob@acme.example', 'olga')).toBe(false);
    function personOf(id: string) {
      return [bob, other].includes(id) ? { id: 'person-1', accounts: [bob, other], because: [] } : undefined;
    }
  });
});

describe('the state of an exception', () => {
  it.each([
    ['2025-12-31T00:00:00.000Z', 'not-begun'],
    ['2026-01-01T12:00:00.000Z', 'not-begun'],
    ['2026-01-02T00:00:00.000Z', 'in-force'],
    ['2026-03-01T23:59:59.999Z', 'in-force'],
    ['2026-03-02T00:00:00.000Z', 'expired'],
  ] as const)('at %s it is %s', (at, state) => {
    expect(exceptionState(sound, [], at)).toBe(state);
    expect(exceptionState(sound, ['approver is owner'], at)).toBe(state === 'expired' ? 'expired' : 'invalid');
  });

  it('is that of the moment of the report: what is revoked later was in force', () => {
    const revoked = { ...sound, revokedAt: '2026-02-01T00:00:00.000Z' };
    expect(exceptionState(revoked, [], '2026-01-31T00:00:00.000Z')).toBe('in-force');
    expect(exceptionState(revoked, [], '2026-02-01T00:00:00.000Z')).toBe('revoked');
  });

  it('is told of each, in the order of ids, whatever order they came in', () => {
    const view = viewOfSmallGraph({ name: 'bob', asOf: '2026-02-01T00:00:00.000Z', identities: [{ id: bob }] });
    const many = ['c', 'a', 'b'].map((id) => ({ ...sound, id, owner: id === 'b' ? 'bob' : sound.owner }));
    const told = exceptionStandings(many, view, longest);
    expect(told.map(({ exception, state }) => [exception.id, state])).toEqual([
      ['a', 'in-force'],
      ['b', 'invalid'],
      ['c', 'in-force'],
    ]);
    expect(exceptionStandings(many.toReversed(), view, longest)).toEqual(told);
  });
});
