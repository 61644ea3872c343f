import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../support/cli.ts';
import { analyzed, details } from './estate.ts';

describe('what a command loads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-lazy-'));
  const hook = join(folder, 'hook.mjs');

  beforeAll(async () => {
    writeFileSync(
      hook,
      `import { registerHooks } from 'node:module';
       registerHooks({ resolve(specifier, context, next) {
         const found = next(specifier, context);
         if (/^node:sqlite$|\\/node_modules\\/(pg|kysely)\\//.test(found.url)) process.stderr.write('loaded ' + found.url + '\\n');
         return found;
       } });\n`,
    );
    await analyzed(folder, '2026-10-01', details({ admin: true }));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function loaded(...args: readonly string[]): Promise<string> {
    return new Promise((resolve) => {
      const all = ['--import', hook, join(root, 'bin', 'vestige.js'), ...args];
      execFile(process.execPath, all, { cwd: folder, maxBuffer: 1 << 28 }, (_, __, stderr) => {
        resolve(
          stderr
            .split('\n')
            .filter((line) => line.startsWith('loaded'))
            .join('\n'),
        );
      });
    });
  }

  it.each([['findings'], ['findings', '--new'], ['--help'], ['analyze', '--no-record', '--aws-authorization-details', '2026-10-01.json']])(
    'is no driver of a store: %s',
    async (...args) => {
      expect(await loaded(...args)).toBe('');
    },
  );

  it('is the driver of the store that is asked, and no other', async () => {
    const drivers = await loaded('history', 'ana');
    expect(drivers).toContain('node:sqlite');
    expect(drivers).not.toContain('/pg/');
  });
});
