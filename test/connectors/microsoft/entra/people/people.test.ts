import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import type { Identity } from '../../../../../src/model/entity.ts';
import { boundary, entity, guid, licensed, list, mapped, scan, valuesOf } from '../roles/asking.ts';

const user = {
  id: guid(1),
  displayName: 'Ann',
  userPrincipalName: 'ann@contoso.example',
  userType: 'Member',
  accountEnabled: true,
  createdDateTime: '2024-03-04T09:00:00Z',
  lastPasswordChangeDateTime: '2025-01-01T00:00:00Z',
  onPremisesSyncEnabled: true,
  onPremisesImmutableId: 'q83vEjRWeJA=',
  employeeId: '4711',
  mail: 'ann@mail.contoso.example',
  isResourceAccount: null,
};

function identityOf(own: JsonObject): Identity {
  const { facts, gaps } = mapped('Users', list({ ...user, ...own }));
  expect(gaps).toEqual([]);
  return valuesOf(facts, 'identity')[0] as Identity;
}

describe('a user', () => {
  it('is a person with a sign-in, and with what tells whose account it is', () => {
    const { facts, gaps } = mapped('Users', list(user));
    expect(gaps).toEqual([]);
    expect(valuesOf(facts, 'identity')).toEqual([
      {
        id: entity(1),
        uid: guid(1),
        kind: 'user',
        nature: 'human',
        natureReason: 'the directory keeps people as users',
        name: 'ann@contoso.example',
        boundary,
        createdAt: '2024-03-04T09:00:00.000Z',
        tags: { 'on-premises-sync': 'true' },
        providerManaged: false,
        enabled: true,
        handles: [
          { kind: 'entra-object', value: guid(1), immutable: true },
          { kind: 'on-premises-immutable-id', value: 'q83vEjRWeJA=', immutable: true },
          { kind: 'employee-id', value: '4711', immutable: false },
          { kind: 'user-name', value: 'ann@contoso.example', immutable: false },
          { kind: 'mail', value: 'ann@mail.contoso.example', immutable: false },
        ],
      },
    ]);
    expect(valuesOf(facts, 'credential')).toMatchObject([
      { id: `${entity(1)}#sign-in`, identity: entity(1), kind: 'sign-in', state: 'active', rotatedAt: '2025-01-01T00:00:00.000Z' },
    ]);
  });

  it('that is disabled has a sign-in that one act brings back', () => {
    const { facts } = mapped('Users', list({ ...user, accountEnabled: false }));
    expect(valuesOf(facts, 'identity')).toMatchObject([{ enabled: false }]);
    expect(valuesOf(facts, 'credential')).toMatchObject([{ state: 'inactive' }]);
  });

  it('that is a guest is told as one, and not by the name this directory made up', () => {
    const guest = identityOf({
      userType: 'Guest',
      userPrincipalName: 'bob_partner.example#EXT#@contoso.example',
      employeeId: null,
      onPremisesImmutableId: null,
      mail: 'bob@partner.example',
    });
    expect(guest.kind).toBe('guest');
    expect(guest.handles).toEqual([
      { kind: 'entra-object', value: guid(1), immutable: true },
      { kind: 'mail', value: 'bob@partner.example', immutable: false },
    ]);
  });

  it.each([
    ['a resource account', { isResourceAccount: true }],
    ['one that synchronizes directories', { userPrincipalName: 'Sync_DC01_0123456789ab@contoso.example' }],
    ['one of the older tool for that', { userPrincipalName: 'ADToAADSyncServiceAccount@contoso.example' }],
    ['one of a type that is not known', { '@odata.type': '#microsoft.graph.agentUser' }],
  ])('need not be a person: %s', (_, own) => {
    expect(identityOf(own).nature).toBe('unknown');
  });

  it.each([
    ['without an id', { ...user, id: null }],
    ['with an id of another form', { ...user, id: 'ann' }],
    ['whose state is a text', { ...user, accountEnabled: 'true' }],
    ['with a time that is none', { ...user, createdDateTime: 'yesterday' }],
    ['that is a number', 7],
  ])('%s is a gap with its place, and its neighbours stay', (_, odd) => {
    const { facts, gaps } = mapped('Users', list(odd, user));
    expect(valuesOf(facts, 'identity')).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'malformed' }]);
    expect(gaps[0]?.detail).toContain('/value/0');
  });

  it('of whom the caller may see no more is neither enabled nor disabled, and said to be withheld', () => {
    const { facts, gaps } = mapped('Users', list({ id: guid(1), displayName: null, accountEnabled: null }, { id: guid(2) }, user));
    expect(valuesOf(facts, 'identity')).toMatchObject([{ name: guid(1), enabled: null }, { enabled: null }, { enabled: true }]);
    expect(valuesOf(facts, 'credential')).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'denied', detail: expect.stringContaining('2 accounts') as string }]);
  });
});

describe('sign-in activity', () => {
  const used = (signInActivity: Json): unknown =>
    valuesOf(mapped('SignInActivity', list({ id: guid(1), signInActivity })).facts, 'usage')[0];
  it.each([
    [
      'a success',
      { lastSuccessfulSignInDateTime: '2026-11-01T00:00:00Z', lastSignInDateTime: '2026-11-20T00:00:00Z' },
      '2026-11-01T00:00:00.000Z',
    ],
    ['nothing', null, 'never'],
    ['times of the first year', { lastSignInDateTime: '0001-01-01T00:00:00Z', lastSuccessfulSignInDateTime: null }, 'never'],
    ['failed attempts alone', { lastSignInDateTime: '2026-11-20T00:00:00Z' }, 'unknown'],
    [
      'attempts before successes were told apart',
      { lastSignInDateTime: '2022-01-01T00:00:00Z', lastNonInteractiveSignInDateTime: '2022-02-01T00:00:00Z' },
      '2022-02-01T00:00:00.000Z',
    ],
  ])('of %s', (_, activity, lastUsed) => {
    expect(used(activity)).toMatchObject({ identity: entity(1), lastUsed, lookBackDays: null });
  });

  it('that is no time is a gap', () => {
    const { facts, gaps } = mapped('SignInActivity', list({ id: guid(1), signInActivity: { lastSuccessfulSignInDateTime: 'x' } }));
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});

describe('objects that were asked for by id', () => {
  const ids = [1, 2, 3, 4, 5].map(guid);
  it('are what their type says, and something of the directory where it is not known', () => {
    const { facts, gaps } = mapped(
      'ObjectsById',
      list(
        { '@odata.type': '#microsoft.graph.user', ...user },
        { '@odata.type': '#microsoft.graph.group', id: guid(2), displayName: 'g', securityEnabled: true },
        { '@odata.type': '#microsoft.graph.servicePrincipal', id: guid(3), servicePrincipalType: 'ManagedIdentity', accountEnabled: true },
        { '@odata.type': '#microsoft.graph.somethingNew', id: guid(4), displayName: 'new' },
      ),
      { ids },
    );
    expect(gaps).toEqual([]);
    expect(valuesOf(facts, 'identity').map((each) => (each as Identity).kind)).toEqual([
      'user',
      'group',
      'managed-identity',
      'directory-object',
    ]);
    expect(facts.filter((each) => each.kind === 'observation').map((each) => each.key)).toEqual([
      `group|${entity(2)}`,
      `unresolved|${entity(5)}`,
    ]);
  });

  it('that were not asked for are a gap', () => {
    const { facts, gaps } = mapped('ObjectsById', list({ '@odata.type': '#microsoft.graph.user', ...user, id: guid(9) }), {
      ids: [guid(1)],
    });
    expect(valuesOf(facts, 'identity')).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'malformed', detail: expect.stringContaining(guid(9)) as string }]);
  });

  it('are not called unresolved by an answer without a list', () => {
    const { facts, gaps } = mapped('ObjectsById', {}, { ids });
    expect(facts).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});

describe('what is asked about people', () => {
  const assignment = (id: string, n: number): Json => ({
    id,
    principalId: guid(n),
    roleDefinitionId: guid(77),
    directoryScopeId: '/',
    appScopeId: null,
  });

  it('are those by id who hold something and are in no list, each once', async () => {
    const { asked, facts, line } = await scan({
      ...licensed,
      Users: list(user),
      RoleAssignments: list(assignment('a', 1), assignment('b', 2), assignment('c', 3)),
      ObjectsById: list({ '@odata.type': '#microsoft.graph.servicePrincipal', id: guid(2), displayName: 'app' }),
    });
    expect(asked.filter((each) => each === 'ObjectsById')).toHaveLength(1);
    expect([...facts.ofKind('observation')].map((each) => each.key)).toContain(`unresolved|${entity(3)}`);
    expect(line('users')?.status).toBe('complete');
  });

  it('are no more than 1,000 ids at once', async () => {
    const holders = Array.from({ length: 2001 }, (_, i) => assignment(`a${i}`, i + 100));
    const { asked } = await scan({ ...licensed, Users: { refused: 'denied' }, RoleAssignments: list(...holders) });
    expect(asked.filter((each) => each === 'ObjectsById')).toHaveLength(3);
  });

  it('is left partial by a list of users that was refused, whatever was asked by id', async () => {
    const { line } = await scan({ ...licensed, Users: { refused: 'denied' }, RoleAssignments: list(assignment('a', 1)) });
    expect(line('users')).toMatchObject({ cause: 'denied' });
    expect(line('users')?.status).not.toBe('complete');
  });

  it('is the sign-in activity also where licences are not told, and nothing is open where there are none', async () => {
    const untold = { Organization: list({ id: boundary.slice('entra:'.length), displayName: 'Contoso' }) };
    expect((await scan(untold)).asked).toContain('SignInActivity');
    const refused = await scan({ ...untold, SignInActivity: { refused: 'not-licensed' } });
    expect(refused.line('sign-in-activity')).toMatchObject({ status: 'unread', cause: 'not-licensed' });
    expect(refused.line('users')?.status).toBe('complete');
  });
});
