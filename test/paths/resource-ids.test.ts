import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { isBackupOrLog } from '../../src/paths/kept.ts';
import { boundaryOfName } from '../../src/paths/scope.ts';

const S = 'azure:s-1';
const ROOT = 'azure:t-1';
const TEAM = 'azure:t-1/team';
const group = '/subscriptions/s-1/resourcegroups/app';
const vault = `${group}/providers/microsoft.keyvault/vaults/v`;
const { scopes } = viewOfSmallGraph({
  name: 'a tenant',
  boundaries: [{ id: S }, { id: ROOT }],
  scopes: [
    { scope: S, parent: TEAM, kind: 'subscription' },
    { scope: TEAM, parent: ROOT, kind: 'management group' },
  ],
});

describe('resource ids of Azure', () => {
  it('lie in their subscription, and directory objects in their tenant', () => {
    expect(boundaryOfName(vault)).toBe(S);
    expect(boundaryOfName('/subscriptions/s-1')).toBe(S);
    expect(boundaryOfName('entra/t-1/o-1')).toBe('entra:t-1');
    expect(boundaryOfName('entra/t-1/applications/o-1/more')).toBe('entra:t-1');
    for (const other of ['/subscriptions/', '/providers/x', 'entra/t-1', TEAM]) expect(boundaryOfName(other), other).toBeUndefined();
  });

  it('hold what goes on after them, and nothing that only begins alike', () => {
    for (const outer of [ROOT, TEAM, S, group, vault]) expect(scopes.contains(outer, `${vault}/secrets/key`), outer).toBe(true);
    expect(scopes.contains(group, `${group}-two/providers/x/y/z`)).toBe(false);
    expect(scopes.contains(vault, group)).toBe(false);
    expect(scopes.contains(group, S)).toBe(false);
    expect(scopes.contains('/subscriptions/s-2/resourcegroups/app', vault)).toBe(false);
    expect(scopes.above(vault)).toEqual([S, ROOT, TEAM]);
    expect([S, ROOT, TEAM].every(scopes.isWhole)).toBe(true);
    expect(scopes.isWhole(group)).toBe(false);
  });

  it('tell backups and logs by their type alone', () => {
    const of = (type: string): string => `${group}/providers/${type}/n`;
    for (const type of ['microsoft.recoveryservices/vaults', 'microsoft.compute/snapshots', 'microsoft.operationalinsights/workspaces']) {
      expect(isBackupOrLog(of(type)), type).toBe(true);
      expect(isBackupOrLog(`${of(type)}/parts/p`), type).toBe(true);
    }
    for (const other of [vault, group, of('microsoft.compute/disks'), of('other.recoveryservices/vaults')])
      expect(isBackupOrLog(other)).toBe(false);
  });
});
