import { describe, expect, it } from 'vitest';
import { cores } from '../../connectors/list.ts';
import { reporters } from '../../reports/list.ts';
import { ownPlugs, plugsOf } from '../../src/cli/plugs.ts';
import { wiring } from '../../src/cli/wiring.ts';

describe('the plug-ins that are loaded when they are asked for', () => {
  it('are those of the lists', async () => {
    expect(ownPlugs.formats).toEqual(reporters.map(({ id }) => id));
    for (const reporter of reporters) expect(await ownPlugs.reporter(reporter.id)).toBe(reporter);
    expect(await ownPlugs.connectors()).toBe(cores);
    expect(await ownPlugs.all()).toBe(wiring);
    expect(ownPlugs.sources).toEqual(Object.keys(wiring.live));
  });

  it('refuse a format that there is not, the program and a library alike', async () => {
    for (const plugs of [ownPlugs, plugsOf(wiring)]) {
      for (const format of ['nothing', '__proto__', 'toString'])
        await expect(plugs.reporter(format)).rejects.toMatchObject({ code: 'usage', hint: expect.stringContaining('table') as string });
    }
  });
});
