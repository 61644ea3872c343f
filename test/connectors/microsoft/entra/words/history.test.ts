import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { entraHistory } from '../../../../../connectors/microsoft/entra/history/history.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import type { Fact } from '../../../../../src/model/fact.ts';
import * as bodies from '../applications/bodies.ts';
import { activation, logArgs } from '../audit/bodies.ts';
import { boundary, guid, mapped, object, seen, task } from '../applications/pages.ts';

const facts = seen(
  mapped('applications', 'Applications', { value: [bodies.application] }),
  mapped('service-principals', 'ServicePrincipals', { value: [bodies.servicePrincipal, bodies.managedIdentity] }),
  mapped('app-role-assignments', 'AppRoleAssignedTo', { value: [bodies.roleAssignment] }, { resource: guid(2) }),
  mapped('credential-activity', 'CredentialActivity', { value: [bodies.keyUse] }),
  mapped('audit-log', 'DirectoryAudits', { value: [activation] }, logArgs),
);
const depends = entraHistory.dependsOn(facts);

function only(kind: Fact['kind'], key: string): Fact {
  const fact = facts.find(kind, boundary, key);
  if (fact === undefined) throw new Error(`no ${kind} ${key}`);
  return fact;
}

const secret = only('credential', `${object(1)}#${guid(801)}`);

describe('what history keeps of a tenant', () => {
  it('is a secret without its last use, whole again as it was known', () => {
    const told = { ...secret, value: { ...(secret.value as object), lastUsed: '2026-11-01T00:00:00.000Z' } } as unknown as Fact;
    const { value, passing } = entraHistory.kept(told);
    expect(value).not.toHaveProperty('lastUsed');
    expect(passing).toEqual({ lastUsed: '2026-11-01T00:00:00.000Z' });
    const kept = { kind: told.kind, key: told.key, value, passing, passingAt: '2026-11-02T00:00:00.000Z' } as const;
    expect(entraHistory.whole(kept, '2026-11-03T00:00:00.000Z')).toEqual(told.value);
    // a use that came after says nothing of the one before
    expect(entraHistory.whole(kept, '2026-10-01T00:00:00.000Z')).toMatchObject({ lastUsed: 'unknown' });
  });

  it('is nothing of a row of a report whose time came later', () => {
    const row = only('credential-detail', 'last-use|row-2');
    const { value, passing } = entraHistory.kept(row);
    expect(
      entraHistory.whole(
        { kind: row.kind, key: row.key, value, passing, passingAt: '2026-11-20T00:00:00.000Z' },
        '2026-01-01T00:00:00.000Z',
      ),
    ).toBeUndefined();
  });

  it.each([
    ['identity', object(3), 'managed-identity', []],
    ['credential', secret.key, 'client-secret', [object(1)]],
    ['trust', `application|${object(1)}`, 'application', [object(1)]],
    ['trust', `federated-credential|${object(1)}|${guid(901)}`, 'federated-credential', [object(1)]],
    ['attachment', 'app-role|41W1zT6z1U-kJxf62svfp1HFE8pMZhxDun-ThPczmJE', 'app-role-assignment', [object(3), object(2)]],
  ] as const)('of %s %s is of the family %s and depends on %j', (kind, key, family, on) => {
    const fact = only(kind, key);
    expect(entraHistory.family(fact)).toBe(family);
    expect([...depends(fact)]).toEqual(on);
  });

  it('is found by object ids alone, application ids and what a user signs in with', () => {
    expect([...entraHistory.names(only('identity', object(1)))]).toEqual(expect.arrayContaining([object(1), guid(1), 'shop']));
    expect([...entraHistory.names(only('trust', `application|${object(1)}`))]).toContain(guid(101));
    const person = {
      kind: 'identity',
      value: { id: object(42), handles: [{ kind: 'user-name', value: 'ann@contoso.com', immutable: false }] },
    };
    expect([...entraHistory.names(person as unknown as Fact)]).toContain('ann@contoso.com');
  });
});

describe('parts of a surface', () => {
  it.each([
    [task('app-owners', 'ApplicationOwners', { application: guid(1) }), `application ${guid(1)}`],
    [task('app-role-assignments', 'AppRoleAssignedTo', { resource: guid(2) }), `resource ${guid(2)}`],
    [task('applications', 'Applications'), null],
  ])('%j is %j', (asked, part) => {
    expect(entraHistory.part?.(asked)).toBe(part);
  });

  it('need no asking where the list tells all, and are never taken for told where it does not', () => {
    const isMoot = (surface: string, part: string): boolean | undefined => entraHistory.isMoot?.(boundary, `entra:${surface}`, part, facts);
    expect(isMoot('federated-credentials', `application ${guid(1)}`)).toBe(true);
    expect(isMoot('federated-credentials', `application ${guid(77)}`)).toBe(false);
    expect(isMoot('app-role-assignments', `resource ${guid(3)}`)).toBe(true);
    expect(isMoot('app-role-assignments', `resource ${guid(2)}`)).toBe(false);
    expect(isMoot('app-role-assignments', `resource ${guid(77)}`)).toBe(false);
    expect(isMoot('app-owners', `application ${guid(1)}`)).toBe(false);
    expect(isMoot('group-members', `group ${guid(1)}`)).toBe(false);
  });
});

describe('whether settings ask as much as others did', () => {
  const settings = (more: object): v.InferOutput<typeof entraSettings> => v.parse(entraSettings, more);

  it.each([
    ['entra:applications', {}, { auditDays: 3 }, true],
    ['entra:applications', { cloud: 'china' }, {}, false],
    ['entra:audit-log', { auditDays: 20 }, { auditDays: 10 }, true],
    ['entra:audit-log', { auditDays: 10 }, { auditDays: 20 }, false],
    ['entra:group-members', { clientId: guid(1) }, {}, true],
    ['entra:not-known', {}, {}, false],
  ])('of %s: %j after %j is %j', (surface, now, former, expected) => {
    expect(entraHistory.asksAsMuch(surface, settings(now), settings(former))).toBe(expected);
  });
});
