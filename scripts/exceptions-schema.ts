// Writes schemas/exceptions.schema.json from the schema that exceptions are read with; --check compares in memory and exits 1 where it differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { exceptionFileSchema } from '../src/run/exceptions/file.ts';

const path = join(import.meta.dirname, '..', 'schemas', 'exceptions.schema.json');
const { $schema: _, ...schema } = toJsonSchema(exceptionFileSchema, { typeMode: 'input', errorMode: 'ignore' });
const told = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:vestige:schema:exceptions:1',
  title: 'a file of vestige exceptions add: one exception, or a list',
  ...schema,
};
const text = await format(JSON.stringify(told), { ...(await resolveConfig(path)), filepath: path });
const same = read() === text;
if (!same && !process.argv.includes('--check')) writeFileSync(path, text);
if (!same && process.argv.includes('--check')) process.exitCode = 1;
process.stdout.write(`exceptions-schema: ${same ? 'as it should be' : 'differed'}\n`);

function read(): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
