import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/cli.ts';

/** The scaffolds write into the checkout, so they are tried on a copy of it. */
describe('a scaffold', () => {
  let copy: string;

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'vestige-scaffold-'));
    const rooms = ['src', 'connectors', 'reports', 'scripts', 'docs', 'schemas', 'package.json', 'tsconfig.json', '.prettierrc.json'];
    for (const room of rooms) {
      mkdirSync(dirname(join(copy, room)), { recursive: true });
      cpSync(join(root, room), join(copy, room), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  afterEach(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  const read = (path: string): string => readFileSync(join(copy, path), 'utf8');
  const run = (script: string, id: string): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [join(copy, 'scripts', script), id], { cwd: copy, encoding: 'utf8' });

  function holdsTogether(): void {
    const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json', '--noEmit'], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect(stdout.split('\n').filter((line) => /^(src|connectors|reports)\//.test(line))).toEqual([]);
    execFileSync(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--check', 'src/rules', 'connectors'], {
      cwd: copy,
    });
  }

  it('writes a rule and a connector that compile, their lines in the lists and a page, and never over what is there', () => {
    expect(run('new-rule.ts', 'access-key-borrowed').status).toBe(0);
    const list = read('src/rules/list.ts').split('\n');
    const lines = list.filter((line) => /^ {2}\w+,$/.test(line));
    expect(lines).toContain('  accessKeyBorrowed,');
    expect(lines).toEqual([...lines].sort());
    expect(read('docs/rules/access-key-borrowed.md')).toContain('access-key-borrowed');
    expect(run('new-connector.ts', 'acme').status).toBe(0);
    expect(read('connectors/list.ts')).toContain("import { acmeCore } from './acme/core.ts';");
    expect(read('connectors/list.ts').indexOf('  acmeCore,')).toBeLessThan(read('connectors/list.ts').indexOf('  awsCore,'));
    holdsTogether();
    expect(run('new-rule.ts', 'access-key-borrowed')).toMatchObject({ status: 2 });
    expect(run('new-rule.ts', 'Not_Kebab')).toMatchObject({ status: 2 });
  }, 120_000);
});
