import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { jsonReporter } from '../../reports/json/reporter.ts';
import { capabilities } from '../../src/model/capability.ts';
import type { IdentityKind, Nature } from '../../src/model/entity.ts';
import { families, type FindingObject, type PathStep, type Subject } from '../../src/model/finding.ts';
import { gapCauses, type CoverageStatus } from '../../src/model/gap.ts';
import type { LinkKind } from '../../src/model/grant.ts';
import { accessKinds, type MidSession } from '../../src/model/access.ts';
import { triggerKinds, type Unmatched } from '../../src/model/authorisation.ts';
import { outcomes, type Lingering } from '../../src/model/ending.ts';
import { exceptionKinds, type ExceptionStanding } from '../../src/model/exception.ts';
import { endings } from '../../src/model/history.ts';
import { eventSourceKinds } from '../../src/model/life-cycle.ts';
import { metricGroups } from '../../src/model/metrics.ts';
import { persistenceClasses, type EndsBy, type Pattern } from '../../src/model/persistence.ts';
import { severities } from '../../src/model/question.ts';
import type { Answer3, RunMeta } from '../../src/model/report.ts';
import { rendered } from '../contract/reporter-suite.ts';
import { reportLeaves } from '../contract/reporter-leaves.ts';
import { emptyReport, largeReport, sampleReport } from '../support/report.ts';

type Tree = { readonly [key: string]: unknown };
const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as Tree;
const ajv = new Ajv2020({ strict: true, strictRequired: true, allErrors: true, allowUnionTypes: true });
addFormatsModule.default(ajv);
const validate = ajv.compile(schema);

/** What the schema finds wrong, by the place of it. */
function faults(value: unknown): readonly string[] {
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

function at(tree: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((node, name) => (node as Tree)[name], tree);
}

/** A copy with one place changed. */
function changed(value: unknown, path: readonly string[], change: (parent: Record<string, unknown>, name: string) => void): unknown {
  const copy: unknown = structuredClone(value);
  change(at(copy, ...path.slice(0, -1)) as Record<string, unknown>, path.at(-1) ?? '');
  return copy;
}

/** The path of every object, and of every member of one. */
function* objects(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield path;
  for (const [name, member] of Object.entries(value)) yield* objects(member, [...path, name]);
}

describe('the schema of a report', () => {
  it('accepts the sample, the empty and a large report, and what the json format prints of them', () => {
    for (const report of [
      sampleReport,
      emptyReport,
      largeReport(40),
      reportLeaves.withSentinels(sampleReport),
      reportLeaves.withHostileTexts(sampleReport),
    ]) {
      expect(faults(report)).toEqual([]);
      expect(faults(JSON.parse(rendered(jsonReporter, report)))).toEqual([]);
    }
  });

  it('refuses a report that lacks any one member', () => {
    let tried = 0;
    for (const path of objects(sampleReport)) {
      for (const name of Object.keys(at(sampleReport, ...path) as Tree)) {
        if (/because\/\d+\/(subject|others)$|subject\/accounts$/.test([...path, name].join('/'))) continue;
        const lacking = changed(sampleReport, [...path, name], (parent, member) => Reflect.deleteProperty(parent, member));
        expect(faults(lacking), [...path, name].join('/')).not.toEqual([]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(1200);
  });

  it('refuses a member it does not know, in every object', () => {
    let tried = 0;
    for (const path of objects(sampleReport)) {
      const more = changed(sampleReport, [...path, 'surprise'], (parent, member) => (parent[member] = 'text'));
      expect(faults(more), path.join('/')).not.toEqual([]);
      tried++;
    }
    expect(tried).toBeGreaterThan(250);
  });

  it('refuses a word that is not in the vocabulary, a hash that is none and a time without milliseconds', () => {
    const set = (path: string, value: unknown): unknown => changed(sampleReport, path.split('/'), (parent, name) => (parent[name] = value));
    for (const [path, value] of [
      ['schema', 2],
      ['run/asOf', '2026-01-01T00:00:00Z'],
      ['run/asOf', '2026-13-01T00:00:00.000Z'],
      ['run/capture', 'e'.repeat(63)],
      ['coverage/0/status', 'ok'],
      ['coverage/0/cause', 'unknown'],
      ['coverage/0/pages', -1],
      ['findings/0/severity', 'info'],
      ['findings/0/path/0/state', 'dead'],
      ['findings/0/bounds', { lo: 'standing' }],
      ['undetermined/0/because', []],
      ['endings/0/id', 'end-0001'],
      ['endings/0/outcome', 'gone'],
      ['endings/0/level', 4],
      ['endings/0/lag/lower', -1],
      ['endings/0/ended/how', 'deleted'],
      ['endings/0/access/objects', []],
      ['assurance/sources/0/spans/0/tells', 'all'],
      ['assurance/outcomes/ended', 0.5],
      ['metrics/rows/0/levels', [1, 2, 3]],
      ['metrics/rows/0/levels', [1, 2, 3, 4, 5]],
      ['metrics/rows/0/debt', { lower: 1 }],
    ] as const) {
      expect(faults(set(path, value)), path).not.toEqual([]);
    }
  });

  it('has the words of the model, no more and no fewer, in its order', () => {
    const defs = schema['$defs'];
    const words = (...path: readonly string[]): unknown => at(defs, ...path, 'enum');
    expect(words('severity')).toEqual(severities);
    expect(words('persistenceClass')).toEqual(persistenceClasses);
    expect(words('family')).toEqual(families);
    expect(words('capability')).toEqual(capabilities);
    expect(words('gapCause')).toEqual(gapCauses);
    // Unions without a list in the model: the compiler holds these to every member, and to no other.
    const coverage = { complete: 1, partial: 1, unread: 1, excluded: 1 } satisfies Record<CoverageStatus, 1>;
    const nature = { human: 1, 'non-human': 1, unknown: 1 } satisfies Record<Nature, 1>;
    const links = {
      'member-of': 1,
      'can-assume': 1,
      'can-impersonate': 1,
      'can-mint': 1,
      'can-run-as': 1,
      owns: 1,
      federates: 1,
      'eligible-for': 1,
    } satisfies Record<LinkKind, 1>;
    const kinds = {
      ...({ user: 1, guest: 1, group: 1, role: 1, 'service-account': 1, 'service-principal': 1, 'managed-identity': 1, app: 1 } as const),
      ...({ workload: 1, agent: 1, root: 1, service: 1, federated: 1, 'external-party': 1, pool: 1, 'directory-object': 1 } as const),
    } satisfies Record<IdentityKind, 1>;
    const subjects = { ...kinds, boundary: 1, surface: 1, exception: 1 } satisfies Record<Subject['kind'], 1>;
    const objectTypes = {
      ...({ credential: 1, grant: 1, link: 1, 'activation-policy': 1, 'life-cycle-event': 1 } as const),
      ...({ ending: 1, request: 1, exception: 1 } as const),
    } satisfies Record<FindingObject['type'], 1>;
    const asOf = { given: 1, capture: 1, clock: 1 } satisfies Record<RunMeta['asOfFrom'], 1>;
    const entry = { live: 1, 'none-seen': 1, unread: 1 } satisfies Record<Extract<PathStep, { step: 'entry' }>['state'], 1>;
    const steps = { entry: 1, identity: 1, link: 1, grant: 1 } satisfies Record<PathStep['step'], 1>;
    const midSession = { 'on-signal': 1, 'on-command': 1, 'expiry-only': 1, unknown: 1 } satisfies Record<MidSession, 1>;
    const endsBy = { provider: 1, automation: 1, person: 1, nothing: 1 } satisfies Record<EndsBy, 1>;
    const patterns = { JITA: 1, 'JITA, expiry-only': 1, JITP: 1, standing: 1 } satisfies Record<Pattern, 1>;
    const answers = { yes: 1, no: 1, undetermined: 1 } satisfies Record<Answer3, 1>;
    const standing = { 'in-force': 1, 'not-begun': 1, expired: 1, revoked: 1, invalid: 1 } satisfies Record<ExceptionStanding['state'], 1>;
    const lingers = { running: 1, passed: 1, cut: 1, unknown: 1 } satisfies Record<Lingering['state'], 1>;
    const why = { unknown: 1, ambiguous: 1, 'no-key': 1 } satisfies Record<Unmatched['why'], 1>;
    expect(words('outcome')).toEqual(outcomes);
    expect(words('accessKind')).toEqual(accessKinds);
    expect(words('triggerKind')).toEqual(triggerKinds);
    expect(words('eventSourceKind')).toEqual(eventSourceKinds);
    expect(words('exceptionKind')).toEqual(exceptionKinds);
    expect(words('metricGroup')).toEqual(metricGroups);
    expect(words('endHow')).toEqual(endings);
    expect(words('ending', 'properties', 'ended', 'anyOf', '0', 'properties', 'how')).toEqual([...endings, 'probed', 'recorded']);
    expect(Object.keys(at(defs, 'assurance', 'properties', 'outcomes', 'properties') as Tree)).toEqual(outcomes);
    expect(words('midSession')).toEqual(Object.keys(midSession));
    expect(words('ending', 'properties', 'endsBy')).toEqual(Object.keys(endsBy));
    expect(words('ending', 'properties', 'pattern')).toEqual(Object.keys(patterns));
    expect(words('answer')).toEqual(Object.keys(answers));
    expect(words('exceptionStanding', 'properties', 'state')).toEqual(Object.keys(standing));
    expect(words('lingering', 'properties', 'state')).toEqual(Object.keys(lingers));
    expect(at(defs, 'assurance', 'properties', 'unmatched', 'properties', 'first', 'items', 'properties', 'why', 'enum')).toEqual(
      Object.keys(why),
    );
    expect(words('coverageStatus')).toEqual(Object.keys(coverage));
    expect(words('nature')).toEqual(Object.keys(nature));
    expect(words('linkKind')).toEqual(Object.keys(links));
    expect(words('subjectKind')).toEqual(Object.keys(subjects));
    expect(words('object', 'properties', 'type')).toEqual(Object.keys(objectTypes));
    expect(at(schema, 'properties', 'run', 'properties', 'asOfFrom', 'enum')).toEqual(Object.keys(asOf));
    expect(words('pathStep', 'oneOf', '0', 'properties', 'state')).toEqual(Object.keys(entry));
    const oneOf = at(defs, 'pathStep', 'oneOf') as readonly unknown[];
    expect(oneOf.map((each) => at(each, 'properties', 'step', 'const'))).toEqual(Object.keys(steps));
  });

  it('describes every member', () => {
    const bare: string[] = [];
    let seen = 0;
    const look = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, additionalProperties, type } = node as Tree;
      if (type === 'object' && additionalProperties === undefined) bare.push(`${path} lets anything in`);
      for (const [name, member] of Object.entries(properties ?? {})) {
        seen++;
        if (!('description' in (member as object)) && !('$ref' in (member as object)) && !('const' in (member as object)))
          bare.push(`${path}/${name}`);
      }
      for (const [name, member] of Object.entries(node)) look(member, `${path}/${name}`);
    };
    look(schema, '');
    expect(bare).toEqual([]);
    expect(seen).toBeGreaterThan(250);
  });
});
