import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { azureCalls } from '../../../connectors/microsoft/azure/asks.ts';
import { azureCore } from '../../../connectors/microsoft/azure/core.ts';
import { azurePermissions } from '../../../connectors/microsoft/azure/permissions.ts';
import { azureSettings } from '../../../connectors/microsoft/azure/settings.ts';
import { azureSurfaceNames } from '../../../connectors/microsoft/azure/surface-names.ts';
import { entraCalls } from '../../../connectors/microsoft/entra/asks.ts';
import { entraCore } from '../../../connectors/microsoft/entra/core.ts';
import { entraPermissions, neverGranted, permissionIds } from '../../../connectors/microsoft/entra/permissions.ts';
import { entraSettings } from '../../../connectors/microsoft/entra/settings.ts';
import { entraSurfaceNames } from '../../../connectors/microsoft/entra/surface-names.ts';
import { clouds } from '../../../connectors/microsoft/settings.ts';
import { documentedSettings } from '../../../src/contract/settings.ts';

function page(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8');
}

const sources = [
  { id: 'entra', settings: entraSettings, names: entraSurfaceNames, calls: entraCalls, core: entraCore },
  { id: 'azure', settings: azureSettings, names: azureSurfaceNames, calls: azureCalls, core: azureCore },
] as const;

/** The row of a table whose first cell is this. */
function rowOf(text: string, cell: string): string | undefined {
  return text.split('\n').find((line) => line.startsWith(`| \`${cell}\` `));
}

function readPart(text: string): string {
  return text.split('\n## What is read')[1]?.split('\n## ')[0] ?? '';
}

describe.each(sources)('the page about $id', ({ id, settings, names, calls, core }) => {
  const text = page(id);

  it('names every surface and every setting in a row of its own', () => {
    const keys = documentedSettings(settings)?.map(({ key }) => key) ?? [];
    expect(keys.length).toBeGreaterThan(7);
    expect([...names, ...keys].filter((each) => rowOf(text, each) === undefined)).toEqual([]);
  });

  it('names every call beside the surface it is made for', () => {
    const unnamed = calls.filter(
      ({ surface, operation }) => rowOf(readPart(text), surface.slice(id.length + 1))?.includes(operation) !== true,
    );
    expect(unnamed.map((each) => `${each.surface} ${each.operation}`)).toEqual([]);
  });

  it('names no surface, cloud or way to sign in that there is not', () => {
    const surfaces = new Set<string>(core.surfaces.map((each) => each.id.slice(id.length + 1)));
    const listed = readPart(text)
      .split('\n')
      .flatMap((line) => /^\| `([a-z-]+)` /.exec(line)?.[1] ?? []);
    expect(listed.filter((each) => !surfaces.has(each))).toEqual([]);
    expect(listed.length).toBe(core.surfaces.length);
    expect(clouds.filter((each) => !text.includes(`\`${each}\``))).toEqual([]);
  });
});

describe('permissions on the pages', () => {
  it('has a row for each application permission that may be asked for, and for no other', () => {
    const all = entraPermissions({ ...defaults(), surfaces: [...entraSurfaceNames] });
    const asked = (all.find(({ name }) => name === 'application-permissions')?.document ?? []) as readonly {
      readonly permission: string;
    }[];
    const rows = [...page('entra').matchAll(/^\| `([A-Za-z]+\.[A-Za-z.]+)` /gm)].map((each) => each[1]);
    expect([...rows].sort()).toEqual(asked.map((each) => each.permission).sort());
    expect(asked.filter(({ permission }) => permissionIds[permission] === undefined || neverGranted.includes(permission))).toEqual([]);
  });

  it('names the documents that there are', () => {
    const names = [
      ...entraPermissions(defaults()),
      ...azurePermissions({ ...defaults(), surfaces: [...azureSurfaceNames], activityDays: 30 }),
    ];
    const named = ['entra', 'azure'].flatMap((each) => [...page(each).matchAll(/--document ([a-z-]+)/g)].map((found) => found[1] ?? ''));
    expect(named.filter((each) => !names.some(({ name }) => name === each))).toEqual([]);
    expect(named.length).toBeGreaterThan(3);
  });
});

function defaults() {
  return {
    cloud: 'public',
    credential: 'auto',
    endpoints: {},
    surfaces: [...entraSurfaceNames],
    groupMembers: 'of-interest',
    groups: [],
    auditDays: 29,
  } as const;
}
