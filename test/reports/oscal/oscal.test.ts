import { existsSync, readFileSync } from 'node:fs';
import formats from 'ajv-formats';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { oscalPackFormat } from '../../../reports/oscal/format.ts';
import { controlId } from '../../../reports/oscal/ids.ts';
import { token } from '../../../reports/oscal/text.ts';
import { frameworks, type Pack } from '../../../src/model/pack.ts';
import { packLeaves } from '../../contract/pack-leaves.ts';
import { emptyPack, packOf, samplePack } from '../../support/pack.ts';

const made = { version: '0.1.0' };
/** NIST's schemas are no part of the project: where they are not at hand the rest of this file still holds. */
const schemas = new URL('../../../../shared/data/oscal/', import.meta.url);
const models = { 'assessment-results': 'assessment-results', 'assessment-plan': 'assessment-plan', poam: 'poam' } as const;
type Model = keyof typeof models;

if (!existsSync(schemas)) process.stderr.write(`skipped: the schemas of OSCAL are not at ${schemas.pathname}\n`);

async function rendered(pack: Pack): Promise<Readonly<Record<string, unknown>>> {
  const files = await oscalPackFormat.render(pack, made);
  return Object.fromEntries(
    files.map(({ path, bytes }) => [path.slice('oscal/'.length, -'.json'.length), JSON.parse(Buffer.from(bytes).toString())]),
  );
}

const all = (value: unknown, name: string): readonly unknown[] =>
  Array.isArray(value)
    ? value.flatMap((each) => all(each, name))
    : typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, member]) => [...(key === name ? [member] : []), ...all(member, name)]);

describe.runIf(existsSync(schemas))('against the schemas of NIST', () => {
  const checks = new Map<Model, ValidateFunction>();
  function faults(model: Model, value: unknown): readonly string[] {
    let check = checks.get(model);
    if (check === undefined) {
      const ajv = new Ajv({ strict: false, allErrors: true });
      formats.default(ajv);
      check = ajv.compile(JSON.parse(readFileSync(new URL(`oscal_${models[model]}_schema.json`, schemas), 'utf8')));
      checks.set(model, check);
    }
    return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }

  it('holds for a pack of every framework', async () => {
    for (const framework of frameworks) {
      const files = await rendered(packOf(framework));
      expect(Object.keys(files).sort()).toEqual(['assessment-plan', 'assessment-results', 'poam']);
      for (const [name, value] of Object.entries(files)) expect(faults(name as Model, value), `${framework} ${name}`).toEqual([]);
    }
  });

  it('holds whatever names and texts are', async () => {
    const files = await rendered(packLeaves.withHostileTexts(samplePack, ['', ' ', '\u00a0', '9lives', 'a\u2028b', '.']));
    for (const [name, value] of Object.entries(files)) expect(faults(name as Model, value), name).toEqual([]);
  });

  it('notices an empty list and a name that is no token', async () => {
    const { 'assessment-results': value } = await rendered(samplePack);
    const text = JSON.stringify(value);
    expect(faults('assessment-results', JSON.parse(text.replace(/"methods":\["EXAMINE"\]/, '"methods":[]')))).not.toEqual([]);
    expect(faults('assessment-results', JSON.parse(text.replaceAll('"control-id":"ac-2.3"', '"control-id":"AC-2(3)"')))).not.toEqual([]);
  });
});

describe('assessment results', () => {
  it('never call satisfied what was not shown', async () => {
    const { 'assessment-results': value } = await rendered(samplePack);
    const says = new Map(samplePack.controls.map((control) => [`${controlId(control)}_obj`, control.says]));
    const targets = all(value, 'target') as { 'target-id': string; status: { state: string; reason: string; remarks: string } }[];
    expect(targets).toHaveLength(samplePack.controls.length);
    for (const { 'target-id': id, status } of targets) {
      expect(status.state === 'satisfied', id).toBe(says.get(id) === 'supports');
      if (says.get(id) === 'cannot-tell')
        expect(status).toMatchObject({ reason: 'other', remarks: expect.stringContaining('could not be determined') });
    }
  });

  it('name nothing that is not in the file', async () => {
    for (const [name, value] of Object.entries(await rendered(samplePack))) {
      const ids = all(value, 'uuid');
      expect(new Set(ids).size, `${name}: one id of two things`).toBe(ids.length);
      const refs = ['observation-uuid', 'risk-uuid', 'subject-uuid', 'actor-uuid', 'component-uuid'].flatMap((key) => all(value, key));
      expect(refs.length).toBeGreaterThan(0);
      for (const ref of refs) expect(ids, `${name} ${String(ref)}`).toContain(ref);
      const links = all(value, 'href').filter((href) => String(href).startsWith('#'));
      for (const link of links) expect(ids, `${name} ${String(link)}`).toContain(String(link).slice(1));
    }
  });

  it('tell of an access that ended late by when it should have ended, and between which moments it did', async () => {
    const { 'assessment-results': value } = await rendered(samplePack);
    const late = samplePack.records[0]!.ending;
    const risk = (all(value, 'risks').flat() as { status: string; deadline: string; props: { name: string; value: string }[] }[]).find(
      ({ props }) => props.some((prop) => prop.name === 'record' && prop.value === late.id),
    );
    expect(risk).toMatchObject({ status: 'closed', deadline: late.due });
    const props = Object.fromEntries(risk!.props.map((prop) => [prop.name, prop.value]));
    expect(props).toMatchObject({
      'ended-after': late.ended!.after,
      'ended-not-later-than': late.ended!.before,
      'late-at-least-ms': String(late.lateness!.lower),
      'late-at-most-ms': String(late.lateness!.upper),
    });
  });

  it('know a risk again in the next pack, and not an observation', async () => {
    const first = (await rendered(samplePack))['assessment-results'];
    const next = (await rendered({ ...samplePack, id: 'f'.repeat(64) }))['assessment-results'];
    expect(all(next, 'risk-uuid')).toEqual(all(first, 'risk-uuid'));
    expect(all(next, 'observation-uuid')).not.toEqual(all(first, 'observation-uuid'));
  });

  it('are not made up where no control was tested, nor a plan where nothing is open', async () => {
    expect(await oscalPackFormat.render(emptyPack, made)).toEqual([]);
    const inOrder = samplePack.records.filter(({ ending }) => ending.outcome === 'ended' || ending.outcome === 'not-due');
    expect(Object.keys(await rendered({ ...samplePack, records: inOrder })).sort()).toEqual(['assessment-plan', 'assessment-results']);
  });
});

it('makes tokens of any name', () => {
  expect(controlId({ framework: 'nist-800-53', id: 'AC-2(13)' })).toBe('ac-2.13');
  expect(controlId({ framework: 'gdpr', id: 'Art. 32(1)(b)' })).toBe('gdpr_Art.-32-1-b');
  expect(controlId({ framework: 'iso27001', id: '5.18' })).toBe('iso27001_5.18');
  for (const text of ['', '9', '((', '.-', 'é', '\u{1f600}']) expect(token(text)).toMatch(/^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u);
});
