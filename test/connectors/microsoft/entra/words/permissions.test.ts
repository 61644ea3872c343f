import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { callOf, entraCalls, entraTaskWords } from '../../../../../connectors/microsoft/entra/asks.ts';
import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import { GRAPH_APP_ID, neverGranted, permissionIds } from '../../../../../connectors/microsoft/entra/permissions.ts';
import type { EntraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { entraSurfaceNames } from '../../../../../connectors/microsoft/entra/surface-names.ts';
import type { Json } from '../../../../../src/base/json.ts';
import { boundary, guid, task } from '../applications/pages.ts';

function settingsOf(surfaces: readonly string[]): EntraSettings {
  return v.parse(entraSettings, { surfaces });
}

function documents(surfaces: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries((entraCore.permissions?.(settingsOf(surfaces)) ?? []).map(({ name, document }) => [name, document]));
}

function names(surfaces: readonly string[]): readonly string[] {
  return (documents(surfaces)['application-permissions'] as readonly { readonly permission: string }[]).map((each) => each.permission);
}

describe('the permissions of a scan', () => {
  it('are exactly those of the calls, with their ids', () => {
    const all = documents(entraSurfaceNames);
    const called = new Set(entraCalls.flatMap((call) => call.permissions));
    expect(new Set(names(entraSurfaceNames))).toEqual(called);
    const [access] = all['required-resource-access'] as readonly {
      resourceAppId: string;
      resourceAccess: readonly { id: string; type: string }[];
    }[];
    expect(access?.resourceAppId).toBe(GRAPH_APP_ID);
    expect(new Set(access?.resourceAccess.map((each) => each.id))).toEqual(new Set([...called].map((each) => permissionIds[each])));
    expect(access?.resourceAccess.every((each) => each.type === 'Role')).toBe(true);
  });

  it('have an id each', () => {
    const without = entraCalls.flatMap((call) => call.permissions).filter((each) => permissionIds[each] === undefined);
    expect(without).toEqual([]);
    const ids = Object.values(permissionIds);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('never let anything be changed', () => {
    for (const name of [...Object.keys(permissionIds), ...names(entraSurfaceNames)])
      expect(name).not.toMatch(/Write|Manage\.|FullControl/i);
    for (const name of neverGranted) expect(name).toMatch(/ReadWrite/);
  });

  it('are fewer where less is asked', () => {
    expect(names(['applications', 'federated-credentials'])).toEqual(['Application.Read.All', 'Organization.Read.All']);
    expect(names(['audit-log'])).toEqual(['AuditLog.Read.All', 'Directory.Read.All', 'Organization.Read.All']);
  });

  it('come with the commands that add and consent to them', () => {
    expect(documents(entraSurfaceNames)['consent-commands']).toEqual([
      'az ad app update --id <CLIENT-ID> --required-resource-accesses @required-resource-access.json',
      'az ad app permission admin-consent --id <CLIENT-ID>',
    ]);
  });
});

describe('the operations', () => {
  it('have names of their own, and a surface each that is there', () => {
    const surfaces = new Set(entraCore.surfaces.map((each) => each.id));
    expect(new Set(entraCalls.map((each) => each.name)).size).toBe(entraCalls.length);
    for (const each of entraCalls) expect(surfaces).toContain(each.surface);
    const called = new Set(entraCalls.map((each) => each.surface));
    for (const each of surfaces) expect(called).toContain(each);
  });

  it('may go in one request together only where their surface says so', () => {
    const batches = new Map(entraCore.surfaces.map((each) => [each.id, each.batch ?? 1]));
    for (const each of entraCalls) if (each.batched === true) expect(batches.get(each.surface)).toBeGreaterThan(1);
  });

  it.each([
    ['app-owners', 'ApplicationOwners', { application: guid(1) }, 'GET /applications/{id}/owners', `of application ${guid(1)}`],
    [
      'app-owners',
      'ServicePrincipalOwners',
      { servicePrincipal: guid(2) },
      'GET /servicePrincipals/{id}/owners',
      `of service principal ${guid(2)}`,
    ],
    ['applications', 'Applications', {}, 'GET /applications', ''],
    [
      'audit-log',
      'DirectoryAudits',
      { service: 'Core Directory', category: 'RoleManagement', from: '2026-11-01T00:00:00.000Z' },
      'GET /auditLogs/directoryAudits',
      'of Core Directory, RoleManagement, from 2026-11-01T00:00:00.000Z on',
    ],
  ])('of %s, %s are told in Microsoft’s words', (surface, call, args, operation, about) => {
    expect(entraTaskWords(task(surface, call, args))).toEqual({ operation, about });
    expect(entraCore.permissionOf?.(task(surface, call, args))).not.toEqual([]);
  });

  it('that are not known say so', () => {
    expect(entraTaskWords(task('applications', 'Nothing'))).toEqual({ operation: 'Nothing', about: '' });
    expect(entraTaskWords({ boundary, surface: 'entra:applications', args: null })).toEqual({ operation: 'an unknown call', about: '' });
    // the right name on the wrong surface is sent by nobody
    expect(callOf(task('users', 'Applications'))).toBeUndefined();
    expect(entraCore.permissionOf?.(task('users', 'Applications'))).toEqual([]);
  });

  it('escape what they are told', () => {
    const path = callOf(task('audit-log', 'DirectoryAudits'))?.path({ service: "O'Brien & co", from: 'x' }) ?? '';
    expect(path).not.toMatch(/[ ]|& co/);
  });
});
