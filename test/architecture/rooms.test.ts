import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A breach planted on purpose: `from` imports `to`, and the named rule must say so. */
interface Planted {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly how?: 'type' | 'inline-type' | 'core';
}

const planted: readonly Planted[] = [
  { rule: 'room-src-base', from: 'src/base/a.ts', to: 'src/model/z.ts' },
  { rule: 'room-src-http', from: 'src/http/a.ts', to: 'src/collect/z.ts' },
  { rule: 'room-src-model', from: 'src/model/a.ts', to: 'src/contract/z.ts', how: 'type' },
  { rule: 'room-src-contract', from: 'src/contract/a.ts', to: 'src/graph/z.ts', how: 'inline-type' },
  { rule: 'room-src-capture', from: 'src/capture/a.ts', to: 'src/collect/z.ts' },
  { rule: 'room-src-collect', from: 'src/collect/a.ts', to: 'src/graph/z.ts' },
  { rule: 'room-src-graph', from: 'src/graph/a.ts', to: 'src/paths/z.ts' },
  { rule: 'room-src-paths', from: 'src/paths/a.ts', to: 'src/judge/z.ts' },
  { rule: 'room-src-assurance', from: 'src/assurance/a.ts', to: 'src/judge/z.ts' },
  { rule: 'room-src-rules', from: 'src/rules/one/rule.ts', to: 'src/paths/z.ts' },
  { rule: 'rules-are-siblings', from: 'src/rules/two/rule.ts', to: 'src/rules/three/rule.ts' },
  { rule: 'room-src-judge', from: 'src/judge/a.ts', to: 'src/run/z.ts' },
  { rule: 'room-src-history', from: 'src/history/a.ts', to: 'src/collect/z.ts' },
  { rule: 'room-src-due', from: 'src/due/a.ts', to: 'src/history/z.ts' },
  { rule: 'due-reads-what-it-is-handed', from: 'src/due/b.ts', to: 'node:fs', how: 'core' },
  { rule: 'room-src-evidence', from: 'src/evidence/ledger/a.ts', to: 'src/capture/z.ts' },
  { rule: 'evidence-is-checked-without-what-made-it', from: 'src/evidence/check/log/a.ts', to: 'src/evidence/ledger/z.ts' },
  { rule: 'evidence-is-checked-without-what-made-it', from: 'src/evidence/check/b.ts', to: 'src/evidence/seal/z.ts' },
  { rule: 'evidence-is-checked-without-what-made-it', from: 'src/evidence/log/a.ts', to: 'src/evidence/pack/z.ts', how: 'type' },
  { rule: 'evidence-is-checked-from-bytes-handed-in', from: 'src/evidence/log/b.ts', to: 'node:fs', how: 'core' },
  { rule: 'evidence-is-checked-from-bytes-handed-in', from: 'src/evidence/pack/a.ts', to: 'node:https', how: 'core' },
  { rule: 'evidence-is-checked-from-bytes-handed-in', from: 'src/evidence/check/log/c.ts', to: 'node:fs/promises', how: 'core' },
  { rule: 'room-src-run', from: 'src/run/history/a.ts', to: 'src/history/z.ts' },
  { rule: 'only-an-engine-loads-its-driver', from: 'src/run/d.ts', to: 'node:sqlite', how: 'core' },
  { rule: 'room-src-run', from: 'src/run/a.ts', to: 'src/cli/z.ts' },
  { rule: 'room-src-demo', from: 'src/demo/a.ts', to: 'src/cli/z.ts' },
  { rule: 'nobody-imports-the-cli', from: 'src/index.ts', to: 'src/cli/z.ts' },
  { rule: 'library-without-plug-ins-or-cli', from: 'src/index.ts', to: 'reports/json/z.ts' },
  { rule: 'only-lists-know-plug-ins', from: 'src/run/b.ts', to: 'connectors/aws/z.ts' },
  { rule: 'room-connectors', from: 'connectors/aws/a.ts', to: 'connectors/gcp/z.ts' },
  { rule: 'room-connectors', from: 'connectors/aws/b.ts', to: 'src/graph/z.ts' },
  { rule: 'room-connectors', from: 'connectors/aws/rules/two/rule.ts', to: 'src/rules/one/rule.ts' },
  { rule: 'room-aws-policy', from: 'connectors/aws/policy/a.ts', to: 'src/model/z.ts', how: 'type' },
  { rule: 'room-aws-policy', from: 'connectors/aws/policy/b.ts', to: 'connectors/aws/resolve/z.ts' },
  { rule: 'aws-policy-before-rights-before-resolve', from: 'connectors/aws/rights/a.ts', to: 'connectors/aws/resolve/z.ts' },
  { rule: 'room-reports', from: 'reports/csv/a.ts', to: 'reports/json/z.ts' },
  { rule: 'nobody-imports-tests', from: 'src/run/c.ts', to: 'test/support/z.ts' },
  { rule: 'pure-rooms-load-nothing-that-reaches-out', from: 'src/paths/b.ts', to: 'node:fs', how: 'core' },
  { rule: 'pure-rooms-load-nothing-that-reaches-out', from: 'connectors/aws/surfaces/c.ts', to: 'node:https', how: 'core' },
  { rule: 'pure-rooms-load-nothing-that-reaches-out', from: 'connectors/aws/plan/c.ts', to: 'node:https', how: 'core' },
  { rule: 'pure-rooms-load-nothing-that-reaches-out', from: 'connectors/aws/explain/c.ts', to: 'node:https', how: 'core' },
  { rule: 'connectors-touch-no-disk', from: 'connectors/aws/open.ts', to: 'node:fs/promises', how: 'core' },
  { rule: 'only-open-loads-an-sdk', from: 'connectors/aws/d.ts', to: '@aws-sdk/client-iam', how: 'core' },
  { rule: 'no-cycles', from: 'src/base/left.ts', to: 'src/base/right.ts', how: 'type' },
  { rule: 'resolvable', from: 'src/base/lost.ts', to: 'src/base/nowhere.ts' },
];
const allowed: readonly Planted[] = [
  { rule: '', from: 'src/paths/fine.ts', to: 'src/graph/z.ts' },
  { rule: '', from: 'src/evidence/check/log/fine.ts', to: 'src/evidence/log/z.ts' },
  { rule: '', from: 'src/evidence/ledger/fine.ts', to: 'src/evidence/log/z.ts' },
  { rule: '', from: 'src/evidence/items/fine.ts', to: 'node:crypto', how: 'core' },
  { rule: '', from: 'src/rules/list.ts', to: 'src/rules/one/rule.ts' },
  { rule: '', from: 'connectors/aws/rules/one/rule.ts', to: 'src/rules/shared.ts' },
  { rule: '', from: 'connectors/list.ts', to: 'connectors/aws/z.ts' },
];

let folder: string;
let result: ICruiseResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-rooms-'));
  const sources = new Map<string, string[]>();
  const put = (path: string, line: string): unknown => sources.set(path, [...(sources.get(path) ?? []), line]);
  for (const breach of [...planted, ...allowed]) {
    put(breach.from, importLine(breach));
    if (breach.how !== 'core' && breach.rule !== 'resolvable')
      put(breach.to, 'export interface Z { readonly z: number }\nexport const z = 1;');
  }
  put('src/base/right.ts', "import type { left } from './left.ts';\nexport type Right = typeof left;");
  put('src/base/left.ts', 'export const left = 1;');
  for (const [path, lines] of sources) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), [...new Set(lines)].join('\n'));
  }
  mkdirSync(join(folder, 'node_modules/@aws-sdk/client-iam'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/@aws-sdk/client-iam/index.js'), 'export const IAMClient = 1;');
  writeFileSync(
    join(folder, 'node_modules/@aws-sdk/client-iam/package.json'),
    '{"name":"@aws-sdk/client-iam","version":"1.0.0","main":"index.js"}',
  );
  writeFileSync(join(folder, 'package.json'), '{"name":"planted","type":"module","dependencies":{"@aws-sdk/client-iam":"1.0.0"}}');
  // The real rules over the planted tree: what is tested is the configuration that the check runs with.
  const path = '../../.dependency-cruiser.js';
  const { default: rules } = (await import(path)) as { default: { forbidden: object[]; options: ICruiseOptions } };
  const options = {
    ...rules.options,
    tsConfig: undefined,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  } as unknown as ICruiseOptions;
  result = (await cruise(['src', 'connectors', 'reports'], options)).output as ICruiseResult;
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function importLine({ from, to, how }: Planted): string {
  const up = '../'.repeat(from.split('/').length - 1);
  if (how === 'core') return `import * as outside from '${to}';\nexport const used = outside;`;
  const target = `${up}${to}`;
  if (how === 'type') return `import type { Z } from '${target}';\nexport type Used = Z;`;
  if (how === 'inline-type') return `export type Used = import('${target}').Z;`;
  return `import { z } from '${target}';\nexport const used = z;`;
}

describe('the checker of rooms', () => {
  it.each(planted)('$rule is heard when $from imports $to', ({ rule, from }) => {
    const heard = result.summary.violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name);
    expect(heard).toContain(rule);
  });

  it('is silent about what is allowed', () => {
    const heard = result.summary.violations.filter((violation) => allowed.some(({ from }) => from === violation.from));
    expect(heard).toEqual([]);
  });

  it('has a planted breach for every rule it knows', async () => {
    const path = '../../.dependency-cruiser.js';
    const { default: rules } = (await import(path)) as { default: { forbidden: { name: string }[] } };
    const untested = rules.forbidden
      .map(({ name }) => name)
      .filter((name) => name !== 'no-dev-dependencies' && !planted.some(({ rule }) => rule === name));
    expect(untested).toEqual([]);
    expect(result.summary.totalCruised).toBeGreaterThan(planted.length);
  });
});
