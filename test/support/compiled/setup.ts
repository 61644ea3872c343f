import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the programs that tests start one place for what Node makes of their sources, so that each file is compiled once in a run of the tests. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-compiled-'));
  process.env['NODE_COMPILE_CACHE'] = folder;
  return () => {
    delete process.env['NODE_COMPILE_CACHE'];
    rmSync(folder, { recursive: true, force: true });
  };
}
