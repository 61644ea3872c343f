import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finishedName } from '../../capture/layout.ts';
import { pathFault } from '../../evidence/check/pack/path.ts';
import { recompute } from '../../run/evidence/recompute.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';
import type { Recompute } from './verify.ts';

const FOLDER = 'captures/';

/** Derives again with the plug-ins of the program, from the captures of the pack or of a folder. */
export function recomputing(terminal: Terminal, wiring: Wiring, options: CommonOptions & { readonly captures?: string }): Recompute {
  return async (checked, files) => {
    const configuration = await loadConfiguration(terminal, wiring, options);
    const { connectors } = wiring;
    const { clock } = terminal;
    if (options.captures !== undefined)
      return recompute({
        checked,
        captures: await capturesIn(userPath(terminal, options.captures), options.captures),
        connectors,
        configuration,
        clock,
      });
    // A capture is read from a disk: those of a zip have to lie on one.
    const folder = await mkdtemp(join(tmpdir(), 'vestige-captures-'));
    try {
      for (const [path, bytes] of files) {
        if (!path.startsWith(FOLDER) || pathFault(path) !== undefined) continue;
        const place = join(folder, path.slice(FOLDER.length));
        await mkdir(dirname(place), { recursive: true, mode: 0o700 });
        await writeFile(place, bytes, { mode: 0o600, flag: 'wx' });
      }
      return await recompute({ checked, captures: await capturesIn(folder, FOLDER), connectors, configuration, clock });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

async function capturesIn(folder: string, shown: string): Promise<readonly { readonly directory: string; readonly name: string }[]> {
  try {
    const names = (await readdir(folder)).filter((name) => finishedName.test(name)).sort();
    return names.map((name) => ({ directory: join(folder, name), name }));
  } catch (cause) {
    throw new UsageError(`cannot read captures in ${shown}: ${(cause as NodeJS.ErrnoException).code ?? 'it cannot be read'}`, { cause });
  }
}
