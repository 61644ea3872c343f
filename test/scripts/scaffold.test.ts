import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as prettier from 'prettier';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/cli.ts';

/** The scaffolds write into the checkout, so they are tried on a copy of it. */
describe('a scaffold', () => {
  let copy: string;
  let before: ReadonlyMap<string, string>;

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'vestige-scaffold-'));
    const rooms = ['src', 'connectors', 'reports', 'scripts', 'docs', 'schemas', 'package.json', 'tsconfig.json', '.prettierrc.json'];
    for (const room of rooms) {
      mkdirSync(dirname(join(copy, room)), { recursive: true });
      cpSync(join(root, room), join(copy, room), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    before = new Map(sources().map((file) => [file, read(file)]));
  });
  afterEach(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  const read = (path: string): string => readFileSync(join(copy, path), 'utf8');
  const run = (script: string, id: string): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [join(copy, 'scripts', script), id], { cwd: copy, encoding: 'utf8' });

  const sources = (): readonly string[] => globSync('{src,connectors,test}/**/*.ts', { cwd: copy }).sort();

  /** The files that are not as they were copied. */
  function written(): readonly string[] {
    return sources().filter((file) => before.get(file) !== read(file));
  }

  /** The compiler looks at what was written, with all that it imports: nothing else changed, and the lists have types of their own. */
  async function holdsTogether(files: readonly string[]): Promise<void> {
    const { options, fileNames } = parsedConfiguration(join(copy, 'tsconfig.json'));
    const rootNames = files.map((file) => join(copy, file));
    expect(fileNames).toEqual(expect.arrayContaining(rootNames));
    const program = ts.createProgram({ rootNames, options });
    const problems = files.flatMap((file) => {
      const source = program.getSourceFile(join(copy, file));
      if (source === undefined) return [`${file} is no part of the program`];
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return found.map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    });
    expect(problems).toEqual([]);
    for (const file of files) {
      const path = join(copy, file);
      expect(await prettier.check(read(file), { ...(await prettier.resolveConfig(path)), filepath: path }), file).toBe(true);
    }
  }

  it('writes a rule and a connector that compile, their lines in the lists and a page, and never over what is there', async () => {
    expect(run('new-rule.ts', 'access-key-borrowed').status).toBe(0);
    const list = read('src/rules/list.ts').split('\n');
    const lines = list.filter((line) => /^ {2}\w+,$/.test(line));
    expect(lines).toContain('  accessKeyBorrowed,');
    expect(lines).toEqual([...lines].sort());
    expect(read('docs/rules/access-key-borrowed.md')).toContain('access-key-borrowed');
    expect(run('new-connector.ts', 'acme').status).toBe(0);
    expect(read('connectors/list.ts')).toContain("import { acmeCore } from './acme/core.ts';");
    expect(read('connectors/list.ts').indexOf('  acmeCore,')).toBeLessThan(read('connectors/list.ts').indexOf('  awsCore,'));
    const explaining = read('connectors/explaining.ts').split('\n');
    expect(explaining.filter((line) => line.includes('import(')).map((line) => line.slice(3, 10))).toEqual([
      "'acme',",
      "'aws', ",
      "'azure'",
      "'entra'",
    ]);
    const files = written();
    expect(files).toEqual([
      'connectors/acme/core.ts',
      'connectors/acme/surfaces/users.ts',
      'connectors/explaining.ts',
      'connectors/list.ts',
      'src/rules/access-key-borrowed/rule.ts',
      'src/rules/list.ts',
      'test/connectors/acme/map.test.ts',
    ]);
    await holdsTogether(files);
    expect(run('new-rule.ts', 'access-key-borrowed')).toMatchObject({ status: 2 });
    expect(run('new-rule.ts', 'Not_Kebab')).toMatchObject({ status: 2 });
  }, 120_000);
});

function parsedConfiguration(file: string): ts.ParsedCommandLine {
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { readonly config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(file));
}
