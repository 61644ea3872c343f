import * as v from 'valibot';
import { leafKinds } from '../../../../model/ledger.ts';
import { dispositions, duties, frameworks, populationSources } from '../../../../model/pack.ts';
import { ending } from './ending.ts';
import { finding, undetermined } from './finding.ts';
import { coverage, exceptionStanding, lifeCycleImport, metrics, run, source, tests, totals, unmatched } from './report.ts';
import { amount, eventRef, hex64, instant, pointer, text, texts, whole } from './words.ts';

const period = v.strictObject({ from: instant, to: instant });
const from = v.pipe(v.array(v.picklist(populationSources)), v.minLength(1));
const framework = v.picklist(frameworks);
const counts = <K extends string>(keys: readonly K[]) =>
  v.strictObject(Object.fromEntries(keys.map((key) => [key, whole])) as Record<K, typeof whole>);

export const populationRow = v.strictObject({
  id: hex64,
  from,
  at: instant,
  subject: v.nullable(text),
  subjectName: text,
  boundary: v.nullable(text),
  system: text,
  what: text,
  events: v.array(eventRef),
  ending: v.nullable(hex64),
  stratum: text,
  disposition: v.picklist(dispositions),
  because: text,
});

const reconciliation = v.strictObject({
  sources: counts(populationSources),
  together: v.array(v.strictObject({ from, rows: whole })),
  dispositions: counts(dispositions),
  unmatched: v.array(unmatched),
});

const sample = v.strictObject({
  size: whole,
  nonce: v.nullable(text),
  seededBy: v.picklist(['auditor', 'management']),
  seed: hex64,
  strata: v.array(v.strictObject({ name: text, rows: whole, drawn: whole })),
  drawn: v.array(
    v.strictObject({ row: hex64, stratum: text, order: whole, replaces: v.nullable(v.strictObject({ row: hex64, why: text })) }),
  ),
  redraws: v.array(v.strictObject({ leaf: whole, at: instant, nonce: v.nullable(text), size: v.nullable(whole) })),
});

const record = v.strictObject({
  ending,
  rows: v.array(hex64),
  timeline: v.array(
    v.strictObject({
      at: instant,
      until: v.nullable(instant),
      what: v.picklist([
        'authorised',
        'requested',
        'granted',
        'seen',
        'trigger',
        'due',
        'ended',
        'recorded',
        'not-seen',
        'probed',
        'may-linger',
        'event',
      ]),
      text,
      source: v.nullable(eventRef),
    }),
  ),
  cited: v.array(
    v.strictObject({
      page: hex64,
      pointer,
      capture: v.nullable(text),
      shown: v.boolean(),
      withheld: v.nullable(v.picklist(['pseudonymised', 'erased', 'not-logged', 'page-not-kept'])),
    }),
  ),
  findings: texts,
  exception: v.nullable(text),
  logged: v.nullable(v.strictObject({ leaf: whole, item: whole })),
});

const control = v.strictObject({
  framework,
  id: text,
  title: text,
  assertion: text,
  tests: v.array(
    v.strictObject({
      id: text,
      what: text,
      population: v.strictObject({ of: text, size: whole }),
      tested: whole,
      passed: whole,
      exceptions: v.array(
        v.strictObject({
          of: v.picklist(['row', 'finding', 'ending', 'surface', 'run', 'exception', 'request', 'person']),
          id: text,
          why: text,
        }),
      ),
      undetermined: v.array(v.strictObject({ id: text, why: text })),
    }),
  ),
  says: v.picklist(['supports', 'does-not-support', 'cannot-tell', 'not-exercised']),
  because: texts,
});

const boundary = v.strictObject({
  id: text,
  name: text,
  knownBy: v.picklist(['read', 'named']),
  runs: whole,
  first: v.nullable(instant),
  last: v.nullable(instant),
  unread: v.array(v.strictObject({ surface: text, from: instant, to: instant, ms: amount, completeReads: whole })),
});

export const packRun = v.strictObject({
  nonce: v.nullable(hex64),
  intent: v.nullable(whole),
  end: v.nullable(whole),
  state: v.picklist(['ended', 'aborted', 'without-end', 'not-logged']),
  command: v.nullable(v.picklist(['scan', 'capture', 'analyze', 'verify'])),
  at: instant,
  by: v.nullable(text),
  capture: v.nullable(text),
  run: v.nullable(text),
  why: v.nullable(text),
});

const duty = v.picklist(duties);
const person = v.strictObject({
  person: text,
  duties: v.array(v.strictObject({ duty, times: whole, first: instant, last: instant })),
  together: v.array(v.strictTuple([duty, duty])),
});

export const anchor = v.strictObject({
  how: v.picklist(['rfc3161', 'cosignature']),
  size: whole,
  root: text,
  at: instant,
  by: text,
  sha256: hex64,
});

const integrity = v.strictObject({
  level: v.picklist(['unsigned', 'signed', 'logged', 'anchored']),
  says: text,
  origin: v.nullable(text),
  vkey: v.nullable(text),
  size: v.nullable(whole),
  root: v.nullable(text),
  population: v.nullable(whole),
  anchors: v.array(anchor),
  leaves: v.strictObject(
    Object.fromEntries(leafKinds.map((kind) => [kind, v.exactOptional(whole)])) as Record<
      (typeof leafKinds)[number],
      v.ExactOptionalSchema<typeof whole, undefined>
    >,
  ),
});

/** What `pack.json` holds. No other members: a reader that does not know one could not say what it claims. */
export const packSchema = v.strictObject({
  schema: v.literal(1),
  id: hex64,
  framework,
  period,
  asOf: instant,
  run,
  coverage: v.array(coverage),
  totals,
  tests,
  metrics: v.nullable(metrics),
  population: v.strictObject({
    rows: v.array(populationRow),
    root: hex64,
    reconciliation,
    sources: v.array(source),
    imports: v.array(lifeCycleImport),
  }),
  sample: v.nullable(sample),
  records: v.array(record),
  controls: v.array(control),
  findings: v.array(finding),
  undetermined: v.array(undetermined),
  excepted: v.array(v.strictObject({ exception: text, finding })),
  exceptions: v.array(exceptionStanding),
  boundaries: v.array(boundary),
  runs: v.array(packRun),
  people: v.array(person),
  changes: v.array(
    v.strictObject({
      at: instant,
      what: v.picklist(['program', 'configuration', 'rule', 'mapping', 'key']),
      id: text,
      from: v.nullable(text),
      to: v.nullable(text),
    }),
  ),
  selfTest: v.strictObject({
    asked: whole,
    right: whole,
    wrong: v.array(v.strictObject({ rule: text, example: text, expected: text, got: text })),
  }),
  integrity,
  pseudonyms: v.nullable(v.strictObject({ key: hex64, people: whole })),
});
