import { describe, expect, it } from 'vitest';
import { loadActionUniverse } from '../../../../connectors/aws/action-universe.ts';
import { capabilityRows } from '../../../../connectors/aws/resolve/capabilities.ts';

describe('the universe of actions', () => {
  it('holds every action that gives a capability, in this spelling', async () => {
    const universe = new Set(await loadActionUniverse());
    expect(capabilityRows.map(({ action }) => action).filter((action) => !universe.has(action))).toEqual([]);
  });

  it('is thousands of actions, each once, in order', async () => {
    const universe = await loadActionUniverse();
    expect(universe.length).toBeGreaterThan(15_000);
    expect(universe).toEqual([...new Set(universe)].sort());
    expect(universe.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9-]+$/.test(action))).toEqual([]);
  });
});
