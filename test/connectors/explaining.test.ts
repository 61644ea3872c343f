import { describe, expect, it } from 'vitest';
import { explaining } from '../../connectors/explaining.ts';
import { cores } from '../../connectors/list.ts';

/** What a core and its explaining part have to share. */
const members = ['id', 'mapping', 'mentions', 'explain', 'explainWants'];

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

  it('read a page of every surface as the core does, and one of a surface that nobody knows', async () => {
    for (const core of cores) {
      const part = await explaining.get(core.id)?.();
      for (const surface of [...core.surfaces.map(({ id }) => id), `${core.id}:unheard-of`]) {
        const by = part === undefined || part.map !== undefined ? part : { map: await part.mapOf(surface) };
        for (const body of [null, {}, { RoleDetailList: [{ Arn: 1 }], value: [{ id: 'x' }] }]) {
          const task = { boundary: `${core.id}:x`, surface, args: {} };
          expect(
            outcomeOf(() => by?.map(task, body)),
            surface,
          ).toEqual(outcomeOf(() => core.map(task, body)));
        }
      }
    }
  });
});

function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}
