import { describe, expect, it } from 'vitest';
import { azureAreas } from '../../../../connectors/microsoft/azure/areas.ts';
import { entraAreas } from '../../../../connectors/microsoft/entra/areas.ts';
import { cores } from '../../../../connectors/list.ts';
import { live } from '../../../../connectors/live.ts';

const tables = [
  ['entra', entraAreas.flatMap((each) => each.calls), entraAreas.flatMap((each) => each.surfaces)],
  ['azure', azureAreas.flatMap((each) => each.calls), azureAreas.flatMap((each) => each.surfaces)],
] as const;

describe.each(tables)('the table of calls of %s', (id, calls, surfaces) => {
  it('has names that tell one call each, none of which is the session’s own', () => {
    const names = calls.map((call) => call.name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('caller');
  });

  it('has a surface for each call, and a call for each surface', () => {
    const known = new Set(surfaces.map(({ surface }) => surface.id));
    for (const call of calls) expect(known, call.name).toContain(call.surface);
    const asked = new Set(calls.map((call) => call.surface));
    for (const surface of known) expect(asked).toContain(surface);
  });

  it('asks together only what Microsoft Graph takes together, twenty at most', () => {
    const batchOf = new Map(surfaces.map(({ surface }) => [surface.id, surface.batch]));
    for (const call of calls) {
      const batch = batchOf.get(call.surface);
      if (batch !== undefined) expect(batch, call.surface).toBeLessThanOrEqual(20);
      if (call.batched !== true) continue;
      expect(batch, call.name).toBeGreaterThan(1);
      expect(['graph', 'graph-beta'], call.name).toContain(call.service);
      expect('body' in call, call.name).toBe(false);
    }
  });

  it('says what each call asks, of its own services alone', () => {
    for (const call of calls) {
      expect(call.operation, call.name).toMatch(/^(GET|POST) [{/]/);
      expect(call.operation.startsWith('POST'), call.name).toBe('body' in call);
      expect(id === 'entra' ? ['graph', 'graph-beta'] : ['arm', 'resource-graph'], call.name).toContain(call.service);
    }
  });

  it('is opened by the connector of that name', async () => {
    const connector = await live[id]?.();
    expect(connector?.core.id).toBe(id);
    expect(cores.map((core) => core.id)).toContain(id);
  });
});
