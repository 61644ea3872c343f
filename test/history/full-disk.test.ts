import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { undisturbed } from '../support/history/crashes.ts';

/** What puts a command where it may mount a file system of its own, as whom this runs as; `undefined` where nobody may. */
function namespace(): readonly string[] | undefined {
  const ways = [
    ['unshare', '-Urm'],
    ['unshare', '-m'],
  ] as const;
  return ways.find(([command, flag]) => spawnSync(command, [flag, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0);
}

test('a full disk is told, leaves nothing of what did not fit, and once there is room recording goes on', async ({ skip }) => {
  const way = namespace();
  if (way === undefined) {
    // A suite that cannot run in CI has failed.
    expect(process.env['CI'] ?? '', 'neither user namespaces nor root: no small file system can be mounted').toBe('');
    skip('neither user namespaces nor root: no small file system can be mounted');
  }
  const [size, steps] = [{ things: 60 }, 12];
  const answers = await undisturbed(steps, size);
  const folder = mkdtempSync(join(tmpdir(), 'vestige-full-'));
  try {
    const script = join(import.meta.dirname, '../support/history/full-disk.ts');
    const [command, flag] = way ?? [];
    const inside = `mount -t tmpfs -o size=8m tmpfs "$1" && exec "$2" "$3" "$1" ${size.things} ${steps}`;
    const { stdout, stderr } = spawnSync(command ?? '', [flag ?? '', 'sh', '-c', inside, 'sh', folder, process.execPath, script], {
      encoding: 'utf8',
    });
    expect(stderr).not.toContain('Error');
    const told = JSON.parse(stdout) as {
      readonly acknowledged: number;
      readonly code: string;
      readonly full: { readonly free: number; readonly answers: string };
      readonly after: readonly string[];
      readonly integrity: string;
      readonly left: boolean;
    };
    expect(told.code).toBe('full');
    expect(told.acknowledged).toBeGreaterThan(0);
    expect(answers.indexOf(told.full.answers)).toBe(told.acknowledged);
    expect(told.after).toEqual([answers.at(-1), answers.at(-1)]);
    expect(told).toMatchObject({ integrity: 'ok', left: false });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
