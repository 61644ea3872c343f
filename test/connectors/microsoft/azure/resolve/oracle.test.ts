import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../../../connectors/microsoft/azure/facts.ts';
import { decideAccess } from '../../../../../connectors/microsoft/azure/rbac/decide.ts';
import { ScopeTree, sortOf } from '../../../../../connectors/microsoft/azure/rbac/scopes.ts';
import { isUsable } from '../../../../../connectors/microsoft/azure/resolve/usable.ts';
import { capabilityRows } from '../../../../../connectors/microsoft/azure/tables/capabilities.ts';
import { waysInto } from '../../../../../connectors/microsoft/azure/tables/carriers.ts';
import { dominates } from '../../../../../src/model/capability.ts';
import type { MappedFact } from '../../../../../src/model/fact.ts';
import { runs } from '../../../../support/runs.ts';
import * as w from './world.ts';

const sub = `/subscriptions/${w.sub}`;
const places = ['', sub, w.group, w.machine, `${sub}/resourcegroups/h`];
const vm = 'microsoft.compute/virtualmachines';
const other = `${sub}/resourcegroups/h/providers/microsoft.web/sites/s`;
const people = ['ann', 'bob'];
const tree = new ScopeTree(new Map([[w.scope(sub), [w.scope('')]]]));

const patterns = fc.constantFrom(
  '*',
  '*/read',
  '*/write',
  'Microsoft.Authorization/*',
  'Microsoft.Authorization/*/write',
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Compute/virtualMachines/*',
  'Microsoft.Web/sites/write',
  'Microsoft.Insights/diagnosticSettings/*',
  'Microsoft.Storage/storageAccounts/listKeys/action',
);
const permissionOf: fc.Arbitrary<Permission> = fc.record({
  actions: fc.array(patterns, { maxLength: 3 }),
  notActions: fc.array(patterns, { maxLength: 2 }),
  dataActions: fc.constantFrom<readonly string[]>([], ['*'], ['Microsoft.Compute/virtualMachines/login/action']),
  notDataActions: fc.constant([]),
  // asks about actions alone, or about what is not known
  condition: fc.constantFrom(
    null,
    null,
    null,
    "!(ActionMatches{'Microsoft.Compute/*'})",
    "!(ActionMatches{'Microsoft.Insights/*'})",
    "(!(ActionMatches{'Microsoft.Web/*'})) OR (@Resource[Microsoft.Web/sites:name] StringEquals 'a')",
  ),
});
const condition = fc.constantFrom(null, null, null, "!(ActionMatches{'Microsoft.Compute/*'})", 'not understood');
const worlds = fc.record({
  roles: fc.tuple(fc.array(permissionOf, { minLength: 1, maxLength: 2 }), fc.array(permissionOf, { minLength: 1, maxLength: 2 })),
  assignments: fc.array(
    fc.record({ who: fc.constantFrom(...people), role: fc.constantFrom(0, 1), at: fc.constantFrom(...places), condition }),
    { maxLength: 4 },
  ),
  denies: fc.array(
    fc.record({
      at: fc.constantFrom(...places),
      permission: permissionOf,
      principals: fc.constantFrom(['everyone'], people.slice(0, 1)),
      excluded: fc.constantFrom<string[]>([], ['bob']),
      condition: fc.constantFrom(null, null, 'not understood'),
    }),
    { maxLength: 2 },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function factsOf({ roles, assignments, denies }: World): readonly MappedFact[] {
  const ids = roles.map((_, at) => `40000000-0000-4000-8000-00000000000${at}`);
  return [
    w.carrier(w.machine, vm, 'mi-vm'),
    w.carrier(other, 'microsoft.web/sites', 'mi-site'),
    ...roles.map((permissions, at) => w.definition(ids[at] ?? '', ...permissions)),
    ...assignments
      .map((each, at) => w.assignment(each.who, ids[each.role] ?? '', each.at, { condition: each.condition, id: `row-${at}` }))
      .map((each, at) => ({ ...each, key: `assignment|row-${at}` })),
    ...denies.map((each, at) =>
      w.deny(`deny-${at}`, each.at, {
        permissions: [each.permission as never],
        principals: each.principals.map((one) => (one === 'everyone' ? one : w.who(one))),
        excluded: each.excluded.map(w.who),
        condition: each.condition,
      }),
    ),
  ];
}

function asker({ roles, assignments, denies }: World): (who: string, action: string, plane: 'control' | 'data', at: string) => string {
  const held = assignments.map((each) => ({
    principal: w.who(each.who),
    scope: w.scope(each.at),
    permissions: roles[each.role],
    condition: each.condition,
  }));
  const denied = denies.map((each) => ({
    scope: w.scope(each.at),
    notToChildren: false,
    permissions: [each.permission],
    principals: each.principals.map((one) => (one === 'everyone' ? one : w.who(one))),
    excluded: each.excluded.map(w.who),
    condition: each.condition,
  }));
  return (who, action, plane, at) => decideAccess(tree, held, denied, { identities: [w.who(who)], action, plane, scope: w.scope(at) });
}

describe('against an evaluator that reads every assignment for every question', () => {
  it('grants what is allowed and nothing else', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { grants } = w.resolved(factsOf(world));
        const decide = asker(world);
        for (const who of people)
          for (const at of new Set(world.assignments.map((each) => each.at)))
            for (const row of capabilityRows.filter((each) => isUsable(each, sortOf(w.scope(at))))) {
              const truth = decide(who, row.action, row.plane, at);
              const given = grants.filter(
                (each) =>
                  each.subject === w.who(who) && tree.contains(each.scope, w.scope(at)) && dominates(each.capability, row.capability),
              );
              if (truth === 'true')
                expect(
                  given.some((each) => each.presence === 'certain'),
                  `${who} ${row.action} @ ${at}`,
                ).toBe(true);
              else if (truth === 'unknown') expect(given.length, `${who} ${row.action} @ ${at}`).toBeGreaterThan(0);
            }
        // the other way round: each certain grant rests on some action that is allowed right there
        for (const { subject, scope, capability, presence } of grants) {
          if (presence !== 'certain' || capability === 'ordinary' || capability === 'administer') continue;
          const who = people.find((each) => w.who(each) === subject) ?? '';
          const at = places.find((each) => w.scope(each) === scope) ?? '';
          const rows = capabilityRows.filter((each) => each.capability === capability && isUsable(each, sortOf(scope)));
          expect(
            rows.map((row) => decide(who, row.action, row.plane, at)),
            `${who} ${capability} @ ${at}`,
          ).toContain('true');
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('reaches an identity where its carrier can be made to run something, and nowhere else', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { links } = w.resolved(factsOf(world));
        const decide = asker(world);
        for (const who of people)
          for (const [place, sort, mi] of [
            [w.machine, vm, 'mi-vm'],
            [other, 'microsoft.web/sites', 'mi-site'],
          ] as const) {
            const truths = waysInto(sort).ways.map(({ action, plane }) => decide(who, action, plane, place));
            expect(w.actsAs(links, who, mi), `${who} as ${mi}`).toBe(truths.includes('true'));
          }
      }),
      { numRuns: runs(300) },
    );
  });

  it('comes to the same whatever the order of facts', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), (world, order) => {
        const facts = factsOf(world);
        const shuffled = facts
          .map((each) => [order.next().value as number, each] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, each]) => each);
        const told = (given: readonly MappedFact[]): readonly string[] => {
          const { grants, links } = w.resolved(given);
          return [...grants, ...links].map((each) => JSON.stringify(each)).sort();
        };
        const [one, two] = [told(facts), told(shuffled)];
        expect(one).toEqual(two);
        expect(new Set(one.map((each) => (JSON.parse(each) as { key: string }).key)).size).toBe(one.length);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('many subscriptions', () => {
  const id = (prefix: string, at: number): string => `${prefix}0000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
  function estate(subscriptions: number, each: number): readonly MappedFact[] {
    return Array.from({ length: subscriptions }, (_, at) => id('5', at)).flatMap((one, at) => {
      const top = `/subscriptions/${one}`;
      const vmOf = `${top}/resourcegroups/g/providers/microsoft.compute/virtualmachines/m`;
      const rows = Array.from({ length: each }, (_, row) =>
        w.assignment(
          id('6', (at * 7 + row) % 5_000),
          row % 3 === 0 ? w.owner : row % 3 === 1 ? w.contributor : w.reader,
          row % 2 === 0 ? top : `${top}/resourcegroups/g`,
        ),
      );
      return [w.placed(one, ''), w.carrier(vmOf, vm, id('7', at)), ...rows];
    });
  }
  it('makes links with holders and carriers, never with their product', () => {
    const [small, large] = [w.resolved(estate(20, 30)), w.resolved(estate(80, 30))];
    expect(large.links.length).toBe(4 * small.links.length);
    expect(small.links.length).toBeLessThan(20 * (30 + 6));
  });
});
