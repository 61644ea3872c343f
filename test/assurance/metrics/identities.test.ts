import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../../src/contract/rule.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { Bounded, Metrics } from '../../../src/model/metrics.ts';
import { ANN, HOME, hour, hours, late, of } from './small.ts';
import { inputOf, LAST, MINUTE } from './world.ts';

describe('standing', () => {
  const accesses = [{ subject: 0, boundary: 0, tierZero: true, begin: 0, end: 9000, due: null }];
  const world = inputOf({ accesses, reads: [360, 720, LAST] });
  const used = (usage: SmallGraph['usage'], lifeCycleEvents: SmallGraph['lifeCycleEvents'] = []): Metrics['standing'] => {
    const { source } = world.holdings[0]?.access ?? { source: '' };
    const grant = {
      subject: ANN,
      capability: 'administer' as const,
      scope: HOME,
      source: { id: source, kind: 'attached-policy', name: 'p', boundary: HOME },
    };
    return of({ identities: [{ id: ANN }], grants: [grant], usage: usage ?? [], lifeCycleEvents }, { holdings: world.holdings }).standing;
  };

  it('is held as long as it was seen, at most since the beginning of the look-back', () => {
    expect(used([])).toEqual({ held: hours(18, 24), used: null });
  });

  it('is used in the months of use, at most in those up to the last', () => {
    expect(used([{ identity: ANN, lastUsed: '2026-09-01T12:00:00.000Z' }]).used).toEqual(hours(18, 24));
    expect(used([{ identity: ANN, lastUsed: '2026-08-30T12:00:00.000Z' }]).used).toEqual(hours(0, 0));
    expect(used([{ identity: ANN, lastUsed: 'never', lookBackDays: 400 }]).used).toEqual(hours(0, 0));
    expect(used([{ identity: ANN, lastUsed: 'unknown' }]).used).toBeNull();
  });

  it('is told of a way of several steps by the step that was there shortest', () => {
    const role = 'arn:aws:iam::111122223330:role/admin';
    const steps = inputOf({
      accesses: [
        { subject: 0, boundary: 0, tierZero: true, begin: 0, end: 9000, due: null },
        { subject: 0, boundary: 0, tierZero: true, begin: 700, end: 9000, due: null },
      ],
      reads: [360, 720, LAST],
    });
    const [trust, policy] = steps.holdings.map(({ access }) => access);
    const graph = {
      identities: [{ id: ANN }, { id: role, kind: 'role' as const }],
      links: [{ from: ANN, to: role, source: { id: trust?.source ?? '', kind: 'trust-policy', name: 't', boundary: HOME } }],
      grants: [
        {
          subject: role,
          capability: 'administer' as const,
          scope: HOME,
          source: { id: policy?.source ?? '', kind: 'attached-policy', name: 'p', boundary: HOME },
        },
      ],
    };
    const holdings = steps.holdings.map((each, index) => (index === 1 ? { ...each, access: { ...each.access, subject: role } } : each));
    // The role itself and ann: surely since minute 720, perhaps since 360.
    expect(of(graph, { holdings }).standing.held).toEqual({ lower: 2 * 720 * MINUTE, upper: 2 * 1080 * MINUTE });
    // What no holding tells of can have been there all the time, and surely was at none.
    expect(of(graph, { holdings: [] }).standing.held).toEqual({ lower: 0, upper: 2 * LAST * MINUTE });
  });

  it('is not sure of what several permissions make together, nor of what was not read', () => {
    const grant = {
      subject: ANN,
      capability: 'administer' as const,
      scope: HOME,
      source: { id: world.holdings[0]?.access.source ?? '', kind: 'attached-policy', name: 'p', boundary: HOME },
    };
    const { holdings } = world;
    expect(of({ grants: [{ ...grant, escalation: 'new-version' }] }, { holdings }).standing.held).toEqual(hours(0, 24));
    const possible = { ...grant, presence: 'possible' as const, source: { ...grant.source, id: 'aws:policies', kind: 'surface' } };
    expect(of({ grants: [possible] }, { holdings }).standing.held).toEqual(hours(0, 24));
  });
});

describe('life cycle', () => {
  const role = 'arn:aws:iam::111122223330:role/batch';
  const non = { id: role, kind: 'role' as const, nature: 'non-human' as const };
  const grants = [{ subject: role, capability: 'read-data' as const, scope: HOME }];
  const key = { id: 'key', identity: role, kind: 'access-key' as const };

  it('counts those that hold something and are not human, and of them what is known', () => {
    expect(
      of({
        identities: [
          { ...non, tags: { Owner: 'data' } },
          { id: ANN, nature: 'human' },
        ],
        grants: [...grants, { subject: ANN, capability: 'administer', scope: HOME }],
      }).lifeCycle,
    ).toEqual({ identities: 1, owner: 1, origin: 0, expiry: 0, rotation: 1, lastUse: 0, offboarding: 0 });
    expect(of({ identities: [non] }).lifeCycle.identities).toBe(0);
  });

  it('tells an end by credentials that all have one', () => {
    const ends = { expiresAt: hour(90), createdAt: hour(0) };
    expect(of({ identities: [non], grants, credentials: [{ ...key, ...ends }] }).lifeCycle).toMatchObject({ expiry: 1, rotation: 1 });
    expect(
      of({
        identities: [non],
        grants,
        credentials: [
          { ...key, ...ends },
          { ...key, id: 'other', createdAt: null, rotatedAt: null, expiresAt: null },
        ],
      }).lifeCycle,
    ).toMatchObject({
      expiry: 0,
      rotation: 0,
    });
  });

  it('knows nothing of credentials that were not read whole', () => {
    const unread = [{ kind: 'credential' as const, boundary: HOME, status: 'partial' as const }];
    expect(
      of({ identities: [non], grants, credentials: [{ ...key, expiresAt: hour(90), createdAt: hour(0) }], unread }).lifeCycle,
    ).toMatchObject({ expiry: 0, rotation: 0 });
  });

  it('tells origin, last use and offboarding by records', () => {
    const life = { authorisations: [{ id: 'a', subjects: [role], until: hour(90) }] };
    const lifeCycleEvents = [{ id: 'e', type: 'account-created' as const, subject: role, actor: ANN, at: hour(1) }];
    expect(
      of({ identities: [non], grants, life, lifeCycleEvents, usage: [{ identity: role, lastUsed: 'never' }] }).lifeCycle,
    ).toMatchObject({ origin: 1, lastUse: 1, offboarding: 1 });
    const announced = [{ id: 'e', type: 'account-created' as const, subject: role, actor: ANN, at: hour(30) }];
    expect(of({ identities: [non], grants, life: {}, lifeCycleEvents: announced }).lifeCycle).toMatchObject({
      origin: 0,
      lastUse: 0,
      offboarding: 0,
    });
  });
});

describe('de facto', () => {
  const spell = (id: string, from: number, to: number, more: Partial<Ending> = {}): typeof late => ({
    ...late,
    id,
    pattern: 'JITA',
    capabilities: [{ capability: 'administer', scope: HOME }],
    access: {
      id: 'a',
      kind: 'assignment',
      boundary: HOME,
      subject: ANN,
      objects: ['a'],
      name: 'a',
      scope: null,
      source: 'a',
      from: hour(from),
      until: hour(to),
      activated: true,
    },
    firstSeen: hour(from),
    lastSeen: hour(to),
    ended: { how: 'absent', after: hour(to), before: hour(to + 1), recorded: null },
    ...more,
  });

  it('adds up the times in which it was usable, and how often it was had again', () => {
    const endings = [spell('1', 2, 4), spell('2', 6, 9, { authorised: 'never' }), spell('3', 12, 13)];
    const request = { id: 'r', subjects: [ANN], accesses: ['a'], renewals: 3, renewalsUnapproved: 2 };
    expect(of({ life: { endings, requests: [request] } }).deFacto).toEqual({
      count: 1,
      longest: [{ identity: ANN, capability: 'administer', usable: hours(6, 6), renewals: 5, renewalsUnapproved: 3 }],
    });
  });

  it('is none of what is always there, nor of what others have to switch on', () => {
    const eligible = spell('1', 2, 4);
    const access = { ...(eligible.access as Ending['access']), kind: 'eligibility' as const };
    expect(of({ life: { endings: [spell('1', 2, 4, { pattern: 'standing' }), { ...eligible, access }] } }).deFacto.count).toBe(0);
  });

  it('is usable all the time where its holder alone can switch it on', () => {
    const eligible = spell('1', 2, 20, { ended: null, outcome: 'not-due' });
    const access = { ...(eligible.access as Ending['access']), kind: 'eligibility' as const, until: null };
    const grant = (gate: 'self' | 'approved') => ({
      subject: ANN,
      capability: 'administer' as const,
      scope: HOME,
      gate,
      bounds: { lo: 'eligible', hi: 'eligible' } as const,
      source: { id: 'a', kind: 'eligibility', name: 'a', boundary: HOME },
    });
    const usable = (gate: 'self' | 'approved'): readonly Bounded[] =>
      of({ grants: [grant(gate)], life: { endings: [{ ...eligible, access }] } }).deFacto.longest.map((each) => each.usable);
    expect(usable('self')).toEqual([hours(18, 22)]);
    expect(usable('approved')).toEqual([]);
  });
});
