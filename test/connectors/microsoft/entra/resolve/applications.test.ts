import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../src/model/fact.ts';
import { graphPermissions } from '../../../../../connectors/microsoft/entra/tables/permissions.ts';
import { reached } from './reached.ts';
import { group, id, instance, lines, person, resolved, role, servicePrincipal, told } from './tenant.ts';

const graphApi = '00000003-0000-0000-c000-000000000000';
const graphFacts = (appRoles: Readonly<Record<string, string>> = {}): Fact[] =>
  servicePrincipal('graph', graphApi, { appRoles, home: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' });

function permission(principal: string, appRole: string, resource = 'graph'): Fact {
  return told({
    type: 'app-role-assignment',
    id: `${principal}-${appRole}`,
    principal: id(principal),
    principalType: 'ServicePrincipal',
    resource: id(resource),
    appRole,
    createdAt: null,
  });
}

function application(name: string, appId: string, locked: boolean | null = false): Fact {
  return told({ type: 'application', application: id(name), appId, audience: null, locked });
}

function owner(name: string, of: string): Fact {
  return told({ type: 'owner', of: id(of), owner: id(name) });
}

function consent(client: string, scopes: readonly string[], principal: string | null): Fact {
  return told({
    type: 'delegated-grant',
    id: `consent-${client}`,
    client: id(client),
    resource: id('graph'),
    principal: principal === null ? null : id(principal),
    scopes,
  });
}

function federated(subject: string | null, expression: string | null = null, issuer = 'https://token.actions.githubusercontent.com'): Fact {
  return told({
    type: 'federated-credential',
    id: 'f',
    of: id('app'),
    name: 'deploy',
    issuer,
    subject,
    expression,
    audiences: ['api://AzureADTokenExchange'],
  });
}

describe('applications', () => {
  it('lets whoever signs in as its blueprint act as an agent, and names a blueprint that no list has', () => {
    const agent = (blueprint: string | null): Fact => told({ type: 'agent', agent: id('robot'), blueprint });
    const listed = [application('app', 'a'), ...servicePrincipal('sp', 'a')];
    expect(lines(resolved([...listed, agent('A')]))).toEqual(['app can-impersonate sp: standing', 'sp can-impersonate robot: standing']);
    expect(lines(resolved([application('app', 'a'), agent('a')]))).toEqual(['app can-impersonate robot: standing']);
    expect(lines(resolved([agent('a')]))).toEqual(['a can-impersonate robot: standing']);
    expect(lines(resolved([agent(null)]))).toEqual([]);
  });

  describe('whoever may add credentials to blueprints', () => {
    const agent: Fact = told({ type: 'agent', agent: id('robot'), blueprint: 'a' });
    const estate = (isTold: boolean): Fact[] => [
      isTold
        ? told({ type: 'application', application: id('app'), appId: 'a', audience: null, locked: false, blueprint: true })
        : application('app', 'a'),
      ...servicePrincipal('sp', 'a'),
      application('other', 'b'),
      ...servicePrincipal('sp-other', 'b'),
      agent,
    ];

    const reach = (facts: readonly Fact[], who: string): readonly string[] =>
      ['app', 'sp', 'other', 'sp-other'].filter((each) => reached(resolved([...facts])).has(`${id(who)} -> ${id(each)}`));

    it.each([true, false])('by a role reaches them and no other application (told by the list of applications: %s)', (isTold) => {
      expect(reach([...estate(isTold), instance('ann', role.agents)], 'ann')).toEqual(['app', 'sp']);
    });

    it.each(['AgentIdentityBlueprint.AddRemoveCreds.All', 'AgentIdentityBlueprint.ReadWrite.All'])('by %s does', (value) => {
      const { id: appRole = null } = graphPermissions.find((each) => each.value === value) ?? {};
      const tool = [...servicePrincipal('tool', 't'), permission('tool', appRole ?? '')];
      expect(reach([...estate(true), ...graphFacts({ [appRole ?? '']: value }), ...tool], 'tool')).toEqual(['app', 'sp']);
    });

    it('by any role whose definition lists it', () => {
      const definition = told({
        type: 'role-definition',
        id: role.groups,
        templateId: role.groups,
        name: 'Groups Administrator',
        builtIn: true,
        enabled: true,
        privileged: true,
        actions: ['microsoft.directory/agentIdentityBlueprints/credentials/update'],
        conditional: [],
      });
      expect(reach([...estate(true), definition, instance('ann', role.groups)], 'ann')).toEqual(['app', 'sp']);
      expect(reach([...estate(true), instance('ann', role.groups)], 'ann')).toEqual([]);
    });

    it('by the role of applications at most perhaps, on which documents differ, and other applications for certain', () => {
      const elements = resolved([...estate(true), instance('ann', role.application)]);
      const certainly = reached(elements, ({ presence }) => presence === 'certain');
      const held = (pairs: ReadonlySet<string>): readonly string[] =>
        ['app', 'sp', 'other', 'sp-other'].filter((each) => pairs.has(`${id('ann')} -> ${id(each)}`));
      expect(held(certainly)).toEqual(['other', 'sp-other']);
      expect(held(reached(elements))).toEqual(['app', 'sp', 'other', 'sp-other']);
    });

    it('reaches one of which no agents are made yet, and by the role of developers nothing', () => {
      const facts = estate(true).filter((each) => each !== agent);
      expect(reach([...facts, instance('ann', role.agents)], 'ann')).toEqual(['app', 'sp']);
      expect(reach([...facts, instance('ann', role.agentDeveloper)], 'ann')).toEqual([]);
    });
  });

  it.each([
    ['Domain-InternalFederation.ReadWrite.All', 'certain'],
    ['UserAuthenticationMethod.ReadWrite.All', 'certain'],
    ['UserAuthMethod-Phone.ReadWrite.All', 'possible'],
    ['UserAuthMethod-Passkey.ReadWrite.All', 'possible'],
    ['SecurityIdentitiesActions.ReadWrite.All', 'no'],
  ])('lets %s reach an administrator: %s', (value, expected) => {
    const { id: appRole = null } = graphPermissions.find((each) => each.value === value) ?? {};
    const elements = resolved([
      ...graphFacts({ [appRole ?? '']: value }),
      ...servicePrincipal('tool', 't'),
      permission('tool', appRole ?? ''),
      person('bob'),
      instance('bob', role.global),
    ]);
    const pair = `${id('tool')} -> ${id('bob')}`;
    const certainly = reached(elements, ({ presence }) => presence === 'certain').has(pair);
    expect(certainly ? 'certain' : reached(elements).has(pair) ? 'possible' : 'no').toBe(expected);
  });

  it('joins an application to its service principal, and its owners to it', () => {
    const facts = [application('app', 'a'), ...servicePrincipal('sp', 'a'), owner('ann', 'app'), owner('bob', 'sp')];
    expect(lines(resolved(facts))).toEqual(['ann owns app: standing', 'app can-impersonate sp: standing', 'bob owns sp: standing']);
  });

  it('gives owners of a service principal nothing where its credentials are locked', () => {
    const facts = [application('app', 'a', true), ...servicePrincipal('sp', 'a'), owner('bob', 'sp')];
    expect(lines(resolved(facts))).toEqual(['app can-impersonate sp: standing']);
  });

  it('says so where nobody told whether they are locked', () => {
    const [link] = resolved([...servicePrincipal('sp', 'a'), owner('bob', 'sp')]);
    expect(link?.caveats).toHaveLength(1);
  });

  it('lets the tenant that an application is registered in add credentials, but not Microsoft', () => {
    const home = 'dddddddd-0000-4000-8000-000000000004';
    expect(lines(resolved(servicePrincipal('sp', 'a', { home })))).toEqual([`entra/${home} can-mint sp: standing`]);
    expect(lines(resolved(graphFacts()))).toEqual([]);
  });

  it('reaches every application but managed identities and locked ones with the power to add credentials', () => {
    const managed = told({
      type: 'service-principal',
      servicePrincipal: id('managed'),
      appId: 'm',
      sort: 'managed-identity',
      home: null,
      resources: [],
      appRoles: {},
      assignmentRequired: null,
      publisher: null,
    });
    const facts = [
      application('app', 'a'),
      application('closed', 'c', true),
      ...servicePrincipal('sp', 'a'),
      ...servicePrincipal('shut', 'c'),
      managed,
      instance('ann', role.application),
    ];
    expect([...reached(resolved(facts), (link) => link.how === 'can-mint')].sort()).toEqual(
      ['app', 'closed', 'sp'].map((each) => `${id('ann')} -> ${id(each)}`),
    );
  });

  it('reaches one application with the role at that application', () => {
    const facts = [application('app', 'a'), application('other', 'b'), instance('ann', role.application, { scope: id('app') })];
    expect(lines(resolved(facts))).toEqual(['ann can-mint app: standing', 'ann mint-credential @ app: standing']);
  });

  it('reads application permissions by id and by name', () => {
    const assignRoles = '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8';
    expect(lines(resolved([...graphFacts(), permission('sp', assignRoles)]))).toEqual([
      'sp grant-privilege @ role-assignable-groups: standing',
      'sp grant-privilege @ tenant: standing',
    ]);
    const named = [...graphFacts({ 'new-id': 'AppRoleAssignment.ReadWrite.All' }), permission('sp', 'new-id')];
    expect(lines(resolved(named))).toEqual(['sp grant-privilege @ tenant: standing']);
  });

  it('knows a dangerous permission where the application that offers it was not listed', () => {
    expect(lines(resolved([permission('sp', '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', 'unlisted')], ['service-principals']))).toContain(
      'sp grant-privilege @ tenant: standing',
    );
  });

  it('takes the id of a permission of Microsoft Graph for nothing where another application offers it', () => {
    const facts = [
      ...servicePrincipal('own', 'in-house', {
        appRoles: { '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8': 'RoleManagement.ReadWrite.Directory' },
      }),
      permission('sp', '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', 'own'),
    ];
    expect(lines(resolved(facts))).toEqual([]);
  });

  it('sees other permissions of Microsoft Graph as reading or writing', () => {
    const facts = [...graphFacts({ r: 'Calendars.Read', w: 'Calendars.ReadWrite' }), permission('sp', 'r'), permission('sp', 'w')];
    expect(lines(resolved(facts))).toEqual([
      'sp read-data @ graph/calendars.read: standing',
      'sp write-data @ graph/calendars.readwrite: standing',
    ]);
  });

  it('joins groups with the power to change their members, role-assignable ones only with that', () => {
    const facts = [
      ...group('plain'),
      ...group('keepers', { roleAssignable: true }),
      ...group('by-rule', { rule: 'r' }),
      ...group('mail', { mailEnabled: true }),
      ...graphFacts(),
      permission('sp', '62a82d76-70ea-41e2-9197-370581804d09'),
      permission('adder', 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695'),
      instance('pra', role.privileged),
      instance('intune', role.intune),
    ];
    const to = (from: string): string[] =>
      [...reached(resolved(facts), (link) => link.presence === 'certain')]
        .filter((each) => each.startsWith(id(from)))
        .map((each) => each.slice(each.lastIndexOf('/') + 1))
        .sort();
    expect(to('sp')).toEqual(['by-rule', 'mail', 'plain']);
    expect(to('adder')).toEqual(['mail', 'plain']);
    expect(to('intune')).toEqual(['by-rule', 'plain']);
    expect(to('pra')).toEqual(['by-rule', 'keepers', 'mail', 'plain']);
  });
});

describe('consents', () => {
  it('lets a client do what the user may, possibly, and says for whom', () => {
    const facts = [...graphFacts(), person('ann'), consent('client', ['RoleManagement.ReadWrite.Directory', 'User.Read'], null)];
    const grant = resolved(facts).find((each) => each.type === 'grant' && each.capability === 'grant-privilege');
    expect([grant?.presence, grant?.source.kind]).toEqual(['possible', 'consent-for-everyone']);
    const own = resolved([...graphFacts(), person('ann'), consent('client', ['Directory.AccessAsUser.All'], 'ann')]);
    expect(lines(own)).toEqual(['client can-impersonate ann: standing, possible']);
    expect(own[0]?.source.kind).toBe('consent-of-user');
  });

  it('is silent about scopes without power', () => {
    expect(resolved([...graphFacts(), consent('client', ['openid', 'User.Read'], null)])).toEqual([]);
  });
});

describe('federated credentials', () => {
  const cases: readonly (readonly [string, Fact, string, string, string])[] = [
    ['an exact subject', federated('repo:o/r:ref:refs/heads/main'), 'repo:o/r:ref:refs/heads/main', 'exact', 'certain'],
    ['a wildcard below an owner', federated(null, "claims['sub'] matches 'repo:o/*'"), 'repo:o/*', 'boundary', 'certain'],
    ['a wildcard in the owner', federated(null, "claims['sub'] matches 'repo:o*'"), 'repo:o*', 'issuer', 'certain'],
    [
      'a further claim',
      federated(null, "claims['sub'] matches 'repo:o/*' and claims['job_workflow_ref'] eq 'o/r/w'"),
      'repo:o/* & job_workflow_ref=o/r/w',
      'boundary',
      'certain',
    ],
    [
      'a reusable workflow of one repository, called from any',
      federated(null, "claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] matches 'o/r/.github/workflows/*@refs/heads/main'"),
      'repo:* & job_workflow_ref=o/r/.github/workflows/*@refs/heads/main',
      'boundary',
      'certain',
    ],
    [
      'a reusable workflow alone',
      federated(null, "claims['job_workflow_ref'] eq 'o/r/.github/workflows/w.yml@refs/heads/main'"),
      '* & job_workflow_ref=o/r/.github/workflows/w.yml@refs/heads/main',
      'boundary',
      'certain',
    ],
    [
      'a claim that is not known',
      federated(null, "claims['sub'] matches 'repo:*' and claims['x'] eq 'y'"),
      'repo:* & x=y',
      'issuer',
      'certain',
    ],
    [
      'a claim that is named as what every object has',
      federated(null, "claims['sub'] matches 'repo:*' and claims['constructor'] eq 'y'"),
      'repo:* & constructor=y',
      'issuer',
      'certain',
    ],
    [
      'an expression that is not understood',
      federated(null, "claims['sub'] matches 'repo:o/*' or claims['x'] eq 'y'"),
      '*',
      'issuer',
      'certain',
    ],
    ['a subject that was not told', federated(null), '*', 'issuer', 'possible'],
    ['a wildcard that is taken literally', federated('repo:o/*'), 'repo:o/*', 'none', 'refuted'],
  ];
  it.each(cases)('opens as far as %s', (_, fact, subject, openness, presence) => {
    const [link] = resolved([fact]);
    expect(link?.type === 'link' && [link.from, link.openness, link.presence]).toEqual([
      `federated:token.actions.githubusercontent.com|${subject}`,
      openness,
      presence,
    ]);
  });
});

describe('federated credentials that a reusable workflow alone decides', () => {
  const strangers = (subject: string | null, expression: string | null = null): unknown[] =>
    resolved([federated(subject, expression)]).flatMap((link) =>
      link.type === 'link' && link.from.includes('any repository') ? [[link.from, link.openness, link.presence]] : [],
    );
  const head = 'federated:token.actions.githubusercontent.com|any repository & ';
  const workflow = 'o/r/.github/workflows/w.yml@refs/heads/main';

  it('may let in any repository that calls it', () => {
    expect(strangers(`job_workflow_ref:${workflow}`)).toEqual([[`${head}job_workflow_ref:${workflow}`, 'issuer', 'possible']]);
    expect(strangers(null, `claims['job_workflow_ref'] eq '${workflow}'`)).toEqual([
      [`${head}job_workflow_ref=${workflow}`, 'issuer', 'possible'],
    ]);
    expect(strangers(null, `claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] eq '${workflow}'`)).toEqual([
      [`${head}job_workflow_ref=${workflow}`, 'issuer', 'possible'],
    ]);
  });

  it('let in only those that they name as callers', () => {
    expect(strangers(`job_workflow_ref:${workflow}:repo:o/r`)).toEqual([]);
    expect(strangers(null, `claims['sub'] matches 'repo:o/*' and claims['job_workflow_ref'] eq '${workflow}'`)).toEqual([]);
    expect(strangers('repo:o/r:ref:refs/heads/main')).toEqual([]);
  });
});

describe('groups that another system names', () => {
  const azure = {
    kind: 'attachment',
    boundary: 'azure:s',
    surface: 'azure:x',
    key: 'a',
    value: { type: 'role-assignment', principal: id('owners') },
    pages: [],
  } as unknown as Fact;
  it('may hold anybody where nobody asked who is in them', () => {
    const facts = [...group('owners'), person('ann'), azure];
    expect([...reached(resolved(facts))]).toEqual([`${id('ann')} -> ${id('owners')}`]);
    const asked = told({ type: 'group-asked', group: id('owners'), what: 'members', managed: null });
    expect([...reached(resolved([...facts, asked]))]).toEqual([]);
  });
});
