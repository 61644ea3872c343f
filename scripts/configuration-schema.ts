// Writes schemas/configuration.schema.json from the schemas the program reads vestige.yaml with; --check compares in memory.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { byCodeUnit } from '../src/base/order.ts';
import { wiring } from '../src/cli/wiring.ts';
import { configurationSchema } from '../src/run/configuration.ts';

const path = join(import.meta.dirname, '..', 'schemas', 'configuration.schema.json');

function schema(): object {
  const { properties, ...rest } = toJsonSchema(configurationSchema, { typeMode: 'input', errorMode: 'ignore' });
  const rules = [...wiring.rules]
    .sort((a, b) => byCodeUnit(a.id, b.id))
    .map(({ id, title, settings }) => {
      const { $schema: _, required: __, ...own } = toJsonSchema(settings, { typeMode: 'input', errorMode: 'ignore' });
      return [id, { description: title, anyOf: [{ enum: ['on', 'off'] }, { ...own, additionalProperties: false }] }] as const;
    });
  const connectors = wiring.connectors.map(({ id, settings }) => {
    const { $schema: _, ...own } = toJsonSchema(settings, { typeMode: 'input', errorMode: 'ignore' });
    return [id, own] as const;
  });
  const fixed = (entries: readonly (readonly [string, object])[]): object => ({
    type: 'object',
    properties: Object.fromEntries(entries),
    additionalProperties: false,
  });
  return {
    ...rest,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:vestige:schema:configuration:1',
    title: 'vestige.yaml',
    properties: {
      ...properties,
      rules: { ...(properties?.['rules'] as object), ...fixed(rules) },
      connectors: { ...(properties?.['connectors'] as object), ...fixed(connectors) },
    },
    additionalProperties: false,
  };
}

const text = await format(JSON.stringify(schema()), { ...(await resolveConfig(path)), filepath: path });
const current = (() => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
})();
const differs = current !== text;
if (process.argv.includes('--check')) process.exitCode = differs ? 1 : 0;
else if (differs) writeFileSync(path, text);
process.stdout.write(`configuration-schema: ${wiring.rules.length} rules, ${differs ? 'differs' : 'as it should be'}\n`);
