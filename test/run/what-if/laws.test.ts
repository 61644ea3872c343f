import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { queryPaths } from '../../../src/paths/query.ts';
import { runs } from '../../support/runs.ts';
import type { Estate, Holder } from './estate.ts';
import { allow, arn, everything, says, trusting, viewOf, without } from './estate.ts';

const allowing = fc.constantFrom<Json>(
  everything,
  allow('iam:CreateAccessKey'),
  allow(['iam:PutUserPolicy', 'iam:AttachRolePolicy']),
  allow('sts:AssumeRole'),
  allow('secretsmanager:GetSecretValue'),
  allow(['iam:PassRole', 'lambda:*']),
  // each next to what it may become a part of
  allow(['iam:CreatePolicyVersion', 'iam:UpdateAssumeRolePolicy']),
);
const document = fc.oneof(
  { weight: 6, arbitrary: allowing },
  { weight: 1, arbitrary: fc.constant(says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' })) },
);
const holder: fc.Arbitrary<Holder> = fc.record({
  attached: fc.uniqueArray(fc.constantFrom('m0', 'm1'), { maxLength: 2 }),
  inline: fc.dictionary(fc.constantFrom('i0', 'i1'), document, { maxKeys: 2 }),
});
const member: fc.Arbitrary<Holder> = fc
  .tuple(holder, fc.subarray(['g0', 'g1']), fc.option(fc.constantFrom('m0', 'm1')))
  .map(([of, groups, limit]) => ({ ...of, groups, ...(limit === null ? {} : { limit }) }));
const trust = fc.subarray([arn('user', 'ann'), arn('role', 's'), 'arn:aws:iam::111122223333:root'], { minLength: 1 });
const role: fc.Arbitrary<Holder> = fc.tuple(holder, trust).map(([of, parties]) => ({ ...of, trust: trusting(...parties) }));
const estates: fc.Arbitrary<Estate> = fc
  .record({ m0: document, m1: document, g0: holder, g1: holder, ann: member, bob: member, r: role, s: role })
  .map(({ m0, m1, g0, g1, ann, bob, r, s }) => ({ policies: { m0, m1 }, groups: { g0, g1 }, users: { ann, bob }, roles: { r, s } }));

type Kind = 'groups' | 'users' | 'roles';

/** One removal by name, and the estate as it is written without it. */
interface Removal {
  readonly name: string;
  readonly limits: boolean;
  readonly byHand: (estate: Estate) => Estate;
}

function changed(kind: Kind, name: string, change: (of: Holder) => Holder): Removal['byHand'] {
  return (estate) => ({ ...estate, [kind]: { ...estate[kind], [name]: change(estate[kind]?.[name] ?? {}) } });
}

function removalsOf(estate: Estate): readonly Removal[] {
  const all: Removal[] = [];
  for (const kind of ['groups', 'users', 'roles'] as const) {
    for (const [name, of] of Object.entries(estate[kind] ?? {})) {
      const id = arn(kind === 'groups' ? 'group' : kind === 'users' ? 'user' : 'role', name);
      for (const policy of of.attached ?? []) {
        const byHand = changed(kind, name, (each) => ({ ...each, attached: (each.attached ?? []).filter((other) => other !== policy) }));
        all.push({ name: `${id}|${arn('policy', policy)}`, limits: false, byHand });
      }
      for (const policy of Object.keys(of.inline ?? {})) {
        const byHand = changed(kind, name, (each) => ({
          ...each,
          inline: Object.fromEntries(Object.entries(each.inline ?? {}).filter(([other]) => other !== policy)),
        }));
        all.push({ name: `${policy}@${id}`, limits: false, byHand });
      }
      for (const group of of.groups ?? []) {
        const byHand = changed(kind, name, (each) => ({ ...each, groups: (each.groups ?? []).filter((other) => other !== group) }));
        all.push({ name: `${group}@${name}`, limits: false, byHand });
      }
      if (of.limit !== undefined) {
        const byHand = changed(kind, name, ({ limit: _, ...rest }) => rest);
        all.push({ name: `${id}|permissions-boundary`, limits: true, byHand });
      }
      if (of.trust !== undefined)
        all.push({ name: `${id}|trust`, limits: false, byHand: changed(kind, name, (each) => ({ ...each, trust: says() })) });
    }
  }
  return all;
}

describe('what would remain', () => {
  it('is what an analysis of the estate without it finds, whatever goes and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(estates, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), async (estate, picks) => {
        const all = removalsOf(estate);
        if (all.length === 0) return;
        const chosen = [...new Set(picks.map((pick) => all[pick % all.length] as Removal))];
        const names = chosen.map((each) => each.name);
        const answer = await without(estate, names);
        const byHand = await viewOf(chosen.reduce((left, each) => each.byHand(left), estate));
        for (const to of ['tier0', 'read-secrets', 'impersonate'] as const) {
          expect(queryPaths(answer.after, { to })).toEqual(queryPaths(byHand, { to }));
        }
        const turned = await without(estate, names.toReversed());
        expect(turned.comparison).toEqual(answer.comparison);
        expect(turned.elements).toEqual(answer.elements);
      }),
      { numRuns: runs(10) },
    );
  });

  it('is never more where an element goes', async () => {
    await fc.assert(
      fc.asyncProperty(estates, fc.nat(), async (estate, pick) => {
        const view = await viewOf(estate);
        const keys = [...view.grants(), ...view.links()].map((each) => each.key);
        const key = keys[pick % Math.max(1, keys.length)];
        if (key === undefined) return;
        const { comparison, elements } = await without(estate, [key]);
        expect(comparison.gaining).toEqual([]);
        expect(elements.gone.grants + elements.gone.links).toBe(1);
        expect(elements.appearing).toEqual({ grants: 0, links: 0 });
      }),
      { numRuns: runs(10) },
    );
  });

  it('is never more where what goes neither denies nor limits', async () => {
    await fc.assert(
      fc.asyncProperty(estates, fc.nat(), async (estate, pick) => {
        const all = removalsOf(estate).filter((each) => !each.limits);
        const one = all[pick % Math.max(1, all.length)];
        if (one === undefined || JSON.stringify(estate).includes('"Deny"')) return;
        const { comparison } = await without(estate, [one.name]);
        expect(comparison.reaches.filter((each) => ['new', 'raised', 'stronger'].includes(each.outcome))).toEqual([]);
      }),
      { numRuns: runs(25) },
    );
  });

  it('accounts for everybody who held it and for each right once', async () => {
    await fc.assert(
      fc.asyncProperty(estates, fc.nat(), async (estate, pick) => {
        const all = removalsOf(estate);
        const one = all[pick % Math.max(1, all.length)];
        if (one === undefined) return;
        const { before, after, comparison } = await without(estate, [one.name]);
        const had = queryPaths(before, { to: 'tier0' });
        const told = comparison.reaches.filter((each) => each.outcome !== 'new' && each.outcome !== 'raised' && each.before !== null);
        expect(told.length).toBeGreaterThanOrEqual(had.length);
        expect(new Set(comparison.identities.map((each) => each.identity))).toEqual(
          new Set([...had, ...told].map((each) => each.identity)),
        );
        for (const each of comparison.reaches) {
          if (each.outcome !== 'gone') continue;
          expect(after.reach(each.identity, each.capability, each.scope)).toBeUndefined();
        }
      }),
      { numRuns: runs(8) },
    );
  });
});
