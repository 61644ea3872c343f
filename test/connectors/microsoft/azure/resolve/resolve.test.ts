import { describe, expect, it } from 'vitest';
import { azureRemedy } from '../../../../../connectors/microsoft/azure/remedy.ts';
import { azureRemovables } from '../../../../../connectors/microsoft/azure/removables.ts';
import { azureExplainWants, azureMentions, explainAzure } from '../../../../../connectors/microsoft/azure/explain.ts';
import type { Json } from '../../../../../src/base/json.ts';
import type { Permission } from '../../../../../connectors/microsoft/azure/facts.ts';
import type { MappedFact } from '../../../../../src/model/fact.ts';
import * as w from './world.ts';

const sub = `/subscriptions/${w.sub}`;
const admin = '30000000-0000-4000-8000-00000000000a';
const vault = `${w.group}/providers/microsoft.keyvault/vaults/v`;
const identity = `${w.group}/providers/microsoft.managedidentity/userassignedidentities/i`;

describe('how lasting a role is', () => {
  const row = w.assignment('ann', w.owner, sub);
  const until = '2026-11-23T00:00:00.000Z';
  const from = '2026-11-22T00:00:00.000Z';
  const unread =
    (surface: string) =>
    (each: string): boolean =>
      each !== surface;
  const eligibleAt = (more = {}): MappedFact => w.instance('eligibility', 'ann', w.owner, sub, more);
  it.each<[string, readonly MappedFact[], readonly string[], ((surface: string) => boolean)?]>([
    ['a row that PIM lists as assigned', [row, w.instance('assignment', 'ann', w.owner, sub)], ['administer standing certain']],
    ['a row with an end', [row, w.instance('assignment', 'ann', w.owner, sub, { from, until })], ['administer time-bound certain']],
    [
      'an activation',
      [row, w.instance('assignment', 'ann', w.owner, sub, { assignment: 'activated', from, until })],
      ['administer activated certain'],
    ],
    [
      'an activation without an end',
      [row, w.instance('assignment', 'ann', w.owner, sub, { assignment: 'activated', from })],
      ['administer activated-standing certain'],
    ],
    [
      'active in a way that is not told',
      [row, w.instance('assignment', 'ann', w.owner, sub, { assignment: null })],
      ['administer activated-standing certain'],
    ],
    ['a row that PIM does not list', [row], ['administer standing certain']],
    ['a row whose instances were not read', [row], ['administer activated-standing certain'], unread('azure:assignment-instances')],
    [
      'a row of a service principal, unread',
      [w.assignment('ann', w.owner, sub, { principalType: 'ServicePrincipal' })],
      ['administer standing certain'],
      unread('azure:assignment-instances'),
    ],
    ['an eligibility', [eligibleAt()], ['administer eligible certain']],
    [
      'an eligibility and its activation',
      [row, eligibleAt(), w.instance('assignment', 'ann', w.owner, sub, { assignment: 'activated', from, until })],
      ['administer activated certain', 'administer eligible certain'],
    ],
    [
      'an activation joined by the assignment behind it',
      [
        w.assignment('ann', w.owner, sub, { id: 'x' }),
        w.instance('assignment', 'ann', w.owner, sub, { assignment: 'activated', origin: 'x', from, until }),
      ],
      ['administer activated certain'],
    ],
    [
      'an activation that ended, and whose assignment is still listed',
      [row, w.instance('assignment', 'ann', w.owner, sub, { assignment: 'activated', from, until: '2026-11-22T09:00:00.000Z' })],
      ['administer activated certain', 'administer activated-standing certain'],
    ],
    [
      'an activation that ended within the hour, and whose assignment is still listed',
      [row, w.instance('assignment', 'ann', w.owner, sub, { assignment: 'activated', from, until: '2026-11-22T11:30:00.000Z' })],
      ['administer activated certain'],
    ],
    ['an instance that was revoked', [w.instance('assignment', 'ann', w.owner, sub, { status: 'Revoked' })], []],
    ['an instance whose assignment was not read', [w.instance('assignment', 'ann', w.owner, sub)], ['administer standing certain']],
    ['a schedule where instances were read', [w.schedule('eligibility', 'ann', w.owner, sub)], []],
    [
      'a schedule where instances were not read',
      [w.schedule('eligibility', 'ann', w.owner, sub)],
      ['administer eligible certain'],
      unread('azure:eligibility-instances'),
    ],
    ['a request that waits for approval', [w.schedule('assignment', 'ann', w.owner, sub, { status: 'PendingApproval', from: until })], []],
    ['a schedule to come', [w.schedule('assignment', 'ann', w.owner, sub, { from: until })], ['administer standing certain']],
  ])('%s', (_, facts, told, isRead) => {
    expect(w.resolved(facts, isRead === undefined ? {} : { isRead }).told('ann', sub)).toEqual(told);
  });

  it('tells a schedule to come by its window', () => {
    const { grants } = w.resolved([w.schedule('assignment', 'ann', w.owner, sub, { from: until })]);
    expect(grants[0]?.windows).toEqual([{ from: Date.parse(until), until: null }]);
  });

  it('takes the gate from the policy of that very scope', () => {
    const id = `azure/${w.tenant}/policy/${w.scope(sub)}/${w.owner}`;
    const policy = w.fact('activation-policy', w.scope(sub), id, {
      id,
      gate: 'approved',
      approvers: ['ben'],
      secondFactor: true,
      longestActivationMs: 3_600_000,
    });
    const [grant] = w.resolved([eligibleAt(), policy]).grants;
    expect([grant?.gate, grant?.gatedBy]).toEqual(['approved', id]);
    expect(grant?.because[1]).toBe(
      'its holder has it activated, with approval by the one who is named and a second factor, for 1 hour at most',
    );
    const [other] = w.resolved([w.instance('eligibility', 'ann', w.owner, w.group), policy]).grants;
    expect([other?.gate, other?.gatedBy]).toEqual(['self', undefined]);
  });

  it('counts inherited rows once, and members of a group that was read not at all', () => {
    const facts = [
      w.instance('assignment', 'team', w.owner, sub, { principalType: 'Group' }),
      w.instance('assignment', 'team', w.owner, w.group, { principalType: 'Group', member: 'inherited' }),
      w.instance('assignment', 'ann', w.owner, sub, { member: 'group' }),
    ];
    expect(w.resolved([...facts, w.member('team', 'ann')]).grants.map((each) => each.subject)).toEqual([w.who('team')]);
    expect(w.resolved(facts).told('ann', sub)).toEqual(['administer eligible-standing certain']);
  });

  it('holds the root for standing, whatever was not read', () => {
    const { grants } = w.resolved([w.assignment('ann', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', '')], { isRead: () => false });
    expect(grants.map((each) => [each.capability, each.scope, each.bounds.lo]).sort()).toEqual([
      ['change-guardrail', `azure:${w.tenant}`, 'standing'],
      ['grant-privilege', `azure:${w.tenant}`, 'standing'],
    ]);
  });
});

describe('what a role gives', () => {
  const only = (roles: string): string =>
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles}}))`;
  const rbac = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
  const capabilitiesAt = (facts: readonly MappedFact[], arm: string): readonly string[] =>
    w
      .resolved(facts)
      .told('ann', arm)
      .map((each) => each.replace(' standing', ''));

  it('keeps a contributor from granting', () => {
    const told = capabilitiesAt([w.assignment('ann', w.contributor, sub)], sub);
    expect(told).toContain('disable-audit certain');
    expect(told).toContain('run-as certain');
    for (const each of ['administer', 'grant-privilege', 'change-guardrail'])
      expect(told.filter((one) => one.startsWith(each))).toEqual([]);
  });
  it('leaves out what a narrow scope cannot hold', () => {
    expect(capabilitiesAt([w.assignment('ann', w.contributor, w.machine)], w.machine)).toEqual(['disable-audit certain', 'run-as certain']);
  });
  it.each([
    ['Microsoft.Storage/storageAccounts/regenerateKey/action', ['read-secrets', 'write-data', 'read-data']],
    ['Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action', ['read-secrets', 'write-data', 'read-data']],
    ['Microsoft.DocumentDB/databaseAccounts/readonlykeys/action', ['read-data']],
    ['Microsoft.ServiceBus/namespaces/authorizationRules/regenerateKeys/action', ['read-secrets']],
  ])('tells who is told keys, by %s', (action, told) => {
    const custom = '50000000-0000-4000-8000-000000000000';
    const facts = [w.definition(custom, w.permission([action])), w.assignment('ann', custom, sub)];
    expect(capabilitiesAt(facts, sub).toSorted()).toEqual(told.map((each) => `${each} certain`).toSorted());
  });
  it('is ordinary where it only reads', () => {
    expect(capabilitiesAt([w.assignment('ann', w.reader, sub)], sub)).toEqual(['ordinary certain']);
  });
  // permissions as the built-in roles of these names have them
  it.each([
    ['Azure Kubernetes Service RBAC Cluster Admin', ['Microsoft.ContainerService/managedClusters/*'], ['run-as', 'read-secrets']],
    ['Azure Kubernetes Service RBAC Reader', ['Microsoft.ContainerService/managedClusters/pods/read'], ['ordinary']],
    ['Azure Arc Kubernetes Cluster Admin', ['Microsoft.Kubernetes/connectedClusters/*'], ['run-as', 'read-secrets']],
    ['Container Apps Operator', ['Microsoft.App/containerApps/exec/action'], ['run-as']],
  ])('of %s, what is done inside the resource counts', (_, dataActions, expected) => {
    const role = 'aaaaaaaa-1111-4111-8111-000000000009';
    const facts = [w.assignment('ann', role, sub), w.definition(role, w.permission([], { dataActions }))];
    expect(capabilitiesAt(facts, sub).toSorted()).toEqual(expected.map((each) => `${each} certain`).toSorted());
  });
  it('is not certain where nobody listed the role', () => {
    const { grants } = w.resolved([w.assignment('ann', admin, sub)]);
    expect(grants.map((each) => [each.capability, each.presence])).toEqual([['administer', 'possible']]);
    expect(grants[0]?.because.some((each) => each.endsWith(' was not listed'))).toBe(true);
  });
  it('goes by the definition of the tenant before the documentation', () => {
    expect(capabilitiesAt([w.assignment('ann', w.owner, sub), w.definition(w.owner, w.permission(['*/read']))], sub)).toEqual([
      'ordinary certain',
    ]);
  });
  it('is worth what a condition lets it give', () => {
    const at = (roles: string, ...more: readonly MappedFact[]): readonly string[] =>
      capabilitiesAt(
        [
          w.assignment('ann', rbac, sub, { condition: only(roles) }),
          w.definition(w.owner, w.permission(['*'])),
          w.definition(w.reader, w.permission(['*/read'])),
          ...more,
        ],
        sub,
      );
    expect(at(w.reader)).toEqual(['ordinary certain']);
    expect(at(w.owner)).toEqual(['grant-privilege certain']);
    expect(at('4633458b-17de-408a-b874-0445c86b69e6')).toEqual(['read-secrets certain']);
    expect(at(admin)).toEqual(['grant-privilege possible']);
  });
  describe('under a condition of its definition', () => {
    const narrow = '8b54135c-b56d-4d72-a534-26097cfdc8d8';
    const secretsUser = '4633458b-17de-408a-b874-0445c86b69e6';
    const give = ['Microsoft.Authorization/roleAssignments/write', 'Microsoft.Authorization/roleAssignments/delete'];
    const at = (assigned: Record<string, Json>, ...permissions: readonly Permission[]): readonly string[] =>
      capabilitiesAt([w.assignment('ann', narrow, sub, assigned), w.definition(narrow, ...permissions)], sub);

    it('is worth what that lets it give', () => {
      expect(at({}, w.permission(give, { condition: only(secretsUser) }))).toEqual(['read-secrets certain']);
      expect(at({}, w.permission(give, { condition: only(w.reader) }))).toEqual(['ordinary certain']);
      expect(at({}, w.permission(give, { condition: null }))).toEqual(['grant-privilege certain']);
      expect(at({}, w.permission(give, { condition: 'something' }))).toEqual(['grant-privilege possible']);
    });
    it('is worth what the condition of the assignment leaves of it', () => {
      const both = w.permission(give, { condition: only(`${secretsUser}, ${w.reader}`) });
      expect(at({ condition: only(`${w.owner}, ${secretsUser}`) }, both)).toEqual(['read-secrets certain']);
      expect(at({ condition: only(`${w.owner}, ${w.reader}`) }, both)).toEqual(['ordinary certain']);
    });
    it('is worth what another part of it gives under none, or under another', () => {
      const part = w.permission(give, { condition: only(w.reader) });
      expect(at({}, part, w.permission(give.slice(0, 1)))).toEqual(['grant-privilege certain']);
      expect(at({}, part, w.permission(give, { condition: only(secretsUser) }))).toEqual(['read-secrets certain']);
      expect(at({}, part, w.permission(['*/read']))).toEqual(['ordinary certain']);
    });
    it('is known from the documentation of a built-in role where what was read does not tell', () => {
      const listed = (permissions: readonly Permission[], custom = false): readonly string[] => {
        const { value, ...fact } = w.definition(narrow, ...permissions);
        const others = [
          'a4417e6f-fecd-4de8-b567-7b0420556985',
          '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
          'e147488a-f6f5-4113-8e2d-b22465e65bf6',
        ];
        const more = [...others, '12338af0-0e69-4776-bea7-57ae8d297424', '21090545-7ca7-4776-b22c-e363652d74d2'];
        const definitions = more.map((each) => w.definition(each, w.permission(['*/read'])));
        const own = { ...fact, value: { ...(value as object), custom } } as MappedFact;
        return capabilitiesAt([w.assignment('ann', narrow, sub), own, ...definitions], sub);
      };
      const vaults = ['destroy certain', 'read-data certain', 'read-secrets certain', 'write-data certain'];
      expect(listed([w.permission(give)])).toEqual(vaults);
      expect(listed([w.permission(give, { condition: null })])).toEqual(['grant-privilege certain']);
      expect(listed([w.permission(give)], true)).toEqual(['grant-privilege certain']);
      expect(capabilitiesAt([w.assignment('ann', narrow, sub)], sub)).toEqual([...vaults, 'grant-privilege possible'].sort());
    });
    it('counts for what it may give where that is all that somebody may give', () => {
      const facts = [
        w.assignment('ann', rbac, sub, { condition: only(narrow) }),
        w.definition(narrow, w.permission(give, { condition: only(secretsUser) })),
      ];
      expect(capabilitiesAt(facts, sub)).toEqual(['read-secrets certain']);
      const turning = w.definition(narrow, w.permission(give, { condition: only(`${narrow}, ${w.owner}`) }));
      expect(capabilitiesAt([facts[0] as MappedFact, turning], sub)).toEqual(['grant-privilege certain']);
    });
    it('counts for no more than its condition lets through where somebody may give it', () => {
      const worth = (condition: string): readonly string[] => {
        const reads = w.permission([], { dataActions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action'], condition });
        return capabilitiesAt([w.assignment('ann', rbac, sub, { condition: only(narrow) }), w.definition(narrow, reads)], sub);
      };
      expect(worth('something')).toEqual(['read-secrets possible']);
      expect(worth("(!(ActionMatches{'Microsoft.KeyVault/vaults/secrets/getSecret/action'}))")).toEqual(['ordinary certain']);
      const gives = w.definition(narrow, w.permission(give, { condition: 'something' }));
      expect(capabilitiesAt([w.assignment('ann', rbac, sub, { condition: only(narrow) }), gives], sub)).toEqual([
        'grant-privilege possible',
      ]);
    });
    it('narrows other actions as well', () => {
      const elsewhere = "((!(ActionMatches{'Microsoft.KeyVault/vaults/secrets/getSecret/action'})))";
      const reads = w.permission([], { dataActions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action'] });
      expect(at({}, reads)).toEqual(['read-secrets certain']);
      expect(at({}, { ...reads, condition: elsewhere })).toEqual(['ordinary certain']);
      expect(at({}, { ...reads, condition: 'something' })).toEqual(['read-secrets possible']);
    });
  });
  it('may grant under a condition that nobody understands', () => {
    expect(capabilitiesAt([w.assignment('ann', rbac, sub, { condition: 'something' })], sub)).toEqual(['grant-privilege possible']);
  });
  it('reads secrets through access policies, by an entry and by writing one', () => {
    const policies = [{ principal: w.who('bob'), secrets: ['Get', 'List'], keys: [] }];
    const old = w.fact('resource-policy', w.scope(sub), `vault|${vault}`, { type: 'vault', resource: vault, policies });
    const facts = [old, w.assignment('ann', 'f25e0fa2-a7c8-4377-a976-54943a77a395', w.group)];
    expect(w.resolved(facts).told('bob', vault)).toEqual(['read-secrets standing certain']);
    expect(w.resolved(facts).told('ann', w.group)).toContain('read-secrets standing certain');
    const roles = w.fact('resource-policy', w.scope(sub), `vault|${vault}`, { type: 'vault', resource: vault, policies: null });
    expect(w.resolved([roles, ...facts.slice(1)]).told('ann', w.group)).not.toContain('read-secrets standing certain');
    expect(w.resolved(facts.slice(1), { isRead: (each) => each !== 'azure:key-vaults' }).told('ann', w.group)).toContain(
      'read-secrets standing possible',
    );
  });
});

describe('deny assignments', () => {
  const row = w.assignment('ann', w.owner, w.group);
  it.each<[string, readonly MappedFact[], readonly string[]]>([
    ['for everyone', [row, w.deny('d', sub)], ['ordinary standing certain']],
    ['that leave her out', [row, w.deny('d', sub, { excluded: [w.who('ann')] })], ['administer standing certain']],
    [
      'of a group she is in',
      [row, w.deny('d', sub, { principals: [w.who('team')] }), w.member('team', 'ann')],
      ['ordinary standing certain'],
    ],
    [
      'that leave a group of hers out',
      [row, w.deny('d', sub, { excluded: [w.who('team')] }), w.member('team', 'ann')],
      ['administer standing certain'],
    ],
    ['of somebody else', [row, w.deny('d', sub, { principals: [w.who('bob')] })], ['administer standing certain']],
    ['that stop at their scope', [row, w.deny('d', sub, { notToChildren: true })], ['administer standing certain']],
    [
      'of a group that may have members left out',
      [w.assignment('ann', w.owner, w.group, { principalType: 'Group' }), w.deny('d', sub, { excluded: [w.who('bob')] })],
      ['administer standing certain'],
    ],
    ['elsewhere', [row, w.deny('d', `${sub}/resourcegroups/other`)], ['administer standing certain']],
  ])('%s', (_, facts, told) => {
    expect(w.resolved(facts).told('ann', w.group)).toEqual(told);
  });
  it('under a condition leave open what they take', () => {
    expect(w.resolved([row, w.deny('d', sub, { condition: 'something' })]).told('ann', w.group)).toContain(
      'grant-privilege standing possible',
    );
  });
  it('of which a part is under a condition leave open what that part takes', () => {
    const [all, some] = [w.permission(['*'], { condition: 'something' }), w.permission(['Microsoft.Authorization/*'])];
    const told = (...permissions: readonly Permission[]): readonly string[] =>
      w.resolved([row, w.deny('d', sub, { permissions: permissions as unknown as Json })]).told('ann', w.group);
    expect(told(all)).toContain('grant-privilege standing possible');
    expect(told(all, some).join()).not.toContain('grant-privilege');
    expect(told(all, some)).toContain('run-as standing possible');
  });
  it('are a caveat on what a group holds where they name one who is in it', () => {
    const held = w.assignment('team', w.owner, w.group, { principalType: 'Group' });
    const facts = [held, w.deny('d', sub, { principals: [w.who('ann')] }), w.member('team', 'ann')];
    expect(w.resolved(facts).grants.map((each) => [each.presence, each.caveats])).toEqual([
      ['certain', ['unless it is one of those in the group that deny assignment d names']],
    ]);
  });

  it('are a caveat where they were not read', () => {
    expect(w.resolved([row], { isRead: (each) => each !== 'azure:deny-assignments' }).grants[0]?.caveats).toHaveLength(1);
  });
});

describe('acting as managed identities', () => {
  const onMachine = w.carrier(w.machine, 'microsoft.compute/virtualmachines', 'mi');
  it.each<[string, readonly MappedFact[], boolean]>([
    ['a contributor above', [onMachine, w.assignment('ann', w.contributor, sub)], true],
    ['an owner of the root', [onMachine, w.assignment('ann', w.owner, '')], true],
    ['an administrator by login', [onMachine, w.assignment('ann', '1c0163c0-47e6-4577-8991-ea5c82e286e4', w.machine)], true],
    ['a reader', [onMachine, w.assignment('ann', w.reader, sub)], false],
    ['an owner elsewhere', [onMachine, w.assignment('ann', w.owner, `${sub}/resourcegroups/other`)], false],
    ['an owner denied there', [onMachine, w.assignment('ann', w.owner, sub), w.deny('d', w.group)], false],
    ['an owner beside a denial', [onMachine, w.assignment('ann', w.owner, sub), w.deny('d', `${sub}/resourcegroups/other`)], true],
    [
      'an owner of what only serves',
      [w.carrier(w.machine, 'microsoft.storage/storageaccounts', 'mi'), w.assignment('ann', w.owner, sub)],
      false,
    ],
    ['a writer of what is not known', [w.carrier(w.machine, 'microsoft.new/things', 'mi'), w.assignment('ann', w.owner, sub)], false],
    ['a contributor, of an identity not assigned', [w.managedIdentity(identity, 'mi'), w.assignment('ann', w.contributor, sub)], true],
    ['who assigns alone', [w.managedIdentity(identity, 'mi'), w.assignment('ann', w.operator, sub)], false],
    [
      'who assigns, and writes elsewhere',
      [
        w.managedIdentity(identity, 'mi'),
        w.assignment('ann', w.operator, sub),
        w.assignment('ann', 'de139f84-1756-47ae-9be6-808fbbe84772', `${sub}/resourcegroups/other`),
      ],
      true,
    ],
    [
      'who assigns, and whose group writes',
      [
        w.managedIdentity(identity, 'mi'),
        w.assignment('ann', w.operator, sub),
        w.assignment('team', w.contributor, `${sub}/resourcegroups/other`),
        w.member('team', 'ann'),
      ],
      true,
    ],
    [
      'who writes, and whose group assigns',
      [
        w.managedIdentity(identity, 'mi'),
        w.assignment('team', w.operator, sub),
        w.assignment('ann', w.contributor, `${sub}/resourcegroups/other`),
        w.member('team', 'ann'),
      ],
      true,
    ],
    ['who adds an issuer', [w.managedIdentity(identity, 'mi'), w.assignment('ann', '7e559ce2-48d7-4b27-9128-fa1b247f1308', w.group)], true],
  ])('%s', (_, facts, acts) => {
    expect(w.actsAs(w.resolved(facts).links, 'ann', 'mi')).toBe(acts);
  });
  it('leaves open whether one who assigns may write by a group that was not read', () => {
    const facts = [w.managedIdentity(identity, 'mi'), w.assignment('ann', w.operator, sub)];
    const { links } = w.resolved(facts, { isRead: (each) => each !== 'entra:group-members' });
    expect(links.filter((each) => each.from === w.who('ann')).map((each) => each.presence)).toEqual(['possible']);
  });
  it('lets in whom the identity trusts, as for applications', () => {
    const id = `${identity}/federatedidentitycredentials/f`;
    const trust = {
      type: 'federated-credential',
      id,
      of: identity,
      name: 'f',
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:o/r:ref:refs/heads/main',
      expression: null,
      audiences: ['a'],
    };
    const { links } = w.resolved([w.managedIdentity(identity, 'mi'), w.fact('trust', w.scope(sub), `federated-credential|${id}`, trust)]);
    const link = links.find((each) => each.how === 'federates');
    expect([link?.from, link?.to, link?.openness]).toEqual([
      'federated:token.actions.githubusercontent.com|repo:o/r:ref:refs/heads/main',
      w.who('mi'),
      'exact',
    ]);
    expect(link === undefined ? [] : azureRemedy(link)).toHaveLength(1);
  });
  it('leads from a cluster to applications that trust its tokens, but for a credential that is left out', () => {
    const resource = `${w.group}/providers/microsoft.containerservice/managedclusters/k`;
    const issuer = 'https://eastus.oic.prod-aks.azure.com/t/k/';
    const cluster = {
      ...{ type: 'cluster', resource, name: 'k', entra: true, azureRoles: false, localAccounts: false, commands: false },
      ...{ nodes: null, application: null, nodeGroup: null, issuer },
    };
    const trust = { type: 'federated-credential', of: w.who('app'), name: 'f', issuer, subject: 's', expression: null, audiences: ['a'] };
    const facts = [
      w.fact('workload', w.scope(sub), `cluster|${resource}`, cluster),
      w.fact('trust', `entra:${w.tenant}`, 'federated-credential|f', trust),
    ];
    const reached = (without: ReadonlySet<string>): boolean => w.resolved(facts, { without }).links.some(({ to }) => to === w.who('app'));
    expect(reached(new Set())).toBe(true);
    expect(reached(new Set(['federated-credential|f']))).toBe(false);
  });
});

describe('what others are handed', () => {
  it('by Azure Lighthouse, for good or to be approved', () => {
    const each = { principal: 'entra/other/p', principalName: null, role: w.contributor, longestMs: null };
    const value = {
      type: 'lighthouse',
      id: 'l',
      scope: w.scope(sub),
      tenant: 'other',
      tenantName: null,
      authorizations: [
        { ...each, eligible: false, approvers: [] },
        { ...each, eligible: true, approvers: ['entra/other/q'] },
      ],
    };
    const { grants } = w.resolved([w.fact('attachment', w.scope(sub), 'lighthouse|l', value)]);
    const audit = grants.filter((one) => one.capability === 'disable-audit');
    expect(audit.map((one) => [one.subject, one.bounds.lo, one.gate]).sort()).toEqual([
      ['entra/other/p', 'eligible', 'approved'],
      ['entra/other/p', 'standing', 'none'],
    ]);
  });
  it('as classic administrators', () => {
    const value = { type: 'classic-administrator', name: 'A@x.example', role: 'CoAdministrator' };
    const { grants } = w.resolved([w.fact('attachment', w.scope(sub), 'classic|a', value)]);
    expect(grants.map((one) => [one.subject, one.capability])).toEqual([['classic-administrator/a@x.example', 'administer']]);
  });
});

describe('taking away', () => {
  const facts = [
    w.assignment('ann', w.owner, sub),
    w.instance('assignment', 'ann', w.owner, sub),
    w.instance('eligibility', 'ann', w.owner, sub),
  ];
  it('names the active and the eligible right apart, each with all that tells of it', () => {
    const all = [...azureRemovables(w.indexOf(facts))];
    expect(all.map((each) => [each.kind, each.without.length])).toEqual([
      ['azure-role', 3],
      ['azure-eligible-role', 2],
    ]);
    const [first] = all;
    const left = w.resolved(facts, { without: new Set(first?.without) });
    expect(left.told('ann', sub)).toEqual(['administer eligible certain']);
  });
  it('has exact commands', () => {
    const told = w.resolved([facts[0] as MappedFact, ...facts.slice(2)]).grants.map(azureRemedy);
    expect(told.flat().join('\n')).toContain(
      `az role assignment delete --ids ${sub}/providers/microsoft.authorization/roleassignments/ann-${w.owner}`,
    );
    expect(told.flat().join('\n')).toContain(`${sub}/providers/Microsoft.Authorization/roleEligibilityScheduleRequests/`);
  });
  it('lets no name out of the estate become a command', () => {
    const [grant] = w.resolved([w.assignment('ann', w.owner, `${sub}/resourcegroups/a';reboot`)]).grants;
    expect(grant === undefined ? [] : azureRemedy(grant)).toEqual([expect.stringMatching(/--ids '\/subscriptions\/.*a'\\'';reboot/)]);
  });
});

describe('explaining', () => {
  const facts = [
    w.assignment('ann', w.owner, w.group),
    w.definition(w.owner, w.permission(['*'])),
    w.deny('d', sub, { excluded: [w.who('ann')] }),
  ];
  it('tells the role with what it gives, and what might deny it', () => {
    const [grant] = w.resolved(facts).grants;
    if (grant === undefined) throw new Error('there is no grant');
    const { statements } = explainAzure(w.indexOf(facts), grant);
    expect(statements.map((each) => [each.says, each.reason])).toEqual([
      ['allows', 'allows'],
      ['denies', 'takes-part'],
    ]);
    const wanted = new Set(['', ...azureExplainWants(grant, w.indexOf(facts))]);
    for (const kind of ['attachment', 'policy', 'limiter'] as const)
      for (const fact of w.indexOf(facts).ofKind(kind)) expect([...azureMentions(fact)].some((each) => wanted.has(each))).toBe(true);
  });
});
