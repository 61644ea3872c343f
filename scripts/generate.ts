// Writes every generated file, or with --check compares in memory and exits 1 where one differs.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const check = process.argv.includes('--check');
let files = 0;
let failed = false;
for (const script of [
  'rule-pages.ts',
  'configuration-schema.ts',
  'due-schemas.ts',
  'backlog-schema.ts',
  'exceptions-schema.ts',
  'predicate-schemas.ts',
  'evidence-schemas.ts',
  'escalation-page.ts',
  'demo-estate.ts',
]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...(check ? ['--check'] : [])], {
    encoding: 'utf8',
  });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  failed ||= status !== 0;
}
for (const folder of ['docs/rules', 'schemas', 'src/demo/estate']) files += readdirSync(join(import.meta.dirname, '..', folder)).length;
process.stdout.write(`generate: ${files} files\n`);
process.exitCode = failed ? 1 : 0;
