// Writes schemas/predicate-*.schema.json from the schemas that statements are checked with; --check compares in memory and exits 1 where one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { batchSchema, packSchema, predicateTypes } from '../src/evidence/envelope/predicates.ts';

const folder = join(import.meta.dirname, '..', 'schemas');
const titles = { batch: 'what a statement says of a batch that a run made', pack: 'what a statement says of a pack of evidence' } as const;

let differing = 0;
for (const [name, schema] of Object.entries({ batch: batchSchema, pack: packSchema }) as ['batch' | 'pack', typeof batchSchema][]) {
  const path = join(folder, `predicate-${name}.schema.json`);
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' });
  const told = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: predicateTypes[name].replace(':predicate:', ':schema:predicate:'),
    title: `${titles[name]}: the predicate of ${predicateTypes[name]}`,
    ...rest,
  };
  const text = await format(JSON.stringify(told), { ...(await resolveConfig(path)), filepath: path });
  if (read(path) === text) continue;
  differing++;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
}
if (process.argv.includes('--check') && differing > 0) process.exitCode = 1;
process.stdout.write(`predicate-schemas: 2 schemas, ${differing === 0 ? 'as they should be' : `${differing} differed`}\n`);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
