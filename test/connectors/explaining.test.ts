import { describe, expect, it } from 'vitest';
import { explaining } from '../../connectors/explaining.ts';
import { cores } from '../../connectors/list.ts';

/** What a core and its explaining part have to share. */
const members = ['id', 'mapping', 'map', 'mentions', 'explain', 'explainWants'];

describe('the explaining parts of connectors', () => {
  it('are those of the list, each what its core holds of the same names', async () => {
    expect([...explaining.keys()]).toEqual(cores.map(({ id }) => id));
    for (const core of cores) {
      const part = new Map<string, unknown>(Object.entries((await explaining.get(core.id)?.()) ?? {}));
      const whole = new Map<string, unknown>(Object.entries(core));
      for (const name of members) expect(part.get(name), `${core.id} ${name}`).toBe(whole.get(name));
      expect(part.get('id')).toBe(core.id);
    }
  });
});
