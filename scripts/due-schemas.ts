// Writes schemas/mapping.schema.json and schemas/due.schema.json from the schemas the program reads and prints with; --check compares in memory.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { dueCheckSchema, dueImportSchema, dueListSchema } from '../src/cli/due/schema.ts';
import { mappingParts, mappingSchema } from '../src/due/mapping/schema.ts';

const folder = join(import.meta.dirname, '..', 'schemas');
const dialect = 'https://json-schema.org/draft/2020-12/schema';

function plain(schema: Parameters<typeof toJsonSchema>[0], definitions: Parameters<typeof toJsonSchema>[1] & object = {}): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore', ...definitions });
  return rest;
}

const schemas: Readonly<Record<string, object>> = {
  'mapping.schema.json': {
    $schema: dialect,
    $id: 'urn:vestige:schema:mapping:1',
    title: 'a mapping of vestige due import',
    ...plain(mappingSchema, { definitions: mappingParts }),
  },
  'due.schema.json': {
    $schema: dialect,
    $id: 'urn:vestige:schema:due:1',
    title: 'what vestige due import, list and check print as JSON',
    anyOf: [
      { title: 'due import', ...plain(dueImportSchema) },
      { title: 'due list', ...plain(dueListSchema) },
      { title: 'due check', ...plain(dueCheckSchema) },
    ],
  },
};

let differing = 0;
for (const [name, schema] of Object.entries(schemas)) {
  const path = join(folder, name);
  const text = await format(JSON.stringify(schema), { ...(await resolveConfig(path)), filepath: path });
  if (read(path) === text) continue;
  differing++;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
}
if (process.argv.includes('--check') && differing > 0) process.exitCode = 1;
process.stdout.write(
  `due-schemas: ${Object.keys(schemas).length} schemas, ${differing === 0 ? 'as they should be' : `${differing} differed`}\n`,
);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
