import { describe, expect, it } from 'vitest';
import { entraCredentials, entraUsages } from '../../../../../connectors/microsoft/entra/credentials.ts';
import * as bodies from './bodies.ts';
import { boundary, guid, mapped, object, seen, told } from './pages.ts';

const applications = mapped('applications', 'Applications', { value: [bodies.application] });
const servicePrincipals = mapped('service-principals', 'ServicePrincipals', { value: [bodies.servicePrincipal] });

function keyUses(...items: readonly object[]): ReturnType<typeof mapped> {
  return mapped('credential-activity', 'CredentialActivity', { value: items.map((each) => ({ ...bodies.keyUse, ...each })) });
}

describe('the last use of a secret', () => {
  const key = `${object(1)}#${guid(801)}`;
  const lastUsed = (...pages: readonly ReturnType<typeof mapped>[]): unknown =>
    [...entraCredentials(seen(applications, ...pages))].find(({ value }) => value.id === key)?.value.lastUsed;

  it('is joined by the key and whose it is, whatever the case of the origin', () => {
    expect(lastUsed(keyUses({ credentialOrigin: 'Application', keyId: guid(801).toUpperCase() }))).toBe('2026-11-01T12:00:00.000Z');
  });

  it('is the latest for any resource, in any order of rows', () => {
    const [early, late] = [
      { id: 'a', signInActivity: { lastSignInDateTime: '2026-09-01T00:00:00Z' } },
      { id: 'b', signInActivity: { lastSignInDateTime: '2026-11-05T00:00:00Z' } },
    ];
    expect(lastUsed(keyUses(early, late))).toBe('2026-11-05T00:00:00.000Z');
    expect(lastUsed(keyUses(late), keyUses(early))).toBe('2026-11-05T00:00:00.000Z');
  });

  it.each([
    ['of the service principal’s key of that id', { credentialOrigin: 'servicePrincipal' }],
    ['of no time', { signInActivity: null }],
    ['of another key', { keyId: guid(899) }],
  ])('stays unknown where a row tells %s', (_, item) => {
    expect(lastUsed(keyUses(item))).toBe('unknown');
  });

  it('stays unknown where there is no row: nothing says how far back the report goes', () => {
    expect(lastUsed()).toBe('unknown');
  });

  it.each([[{ credentialOrigin: 'somewhere' }], [{ appObjectId: null }], [{ keyId: undefined }]])('of a row %j is a gap', (item) => {
    expect(keyUses(item).gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('is known by the pages of the list and of the report', () => {
    const [credential] = [...entraCredentials(seen(applications, keyUses({})))].filter(({ value }) => value.id === key);
    expect(credential?.facts[0].pages.map(({ page }) => page)).toEqual(['page-0', 'page-1']);
  });
});

describe('the last use of a service principal', () => {
  const page = mapped('app-activity', 'AppActivity', { value: [bodies.appUse] });

  it('is the latest in any part', () => {
    expect(page.gaps).toEqual([]);
    expect(told(page, 'observation')[`app-activity|${guid(101)}`]).toEqual({
      type: 'app-activity',
      appId: guid(101),
      lastUsed: '2026-10-03T00:00:00.000Z',
      asItself: '2026-10-02T00:00:00.000Z',
    });
  });

  it('is joined by the application id with the one service principal of it', () => {
    expect([...entraUsages(seen(servicePrincipals, page))]).toMatchObject([
      { kind: 'usage', boundary, key: object(2), value: { identity: object(2), lastUsed: '2026-10-03T00:00:00.000Z' } },
    ]);
  });

  it('is told of nobody where the service principal is not listed', () => {
    expect([...entraUsages(seen(page))]).toEqual([]);
  });

  it('is unknown, and not never, where the row has no time', () => {
    const empty = mapped('app-activity', 'AppActivity', { value: [{ id: 'row', appId: guid(101) }] });
    expect([...entraUsages(seen(servicePrincipals, empty))].map(({ value }) => value.lastUsed)).toEqual(['unknown']);
  });
});

describe('what is in the recycle bin', () => {
  it('is an identity with the time since when, and its secrets are inactive', () => {
    const page = mapped('deleted-items', 'Deleted-application', { value: [bodies.deletedApplication] });
    expect(page.gaps).toEqual([]);
    expect(told(page, 'identity')[object(5)]).toMatchObject({ kind: 'app', enabled: false, deletedAt: '2026-11-10T00:00:00.000Z' });
    expect(Object.values(told(page, 'credential'))).toMatchObject([{ identity: object(5), state: 'inactive' }]);
  });

  it.each([
    ['user', { userType: 'Member', userPrincipalName: 'ann@contoso.com' }, { kind: 'user', nature: 'human' }],
    [
      'user',
      { userType: 'Guest', displayName: null, userPrincipalName: 'bob#EXT#@contoso.com' },
      { kind: 'guest', name: 'bob#EXT#@contoso.com' },
    ],
    ['group', {}, { kind: 'group', nature: 'non-human' }],
    ['servicePrincipal', { servicePrincipalType: 'ManagedIdentity' }, { kind: 'managed-identity' }],
    [
      'servicePrincipal',
      { servicePrincipalType: 'Application', passwordCredentials: [], keyCredentials: [] },
      { kind: 'service-principal' },
    ],
  ])('is told of a %s %j', (sort, more, expected) => {
    const item = { id: guid(6), displayName: 'x', deletedDateTime: '2026-11-01T00:00:00Z', ...more };
    const page = mapped('deleted-items', `Deleted-${sort}`, { value: [item] });
    expect(page.gaps).toEqual([]);
    expect(told(page, 'identity')[object(6)]).toMatchObject({ deletedAt: '2026-11-01T00:00:00.000Z', ...expected });
  });

  it.each([[null], [undefined], ['yesterday']])('is a gap, and nobody that is there, where the time is %j', (deletedDateTime) => {
    const page = mapped('deleted-items', 'Deleted-user', { value: [{ id: guid(6), displayName: 'x', deletedDateTime }] });
    expect(page.facts).toEqual([]);
    expect(page.gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});

describe('agents', () => {
  it('are told with their blueprint', () => {
    const page = mapped('agent-identities', 'AgentIdentities', { value: [bodies.agent] });
    expect(page.gaps).toEqual([]);
    expect(told(page, 'identity')[object(4)]).toMatchObject({ kind: 'agent', nature: 'non-human', tags: { blueprint: guid(104) } });
    expect(told(page, 'trust')[`agent|${object(4)}`]).toEqual({ type: 'agent', agent: object(4), blueprint: guid(104) });
  });

  it('have sponsors', () => {
    const page = mapped('agent-identities', 'AgentSponsors', { value: [{ id: guid(42) }] }, { agent: guid(4) });
    expect(told(page, 'observation')).toEqual({
      [`sponsor|${object(4)}|${object(42)}`]: { type: 'sponsor', of: object(4), sponsor: object(42) },
    });
  });

  it('that are gone meanwhile are a gap', () => {
    const page = mapped('agent-identities', 'AgentSponsors', { error: { code: 'Request_ResourceNotFound' } }, { agent: guid(4) });
    expect(page.gaps).toMatchObject([{ cause: 'vanished', subject: object(4) }]);
  });
});
