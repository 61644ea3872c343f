import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { exactly } from '../../src/model/persistence.ts';
import type { Windows } from '../../src/model/window.ts';
import { stepsOf } from '../../src/paths/steps.ts';

const A = 'aws:111122223333';
const B = 'aws:444455556666';
const alice = 'arn:aws:iam::111122223333:user/alice';
const bob = 'arn:aws:iam::111122223333:user/bob';
const admin = 'arn:aws:iam::111122223333:role/admin';
const deploy = 'arn:aws:iam::111122223333:role/deploy';
const pool = `pool:${A}:assume-any-role`;
const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

function small(part: Partial<SmallGraph>): SmallGraph {
  return { name: 'case', identities: [{ id: alice }, { id: bob }, { id: admin }, { id: deploy }], ...part };
}
function timeBound(windows: Windows) {
  return { bounds: exactly('time-bound'), windows } as const;
}

describe('windows', () => {
  it.each([
    ['past', [{ from: NOW - 2 * DAY, until: NOW }]],
    ['future', [{ from: NOW + 1, until: NOW + DAY }]],
    ['empty', []],
  ])('a %s window carries no path', (_, windows) => {
    const view = viewOfSmallGraph(small({ grants: [{ subject: alice, capability: 'administer', ...timeBound(windows) }] }));
    expect(view.reachesOf(alice)).toEqual([]);
    expect(view.path(alice, 'administer', A)).toBeUndefined();
    expect(view.grantsOf(alice)).toHaveLength(1);
  });

  it('a path has the common window of its elements and the least of their classes', () => {
    const view = viewOfSmallGraph(
      small({
        links: [{ from: alice, to: admin, ...timeBound([{ from: NOW - DAY, until: NOW + 3 * DAY }]) }],
        grants: [{ subject: admin, capability: 'administer', bounds: exactly('activated'), windows: [{ from: NOW, until: NOW + DAY }] }],
      }),
    );
    expect(view.reach(alice, 'administer', A)).toMatchObject({
      bounds: exactly('activated'),
      windows: [{ from: NOW, until: NOW + DAY }],
      pattern: 'JITP',
    });
  });

  it('a window of exactly the limit is time-bound and a longer one is effectively standing', () => {
    const at = (until: number) =>
      viewOfSmallGraph(small({ grants: [{ subject: alice, capability: 'administer', ...timeBound([{ from: NOW, until }]) }] })).reach(
        alice,
        'administer',
        A,
      );
    expect(at(NOW + 30 * DAY)).toMatchObject({ bounds: exactly('time-bound'), pattern: 'JITP' });
    expect(at(NOW + 30 * DAY + 1)).toMatchObject({ bounds: exactly('standing'), pattern: 'standing' });
  });

  it('a right of which neither class nor end was told may have an end', () => {
    const bounds = { lo: 'activated', hi: 'standing' } as const;
    const view = viewOfSmallGraph(small({ grants: [{ subject: alice, capability: 'administer', bounds }] }));
    expect(view.reach(alice, 'administer', A)).toMatchObject({ bounds });
  });

  it('joins the windows of the witnesses of both bounds', () => {
    const view = viewOfSmallGraph(
      small({
        grants: [
          { subject: alice, capability: 'administer', ...timeBound([{ from: NOW - DAY, until: NOW + DAY }]) },
          { subject: alice, capability: 'administer', presence: 'possible', windows: [{ from: NOW, until: NOW + 9 * DAY }] },
        ],
      }),
    );
    expect(view.reach(alice, 'administer', A)).toMatchObject({
      bounds: { lo: 'time-bound', hi: 'standing' },
      presence: 'certain',
      windows: [{ from: NOW - DAY, until: NOW + 9 * DAY }],
    });
  });
});

describe('presence', () => {
  it('is possible with the least lower bound where no path is certain, and gone where one element is refuted', () => {
    const view = viewOfSmallGraph(
      small({
        links: [
          { from: alice, to: admin, presence: 'possible' },
          { from: bob, to: admin, presence: 'refuted' },
        ],
        grants: [{ subject: admin, capability: 'administer' }],
      }),
    );
    expect(view.reach(alice, 'administer', A)).toMatchObject({ presence: 'possible', bounds: { lo: 'session', hi: 'standing' } });
    expect(view.path(alice, 'administer', A)?.links).toHaveLength(1);
    expect(view.reach(bob, 'administer', A)).toBeUndefined();
  });

  it('of a session that only expiry ends is told apart from one that can be cut short', () => {
    const at = (endsBy: 'provider' | 'automation') =>
      viewOfSmallGraph(small({ grants: [{ subject: alice, capability: 'read-data', bounds: exactly('session'), endsBy }] })).reach(
        alice,
        'read-data',
        A,
      )?.pattern;
    expect([at('provider'), at('automation')]).toEqual(['JITA, expiry-only', 'JITA']);
  });
});

describe('a pool', () => {
  const view = viewOfSmallGraph(
    small({
      links: [
        { from: alice, to: pool, caveats: ['one'], source: { id: 'p', kind: 'inline-policy', name: 'assume all', boundary: A } },
        { from: pool, to: admin, presence: 'possible', caveats: ['two', 'one'] },
      ],
      grants: [{ subject: admin, capability: 'administer' }],
    }),
  );

  it('carries paths and is neither an identity nor a step', () => {
    expect([...view.identities()].map((each) => each.id)).not.toContain(pool);
    expect([...view.reaches()].map((each) => each.identity)).toEqual([admin, alice]);
    const path = view.path(alice, 'administer', A);
    expect(path?.links.map((each) => [each.from, each.to])).toEqual([[alice, admin]]);
    expect(path).toMatchObject({ presence: 'possible', caveats: ['one', 'two'], links: [{ presence: 'possible', source: { id: 'p' } }] });
  });

  it('leaves the joined step to be found by its key', () => {
    const [step] = view.path(alice, 'administer', A)?.links ?? [];
    expect(view.link(step?.key ?? '')).toEqual(step);
    expect(view.link('no such key + nor this')).toBeUndefined();
  });

  it('names its callers where a role is entered', () => {
    expect(view.entry(admin)).toEqual({ state: 'live', persistence: 'standing', ways: [`trusted by ${alice}`], openers: [] });
  });

  it('is gone from a path that ends in it', () => {
    const ending = viewOfSmallGraph(small({ links: [{ from: alice, to: pool }], grants: [{ subject: pool, capability: 'read-data' }] }));
    const path = ending.path(alice, 'read-data', A);
    expect(path).toMatchObject({ links: [], grant: { subject: alice } });
    expect(ending.grant(path?.grant.key ?? '')).toEqual(path?.grant);
    expect(ending.reach(pool, 'read-data', A)).toBeUndefined();
  });
});

describe('the frontier', () => {
  const ghost = 'arn:aws:iam::111122223333:role/ghost';

  it('counts a name that a read account did not list, against everyone who leads to it', () => {
    const view = viewOfSmallGraph(
      small({
        links: [{ from: alice, to: ghost }],
        grants: [
          { subject: alice, capability: 'read-data', bounds: exactly('eligible') },
          { subject: bob, capability: 'read-data', bounds: exactly('eligible') },
        ],
      }),
    );
    expect(view.dangling()).toMatchObject([{ boundary: A, surface: 'aws:identity', subject: ghost, cause: 'vanished' }]);
    expect(view.gapsIn('policy', A, alice)).toMatchObject([{ subject: ghost }]);
    expect(view.gapsIn('policy', A, bob)).toEqual([]);
    expect(view.gapsIn('usage', A, alice)).toEqual([]);
    expect(view.reach(alice, 'read-data', A)?.bounds).toEqual({ lo: 'eligible', hi: 'standing' });
    expect(view.reach(bob, 'read-data', A)?.bounds).toEqual(exactly('eligible'));
  });

  it('takes a name of an account that nobody read for a party outside, which is not dangling', () => {
    const partner = 'arn:aws:iam::999988887777:root';
    const view = viewOfSmallGraph(small({ links: [{ from: partner, to: admin }], grants: [{ subject: admin, capability: 'administer' }] }));
    expect(view.identity(partner)).toMatchObject({ kind: 'external-party', boundary: null, nature: 'unknown' });
    expect(view.dangling()).toEqual([]);
    expect(view.reach(partner, 'administer', A)).toMatchObject({ presence: 'certain', bounds: exactly('standing') });
    expect(view.entry(partner)).toEqual({ state: 'unread', persistence: null, ways: [], openers: [] });
  });

  describe('what stands for the unread part of a boundary', () => {
    const beyond = `pool:${B}:unread`;
    const eligible = [alice, bob].map((subject) => ({ subject, capability: 'read-data', bounds: exactly('eligible') }) as const);
    const leading = (unread?: SmallGraph['unread']) =>
      viewOfSmallGraph(
        small({
          ...(unread === undefined ? {} : { unread, boundaries: [{ id: A }, { id: B }] }),
          links: [{ from: alice, to: beyond, presence: 'possible', boundary: A }],
          grants: eligible,
        }),
      );

    it('counts against those who lead to it, and nobody else of their boundary', () => {
      const view = leading();
      expect(view.dangling()).toMatchObject([{ boundary: B, surface: 'aws:trust', subject: beyond, cause: 'excluded' }]);
      expect(view.dangling()[0]?.detail).toContain(B);
      expect(view.gapsIn('policy', A, alice)).toEqual(view.dangling());
      expect(view.gapsIn('policy', A, bob)).toEqual([]);
      expect(view.gapsIn('identity', A)).toEqual([]);
      expect(view.gapsIn('usage', A, alice)).toEqual([]);
      expect(view.reach(alice, 'read-data', A)?.bounds).toEqual({ lo: 'eligible', hi: 'standing' });
      expect(view.reach(bob, 'read-data', A)?.bounds).toEqual(exactly('eligible'));
      expect([...view.identities()].map((each) => each.id)).not.toContain(beyond);
    });

    it('is told as the ledger tells of that boundary', () => {
      const view = leading([{ kind: 'trust', boundary: B, status: 'unread', cause: 'denied' }]);
      expect(view.dangling()).toMatchObject([{ boundary: B, surface: 'aws:trust', cause: 'denied' }]);
    });

    it('is one gap, whatever number of boundaries and names lead to it', () => {
      const carol = 'arn:aws:iam::999988887777:user/carol';
      const C = 'aws:999988887777';
      const links = [alice, bob, carol].map(
        (from) => ({ from, to: beyond, presence: 'possible', boundary: from === carol ? C : A }) as const,
      );
      const view = viewOfSmallGraph({
        name: 'case',
        boundaries: [{ id: A }, { id: C }],
        identities: [alice, bob, carol].map((id) => ({ id })),
        links,
      });
      expect(view.dangling()).toHaveLength(1);
      expect(view.gapsIn('trust', C, carol).filter((gap) => gap.subject !== undefined)).toEqual(view.dangling());
      expect(view.gapsIn('trust', A, alice)).toEqual(view.dangling());
      expect(view.gapGroup(alice)).toBe(view.gapGroup(bob));
    });
  });

  it('says why a name may be missing where the list was not read to its end', () => {
    const view = viewOfSmallGraph(
      small({ links: [{ from: ghost, to: admin }], unread: [{ kind: 'identity', status: 'partial', cause: 'throttled' }] }),
    );
    expect(view.dangling()).toMatchObject([{ subject: ghost, cause: 'throttled' }]);
  });

  it('counts an attached policy that nobody listed', () => {
    const view = viewOfSmallGraph(
      small({
        grants: [
          {
            subject: alice,
            capability: 'administer',
            presence: 'possible',
            bounds: { lo: 'session', hi: 'standing' },
            because: ['attached policy arn:aws:iam::aws:policy/New was not listed'],
          },
        ],
      }),
    );
    expect(view.dangling()).toMatchObject([{ boundary: A, surface: 'aws:policy', subject: alice, cause: 'vanished' }]);
  });

  it('makes no identity of a deleted principal, and no path of its link', () => {
    const view = viewOfSmallGraph(
      small({
        links: [{ from: 'AROAEXAMPLEDELETED', to: admin, openness: 'none' }],
        grants: [{ subject: admin, capability: 'administer' }],
      }),
    );
    expect([...view.identities()].map((each) => each.id)).not.toContain('AROAEXAMPLEDELETED');
    expect([...view.reaches()].map((each) => each.identity)).toEqual([admin]);
    expect(view.linksTo(admin)).toHaveLength(1);
    expect(view.dangling()).toEqual([]);
    expect(view.entry(admin).state).toBe('none-seen');
  });
});

describe('what was not read', () => {
  const estate = (unread: SmallGraph['unread']) =>
    viewOfSmallGraph(
      small({
        boundaries: [{ id: A }, { id: B }],
        identities: [{ id: alice }, { id: 'arn:aws:iam::444455556666:role/far' }],
        links: [{ from: alice, to: 'arn:aws:iam::444455556666:role/far', bounds: exactly('eligible') }],
        grants: [{ subject: 'arn:aws:iam::444455556666:role/far', capability: 'read-secrets' }],
        ...(unread === undefined ? {} : { unread }),
      }),
    );

  it('raises the upper bound where it is a source of grants on the way', () => {
    expect(estate([]).reach(alice, 'read-secrets', B)?.bounds).toEqual(exactly('eligible'));
    expect(estate([{ kind: 'policy', boundary: B }]).reach(alice, 'read-secrets', B)?.bounds).toEqual({ lo: 'eligible', hi: 'standing' });
    expect(estate([{ kind: 'trust', boundary: A }]).reach(alice, 'read-secrets', B)?.bounds).toEqual({ lo: 'eligible', hi: 'standing' });
  });

  it('neither lowers nor raises anything where it only limits or describes', () => {
    for (const kind of ['limiter', 'credential', 'usage'] as const) {
      expect(estate([{ kind }]).reach(alice, 'read-secrets', B)?.bounds).toEqual(exactly('eligible'));
    }
  });

  it('is a gap for a kind that no surface tells of', () => {
    const view = estate([]);
    expect(view.gapsIn('policy', 'aws:000000000000')).toMatchObject([{ cause: 'unsupported' }]);
  });
});

describe('an entry', () => {
  it('is live by active credentials only, and an MFA device or an expired key is none', () => {
    const view = viewOfSmallGraph(
      small({
        credentials: [
          { id: `${alice}#password`, identity: alice },
          { id: `${alice}#access-key-1`, identity: alice, expiresAt: '2026-01-02T00:00:00.000Z' },
          { id: `${bob}#mfa-1`, identity: bob },
          { id: `${bob}#access-key-1`, identity: bob, state: 'inactive' },
          { id: `${bob}#access-key-2`, identity: bob, expiresAt: '2026-01-01T00:00:00.000Z' },
        ],
      }),
    );
    expect(view.entry(alice)).toEqual({
      state: 'live',
      persistence: 'standing',
      ways: ['access-key-1, active', 'password, active'],
      openers: [],
    });
    expect(view.entry(bob)).toEqual({ state: 'none-seen', persistence: null, ways: [], openers: [] });
  });

  it('is not made live by what opens one service only, which is named', () => {
    const key = { id: 'APKA1', identity: alice, kind: 'ssh-key', name: 'SSH key APKA1', opens: 'service' } as const;
    const entryWith = (part: Partial<SmallGraph>) => viewOfSmallGraph(small(part)).entry(alice);
    const ways = ['SSH key APKA1, active, opens one service only'];
    expect(entryWith({ credentials: [key] })).toEqual({ state: 'none-seen', persistence: null, ways, openers: [] });
    expect(entryWith({ credentials: [key], unread: [{ kind: 'credential' }] })).toEqual({
      state: 'unread',
      persistence: null,
      ways,
      openers: [],
    });
    expect(entryWith({ credentials: [], unread: [{ kind: 'service-credential' }] })).toEqual({
      state: 'none-seen',
      persistence: null,
      ways: [],
      openers: [],
    });
    const expiring = { id: `${alice}#access-key-1`, identity: alice, expiresAt: '2026-01-02T00:00:00.000Z' };
    expect(entryWith({ credentials: [{ ...key, id: 'A' }, expiring] })).toEqual({
      state: 'live',
      persistence: 'time-bound',
      ways: ['access-key-1, active', ...ways],
      openers: [],
    });
    for (const gone of [{ state: 'inactive' }, { expiresAt: '2026-01-01T00:00:00.000Z' }] as const) {
      expect(entryWith({ credentials: [{ ...key, ...gone }] }).ways).toEqual([]);
    }
    const query = viewOfSmallGraph(small({ credentials: [key], grants: [{ subject: alice, capability: 'administer' }] }));
    const path = query.path(alice, 'administer', A);
    expect(path === undefined ? [] : stepsOf(query, path)).toContainEqual({
      step: 'entry',
      state: 'none-seen',
      text: `no live way in seen, but ${ways.join('; ')}`,
    });
  });

  it('has the class of the trust that opens it, and lists ten ways', () => {
    const callers = Array.from({ length: 12 }, (_, at) => `arn:aws:iam::111122223333:user/u${String(at).padStart(2, '0')}`);
    const view = viewOfSmallGraph({
      name: 'many callers',
      identities: [{ id: admin }, ...callers.map((id) => ({ id }))],
      links: callers.map((from) => ({ from, to: admin, bounds: exactly('eligible') })),
    });
    const entry = view.entry(admin);
    expect(entry.persistence).toBe('eligible');
    expect(entry.ways).toHaveLength(11);
    expect(entry.ways.at(-1)).toBe('and 2 more');
  });
});

describe('tier 0', () => {
  const tierZero = (part: Partial<SmallGraph>) =>
    [...viewOfSmallGraph(small(part)).reaches()].filter((each) => each.tierZero).map((each) => `${each.identity} ${each.capability}`);

  it('holds what changes a whole boundary, and not the same on a part of it', () => {
    expect(tierZero({ grants: [{ subject: alice, capability: 'disable-audit' }] })).toEqual([`${alice} disable-audit`]);
    expect(tierZero({ grants: [{ subject: alice, capability: 'destroy', scope: 'aws:o-example' }] })).toEqual([`${alice} destroy`]);
    expect(tierZero({ grants: [{ subject: alice, capability: 'grant-privilege', scope: deploy }] })).toEqual([]);
    expect(tierZero({ grants: [{ subject: alice, capability: 'read-secrets' }] })).toEqual([]);
  });

  it('closes over those who can become a tier-0 identity, by name, by pattern and by boundary', () => {
    const base = { subject: admin, capability: 'administer' } as const;
    expect(tierZero({ grants: [base, { subject: alice, capability: 'mint-credential', scope: admin }] })).toContain(
      `${alice} mint-credential`,
    );
    expect(tierZero({ grants: [base, { subject: alice, capability: 'mint-credential', scope: deploy }] })).toEqual([`${admin} administer`]);
    expect(tierZero({ grants: [base, { subject: alice, capability: 'run-as', scope: 'arn:aws:iam::111122223333:role/ad*' }] })).toContain(
      `${alice} run-as`,
    );
    expect(tierZero({ grants: [base, { subject: alice, capability: 'run-as', scope: 'arn:aws:iam::111122223333:role/x*' }] })).toEqual([
      `${admin} administer`,
    ]);
    expect(tierZero({ grants: [base, { subject: alice, capability: 'impersonate' }] })).toContain(`${alice} impersonate`);
    expect(
      tierZero({
        grants: [
          base,
          { subject: deploy, capability: 'impersonate', scope: admin },
          { subject: bob, capability: 'mint-credential', scope: deploy },
        ],
      }),
    ).toContain(`${bob} mint-credential`);
  });
});
