import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesAction, roleGives } from '../../../../../connectors/microsoft/azure/rbac/actions.ts';
import type { Situation } from '../../../../../connectors/microsoft/azure/rbac/condition/evaluate.ts';
import { evaluateCondition } from '../../../../../connectors/microsoft/azure/rbac/condition/evaluate.ts';
import { parseCondition } from '../../../../../connectors/microsoft/azure/rbac/condition/parse.ts';
import { letsThrough } from '../../../../../connectors/microsoft/azure/rbac/condition/read.ts';
import { ASSIGN_ROLES, delegationOf } from '../../../../../connectors/microsoft/azure/rbac/delegation.ts';
import { decideAccess } from '../../../../../connectors/microsoft/azure/rbac/decide.ts';
import { ScopeTree, sortOf } from '../../../../../connectors/microsoft/azure/rbac/scopes.ts';
import { runs } from '../../../../support/runs.ts';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const administrators = [owner, '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'].join(', ');

describe('matching actions', () => {
  it.each([
    ['*', 'Microsoft.Compute/virtualMachines/write', true],
    ['*/read', 'Microsoft.Compute/virtualMachines/read', true],
    ['*/read', 'Microsoft.Compute/virtualMachines/write', false],
    ['MICROSOFT.compute/*', 'microsoft.Compute/disks/write', true],
    ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/roleAssignments/write', true],
    ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/write', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*b', 'ab', false],
    ['a*b*b', 'axbxb', true],
    ['Microsoft.Web/sites', 'Microsoft.Web/sites/write', false],
  ])('%s against %s: %s', (pattern, action, matches) => {
    expect(matchesAction(pattern, action)).toBe(matches);
  });

  it('agrees with a regular expression on every pattern', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 7 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 9 }), (pattern, action) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 's');
        expect(matchesAction(pattern, action)).toBe(expression.test(action));
      }),
      { numRuns: runs(2_000) },
    );
  });

  it('subtracts within an entry, and joins entries', () => {
    const plain = { dataActions: [], notDataActions: [] };
    const first = { ...plain, actions: ['*'], notActions: ['Microsoft.Authorization/*/write'] };
    expect(roleGives([first], ASSIGN_ROLES, 'control')).toBe(false);
    expect(roleGives([first, { ...plain, actions: [ASSIGN_ROLES], notActions: [] }], ASSIGN_ROLES, 'control')).toBe(true);
    expect(roleGives([{ ...plain, actions: ['*'], notActions: [] }], ASSIGN_ROLES, 'data')).toBe(false);
  });
});

describe('scopes', () => {
  const tree = new ScopeTree(
    new Map([
      ['azure:s', ['azure:t/mg']],
      ['azure:t/mg', ['azure:t']],
    ]),
  );
  it('walks from a resource to the root', () => {
    const vm = '/subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/m';
    expect(tree.chain(vm).slice(-4)).toEqual(['/subscriptions/s/resourcegroups', 'azure:s', 'azure:t/mg', 'azure:t']);
    expect(tree.contains('/subscriptions/s/resourcegroups/g', vm)).toBe(true);
    expect(tree.contains('/subscriptions/s/resourcegroups/gg', vm)).toBe(false);
    expect(tree.contains('azure:other', vm)).toBe(false);
  });
  it('ends where a tree goes round', () => {
    const round = new ScopeTree(
      new Map([
        ['azure:t/a', ['azure:t/b']],
        ['azure:t/b', ['azure:t/a']],
      ]),
    );
    expect(round.chain('azure:t/a')).toEqual(['azure:t/a', 'azure:t/b']);
  });
  it.each([
    ['azure:s', 'whole'],
    ['/subscriptions/s/resourcegroups/g', 'group'],
    ['/subscriptions/s/resourcegroups/g/providers/microsoft.web/sites/a/slots/b', 'microsoft.web/sites/slots'],
    ['/subscriptions/s/providers/microsoft.a/b/c/providers/microsoft.d/e/f', 'microsoft.d/e'],
  ])('%s is %s', (scope, sort) => {
    expect(sortOf(scope)).toBe(sort);
  });
});

const only = (roles: string, more = ''): string => `
(
 (
  !(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})
 )
 OR
 (
  @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles}}${more}
 )
)
AND
(
 (
  !(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})
 )
 OR
 (
  @Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles}}
 )
)`;

describe('conditions', () => {
  it('lets other actions through', () => {
    expect(letsThrough(only(reader), 'Microsoft.Compute/virtualMachines/write')).toBe('true');
    expect(letsThrough(only(reader), ASSIGN_ROLES)).toBe('unknown');
  });
  it.each([
    '',
    '(',
    "ActionMatches{'a'",
    '@Request[a] StringEquals',
    "ActionMatches{'a'} ActionMatches{'b'}",
    "ActionMatches{'a'} XOR ActionMatches{'b'}",
    '@Nobody[a] StringEquals 1',
    "'",
  ])('takes %j for nothing it understands', (text) => {
    expect(parseCondition(text)).toBeUndefined();
    expect(letsThrough(text, 'a/read')).toBe('unknown');
  });
  it('does not run out of room', () => {
    expect(parseCondition(`${'('.repeat(5_000)}ActionMatches{'a'}${')'.repeat(5_000)}`)).toBeUndefined();
  });

  const about = (values: Readonly<Record<string, readonly string[]>>): Situation => ({
    action: 'x/y',
    attribute: ({ name }) => values[name],
  });
  it.each([
    ["@Request[a] StringEquals 'x'", { a: ['x'] }, 'true'],
    ["@Request[a] StringEquals 'X'", { a: ['x'] }, 'false'],
    ["@Request[a] StringEqualsIgnoreCase 'X'", { a: ['x'] }, 'true'],
    ["@Request[a] StringEquals 'x'", {}, 'unknown'],
    ["@Request[a] StringNotEquals 'x'", { a: [] }, 'unknown'],
    ["@Request[a] ForAnyOfAnyValues:StringEquals {'x', 'y'}", { a: ['z', 'y'] }, 'true'],
    ["@Request[a] ForAllOfAnyValues:StringEquals {'x', 'y'}", { a: ['z', 'y'] }, 'false'],
    ["@Request[a] ForAnyOfAllValues:StringNotEquals {'x', 'y'}", { a: ['z', 'y'] }, 'true'],
    ["@Request[a] ForAllOfAllValues:StringNotEquals {'x', 'y'}", { a: ['z', 'y'] }, 'false'],
    ['Exists @Request[a]', { a: ['1'] }, 'true'],
    ['NOT Exists @Request[a]', { a: [] }, 'true'],
    ['NotExists @Request[a]', { a: ['1'] }, 'false'],
    ["@Request[a] StringEquals 'x' OR @Request[b] StringEquals 'y' AND @Request[b] StringEquals 'z'", { a: ['x'], b: ['y'] }, 'true'],
    ["(@Request[a] StringEquals 'x' OR @Request[b] StringEquals 'y') && @Request[b] StringEquals 'z'", { a: ['x'], b: ['y'] }, 'false'],
    ['@Request[a] StringEquals @Resource[b]', { a: ['x'], b: ['x'] }, 'true'],
    ["@Environment[UtcNow] DateTimeGreaterThan '2026-01-01T00:00:00Z'", { utcnow: ['2026-02-01T00:00:00Z'] }, 'unknown'],
    ["@Request[a] StringEquals 'it''s'", { a: ["it's"] }, 'true'],
  ] as const)('%s of %j is %s', (text, values, truth) => {
    const condition = parseCondition(text);
    expect(condition).toBeDefined();
    if (condition !== undefined) expect(evaluateCondition(condition, about(values))).toBe(truth);
  });
});

describe('what a narrowed right to give roles may still give', () => {
  it('names the roles', () => {
    const { named, others } = delegationOf(only(reader));
    expect([...named]).toEqual([[reader, { atAll: 'true', toOthers: 'true' }]]);
    expect(others).toEqual({ atAll: 'false', toOthers: 'false' });
  });
  it('leaves all but the named', () => {
    const text = only(administrators).replaceAll('ForAnyOfAnyValues:GuidEquals', 'ForAnyOfAllValues:GuidNotEquals');
    const { named, others } = delegationOf(text);
    expect(named.get(owner)).toEqual({ atAll: 'false', toOthers: 'false' });
    expect(others.atAll).toBe('true');
  });
  it('tells a named principal from anybody', () => {
    const more =
      '\n AND @Request[Microsoft.Authorization/roleAssignments:PrincipalId] ForAnyOfAnyValues:GuidEquals {11111111-1111-1111-1111-111111111111}';
    expect(delegationOf(only(owner, more)).named.get(owner)).toEqual({ atAll: 'true', toOthers: 'false' });
  });
  it('leaves open what asks about the holder', () => {
    const more = "\n AND @Principal[Microsoft.Directory/CustomSecurityAttributes/Id:a_b] StringEquals 'c'";
    expect(delegationOf(only(owner, more)).named.get(owner)?.atAll).toBe('unknown');
  });
  it('says that it did not understand', () => {
    expect(delegationOf('something else').understood).toBe(false);
  });
});

describe('deciding one request', () => {
  const permissions = [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }];
  const tree = new ScopeTree(new Map([['azure:s', ['azure:t']]]));
  const assignment = { principal: 'ann', scope: 'azure:t', permissions, condition: null };
  const request = { identities: ['ann', 'team'], action: 'a/write', plane: 'control', scope: '/subscriptions/s/resourcegroups/g' } as const;
  const deny = { scope: 'azure:s', notToChildren: false, permissions, principals: ['everyone'], excluded: [], condition: null } as const;
  it.each([
    ['inherited', [assignment], [], 'true'],
    ['nobody', [], [], 'false'],
    ['a group', [{ ...assignment, principal: 'team' }], [], 'true'],
    ['denied above', [assignment], [deny], 'false'],
    ['denied there only', [assignment], [{ ...deny, notToChildren: true }], 'true'],
    ['left out by a group', [assignment], [{ ...deny, excluded: ['team'] }], 'true'],
    ['denied elsewhere', [assignment], [{ ...deny, scope: 'azure:other' }], 'true'],
    ['under a condition not understood', [{ ...assignment, condition: 'what' }], [], 'unknown'],
    ['denied under a condition not understood', [assignment], [{ ...deny, condition: 'what' }], 'unknown'],
  ] as const)('%s', (_, assignments, denies, truth) => {
    expect(decideAccess(tree, assignments, denies, request)).toBe(truth);
  });
});
