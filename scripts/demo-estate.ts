// Writes what the sample company's directory, subscriptions and Identity Center answer (src/demo/estate); --check compares in memory.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { canonicalJson } from '../src/base/bytes/canonical.ts';
import type { Json } from '../src/base/json.ts';
import { byKeys } from '../src/base/order.ts';
import { demoDays } from '../src/demo/days.ts';
import { demoSources, type DemoPage } from '../src/demo/estate.ts';
import { pagesOn } from './demo/read.ts';

const folder = join(import.meta.dirname, '..', 'src', 'demo', 'estate');
const byFile = new Map(demoSources.map(({ connector, file }) => [connector, { file, pages: new Map<string, DemoPage>() }]));

for (const day of demoDays) {
  for (const { envelope, body } of await pagesOn(day)) {
    const { connector, task, cursor, next, status, refused } = envelope;
    const told = { task, cursor, next, status, refused, body };
    const key = canonicalText(told);
    const pages = byFile.get(connector)?.pages;
    pages?.set(key, { days: [...(pages.get(key)?.days ?? []), day], ...told });
  }
}

let failed = false;
for (const { file, pages } of byFile.values()) {
  const path = join(folder, file);
  const sorted = [...pages.values()].sort(
    byKeys(
      ({ task }) => task.surface,
      ({ task }) => canonicalText(task),
      ({ cursor }) => cursor ?? '',
      ({ days }) => days.join(),
    ),
  );
  const text = await format(JSON.stringify(sorted), { ...(await resolveConfig(path)), filepath: path });
  const differs = contentOf(path) !== text;
  if (process.argv.includes('--check')) failed ||= differs;
  else if (differs) writeFileSync(path, text);
  process.stdout.write(`demo-estate: ${file}: ${pages.size} pages, ${differs ? 'differs' : 'as it should be'}\n`);
}
process.exitCode = failed ? 1 : 0;

function canonicalText(value: unknown): string {
  return canonicalJson(value as Json);
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
