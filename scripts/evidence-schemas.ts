// Writes schemas/pack.schema.json and schemas/evidence-verify.schema.json from the schemas that packs are checked and answers are printed with; --check
// compares in memory and exits 1 where one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { verifiedPackSchema } from '../src/cli/verify-pack/schema.ts';
import { packSchema } from '../src/evidence/check/pack/schema/pack.ts';

const schemas = {
  'pack.schema.json': { id: 'urn:vestige:schema:pack:1', title: 'pack.json of an evidence pack', schema: packSchema },
  'evidence-verify.schema.json': {
    id: 'urn:vestige:schema:evidence-verify:1',
    title: 'what vestige evidence verify and vestige-verify print as JSON',
    schema: verifiedPackSchema,
  },
};

let differing = 0;
for (const [name, { id, title, schema }] of Object.entries(schemas)) {
  const path = join(import.meta.dirname, '..', 'schemas', name);
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' });
  const told = { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: id, title, ...rest };
  const text = await format(JSON.stringify(told), { ...(await resolveConfig(path)), filepath: path });
  if (read(path) === text) continue;
  differing++;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
}
if (process.argv.includes('--check') && differing > 0) process.exitCode = 1;
process.stdout.write(
  `evidence-schemas: ${Object.keys(schemas).length} schemas, ${differing === 0 ? 'as they should be' : `${differing} differed`}\n`,
);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
