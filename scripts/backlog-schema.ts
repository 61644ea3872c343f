// Writes schemas/backlog.schema.json from the schema that backlogs are read with; --check compares in memory and exits 1 where it differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { backlogSchema } from '../src/run/backlog/kept.ts';

const path = join(import.meta.dirname, '..', 'schemas', 'backlog.schema.json');
const { $schema: _, ...schema } = toJsonSchema(backlogSchema, { typeMode: 'input', errorMode: 'ignore' });
const told = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:vestige:schema:backlog:1',
  title: 'what vestige backlog prints as JSON',
  ...schema,
};
const text = await format(JSON.stringify(told), { ...(await resolveConfig(path)), filepath: path });
const same = read() === text;
if (!same && process.argv.includes('--check')) process.exitCode = 1;
else if (!same) writeFileSync(path, text);
process.stdout.write(`backlog-schema: ${same ? 'as it should be' : 'differed'}\n`);

function read(): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
