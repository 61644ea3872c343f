import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { batchSchema, packSchema } from '../../../src/evidence/envelope/predicates.ts';

const hex = 'ab'.repeat(32);
const at = '2026-01-01T00:00:00.000Z';
const samples = {
  batch: {
    what: 'pages',
    count: 0,
    root: hex,
    nonce: hex,
    capture: null,
    asOf: null,
    program: 'vestige 0.1.0',
    configuration: hex,
    hashing: 'vestige-page-items/v1',
  },
  pack: {
    pack: hex,
    framework: 'pci',
    period: { from: at, to: at },
    content: hex,
    ledger: { origin: 'o', size: 1, root: Buffer.alloc(32).toString('base64'), population: null, export: 0 },
  },
} as const;
const schemas: Readonly<Record<string, v.GenericSchema>> = { batch: batchSchema, pack: packSchema };

describe.each(['batch', 'pack'] as const)('the published schema of a %s predicate', (name) => {
  const published: object = JSON.parse(readFileSync(new URL(`../../../schemas/predicate-${name}.schema.json`, import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published);
  it('takes what the program takes', () => {
    expect(v.safeParse(schemas[name]!, samples[name]).success).toBe(true);
    expect(validate(samples[name])).toBe(true);
  });
  it('refuses, as the program does, each member left out, null where it may not be, and any member more', () => {
    const sample: Readonly<Record<string, unknown>> = samples[name];
    for (const key of Object.keys(sample)) {
      const { [key]: _, ...less } = sample;
      for (const changed of [less, { ...sample, [key]: true }, { ...sample, [key]: 'x y' }]) {
        if (key === 'program' && changed[key] === 'x y') continue;
        expect(v.safeParse(schemas[name]!, changed).success, key).toBe(false);
        expect(validate(changed), key).toBe(false);
      }
    }
    expect(validate({ ...sample, more: 1 })).toBe(false);
  });
});
