import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
// Planted code is in no TypeScript project, so rules that need types are off; those under test need none.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked as ESLint.ConfigData as never] });

async function heard(path: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, path) });
  return (result?.messages ?? []).map((message) => message.ruleId);
}

const pureRooms = [
  'src/model/planted.ts',
  'src/graph/planted.ts',
  'src/paths/planted.ts',
  'src/assurance/planted.ts',
  'src/rules/planted/rule.ts',
  'src/judge/planted.ts',
  'reports/planted/reporter.ts',
  'connectors/aws/core.ts',
  'connectors/aws/calls/planted.ts',
  'connectors/aws/plan/planted.ts',
  'connectors/aws/surfaces/planted.ts',
  'connectors/aws/policy/planted.ts',
  'connectors/aws/rights/planted.ts',
  'connectors/aws/resolve/planted.ts',
  'connectors/aws/escalation/planted.ts',
  'connectors/aws/explain/planted.ts',
  'connectors/aws/rules/planted/rule.ts',
];
const breaches = [
  ['the clock', 'export const t = Date.now();', 'no-restricted-properties'],
  ['a new date', 'export const t = new Date();', 'no-restricted-syntax'],
  ['chance', 'export const r = Math.random();', 'no-restricted-properties'],
  ['the network', "export const f = fetch('https://example.com');", 'no-restricted-globals'],
  ['the environment', "export const e = process.env['HOME'];", 'no-restricted-globals'],
  ['the console', "console.log('x');\nexport const c = 1;", 'no-restricted-globals'],
  ['the disk', "import { readFileSync } from 'node:fs';\nexport const d = readFileSync;", 'no-restricted-imports'],
  ['waiting', 'export async function w(p: Promise<void>): Promise<void> {\n  await p;\n}', 'no-restricted-syntax'],
] as const;

describe.each(pureRooms)('pure code in %s', (path) => {
  it.each(breaches)('may not use %s', async (_, code, rule) => {
    expect(await heard(path, code)).toContain(rule);
  });
});

describe('where records of life cycles are read', () => {
  it.each(breaches.filter(([what]) => what !== 'waiting'))('nothing may use %s', async (_, code, rule) => {
    expect(await heard('src/due/planted.ts', code)).toContain(rule);
  });
});

describe('other rooms', () => {
  it.each([
    ['src/run/planted.ts', 'export const t = Date.now();', 'no-restricted-properties'],
    ['src/collect/planted.ts', "console.log('x');\nexport const c = 1;", 'no-console'],
    ['src/run/planted.ts', 'process.exit(1);\nexport const c = 1;', 'no-restricted-properties'],
    ['connectors/aws/open.ts', "export const f = fetch('https://example.com');", 'no-restricted-globals'],
    ['connectors/aws/open.ts', "export const e = process.env['HOME'];", 'no-restricted-globals'],
  ])('%s may not', async (path, code, rule) => {
    expect(await heard(path, code)).toContain(rule);
  });

  it.each([
    ['src/cli/planted.ts', "process.stdout.write('x');\nexport const t = Date.now();"],
    ['connectors/aws/credentials.ts', "export const e = process.env['AWS_PROFILE'];"],
    ['src/due/tokens/planted.ts', 'export async function w(p: Promise<void>): Promise<void> {\n  await p;\n}'],
    ['src/paths/planted.ts', 'export const t = new Date(0).toISOString();'],
  ])('%s may', async (path, code) => {
    expect(await heard(path, code)).toEqual([]);
  });
});
