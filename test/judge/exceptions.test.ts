import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { wiring } from '../../src/cli/wiring.ts';
import { judge, type Judged } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { nothingAssured } from '../../src/model/assured.ts';
import type { ExceptionStanding, PrivilegeException } from '../../src/model/exception.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { View } from '../../src/model/view.ts';
import { withAssured } from '../../src/paths/with-assured.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';

const rules = wiring.rules.map((rule) => ({ rule, settings: v.parse(rule.settings, {}) }));
const after = new Set(wiring.rules.filter((rule) => rule.after === 'exceptions').map(({ id }) => id));

const any = { rule: null, subject: null, boundary: null, capability: null, scope: null, fingerprint: null };

function exception(change: Partial<PrivilegeException> & { readonly id: string }): PrivilegeException {
  return {
    kind: 'legacy',
    matcher: any,
    maxMatches: 1000,
    owner: 'olga',
    approver: 'paul',
    reference: 'CHG-1',
    reason: 'a reason',
    compensating: [],
    approvedAt: '2025-12-01T00:00:00.000Z',
    reviewedAt: null,
    testedAt: null,
    start: '2025-12-01T00:00:00.000Z',
    end: '2026-03-01T00:00:00.000Z',
    frozen: [],
    revokedAt: null,
    ...change,
  };
}

function standing(given: PrivilegeException, state: ExceptionStanding['state'] = 'in-force'): ExceptionStanding {
  return { exception: given, state, faults: [], covers: [], fresh: [], gone: [] };
}

function judged(view: View, exceptions: readonly ExceptionStanding[]): Judged {
  return judge({ view: withAssured(view, { ...nothingAssured, from: 'history', exceptions }), rules, remedy: () => [] });
}

/** Findings of rules that do not ask about exceptions, moved aside or not. */
function all({ findings, excepted }: Pick<Judged, 'findings' | 'excepted'>): readonly string[] {
  return [...findings, ...excepted.map(({ finding }) => finding)]
    .filter(({ rule }) => !after.has(rule))
    .map(({ fingerprint, severity }) => `${fingerprint} ${severity}`)
    .sort();
}

const open = ({ undetermined, totals }: Judged): string =>
  JSON.stringify([
    undetermined.filter(({ rule }) => !after.has(rule)),
    totals.filter(({ rule }) => !after.has(rule)).map((each) => [each.rule, each.questions, each.clear, each.undetermined]),
  ]);

const states = ['in-force', 'in-force', 'in-force', 'expired', 'revoked', 'invalid', 'not-begun'] as const;

/** Exceptions about what was found: of a rule, a subject or both, approved for some of it. */
function drawn(found: readonly Finding[], picks: readonly (readonly [number, number, number])[]): readonly ExceptionStanding[] {
  return picks.flatMap(([which, form, share], at) => {
    const one = found[which % Math.max(1, found.length)];
    if (one === undefined) return [];
    const matcher = {
      ...any,
      rule: form % 3 === 0 ? null : form % 2 === 0 ? one.rule : `${one.rule.slice(0, 4)}*`,
      subject: form % 3 === 1 ? null : one.subject.id,
    };
    const frozen = found.filter((_, place) => place % 4 <= share).map(({ fingerprint }) => fingerprint);
    return [standing(exception({ id: `e-${at}`, matcher, frozen }), states[form % states.length] ?? 'in-force')];
  });
}

const world = fc.record({
  seed: fc.nat(500),
  picks: fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.nat(4)), { minLength: 1, maxLength: 5 }),
});

describe('exceptions', () => {
  it('move findings aside, and no finding is lost, made or made another by that', () => {
    let moved = 0;
    fc.assert(
      fc.property(world, ({ seed, picks }) => {
        const view = viewOfSmallGraph(randomGraph(seed, 1 + (seed % 5)));
        const before = judged(view, []);
        const exceptions = drawn(before.findings, picks);
        const now = judged(view, exceptions);
        expect(all(now)).toEqual(all(before));
        expect(open(now)).toBe(open(before));
        for (const { exception: id, finding } of now.excepted) {
          const by = exceptions.find((each) => each.exception.id === id);
          expect(by?.state).toBe('in-force');
          expect(by?.exception.frozen).toContain(finding.fingerprint);
          expect([finding.family, finding.capability]).not.toContain('blind-spot');
          expect(finding.capability).not.toBe('disable-audit');
        }
        expect(now.totals.reduce((sum, each) => sum + each.excepted, 0)).toBe(now.excepted.length);
        for (const each of now.totals) expect(each.findings + each.clear + each.undetermined + each.excepted).toBe(each.questions);
        moved += now.excepted.length;
        expect(JSON.stringify(judged(view, exceptions.toReversed()).excepted)).toBe(JSON.stringify(now.excepted));
      }),
      { numRuns: runs(40, 600) },
    );
    expect(moved).toBeGreaterThan(0);
  });

  const bob = 'arn:aws:iam::111122223333:user/bob';
  const grant = { subject: bob, capability: 'administer' } as const;
  const view = viewOfSmallGraph({ name: 'bob is an administrator', identities: [{ id: bob, tags: { owner: 'x' } }], grants: [grant] });
  const [found] = judged(view, []).findings.filter(({ rule }) => rule === 'standing-administrator');
  if (found === undefined) throw new Error('nothing was found');
  const about = { matcher: { ...any, subject: bob }, frozen: [found.fingerprint] };

  it('are named by the first id of those that cover a finding', () => {
    const two = [standing(exception({ id: 'b', ...about })), standing(exception({ id: 'a', ...about }))];
    for (const each of [two, two.toReversed()]) expect(judged(view, each).excepted).toMatchObject([{ exception: 'a', owner: 'olga' }]);
  });

  it.each(['expired', 'revoked', 'invalid', 'not-begun'] as const)('cover nothing when they are %s', (state) => {
    const { excepted, findings } = judged(view, [standing(exception({ id: 'a', ...about }), state)]);
    expect(excepted).toEqual([]);
    expect(findings.map(({ fingerprint }) => fingerprint)).toContain(found.fingerprint);
  });

  it('leave what they were not approved for a finding, and say so', () => {
    const { excepted, findings, exceptions } = judged(view, [standing(exception({ id: 'a', ...about, frozen: [] }))]);
    expect(excepted).toEqual([]);
    expect(findings.find(({ rule }) => rule === 'standing-administrator')?.reasons).toContain('matches exception a, approved for others');
    expect(exceptions[0]?.fresh).toContain(found.fingerprint);
    expect(findings.map(({ rule }) => rule)).toContain('exception-outgrown');
  });

  it('cover nothing about their owner or approver, nor about another account of the same person', () => {
    for (const change of [{ owner: 'BOB' }, { approver: bob }]) {
      const { excepted, exceptions, findings } = judged(view, [standing(exception({ id: 'a', ...about, ...change }))]);
      expect(excepted).toEqual([]);
      expect(exceptions[0]?.faults[0]).toMatch(/is whom it is about$/);
      expect(findings.map(({ rule }) => rule)).toContain('exception-unowned');
    }
  });

  it('never cover a disabled audit, whatever they were approved for', () => {
    const off = viewOfSmallGraph({
      name: 'bob may turn off the log',
      identities: [{ id: bob, tags: { owner: 'x' } }],
      grants: [{ ...grant, capability: 'disable-audit' }],
    });
    const before = judged(off, []).findings.filter(({ capability }) => capability === 'disable-audit');
    expect(before.length).toBeGreaterThan(0);
    const { excepted, exceptions } = judged(off, [
      standing(exception({ id: 'a', ...about, frozen: before.map(({ fingerprint }) => fingerprint) })),
    ]);
    expect(excepted).toEqual([]);
    expect(exceptions[0]?.faults[0]).toMatch(/turns off what would show its use/);
  });
});
