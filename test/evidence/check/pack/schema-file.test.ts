import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { emptyPack, samplePack } from '../../../support/pack.ts';

describe('schemas/pack.schema.json', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../../schemas/pack.schema.json', import.meta.url), 'utf8')) as object;
  const validate = new Ajv2020({ strict: true, strictTuples: false }).compile(schema);

  it('takes a pack with something in every part, and one with nothing in any', () => {
    for (const pack of [samplePack, emptyPack])
      expect(validate(JSON.parse(JSON.stringify(pack))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('refuses a member more, and one less', () => {
    expect(validate({ ...samplePack, more: 1 })).toBe(false);
    const { selfTest: _, ...less } = samplePack;
    expect(validate(less)).toBe(false);
  });
});
