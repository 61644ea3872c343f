import { hashJson } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import { groupBy } from '../../base/group.ts';
import { byKeys } from '../../base/order.ts';
import type { Finding, Undetermined } from '../../model/finding.ts';
import type { Pack, PopulationRow, Sample } from '../../model/pack.ts';
import { boundariesOf } from './boundaries.ts';
import { changesOf } from './changes.ts';
import { controlResults } from './controls/results.ts';
import { dutiesOf } from './duties.ts';
import { PackError } from './errors.ts';
import type { PackInput } from './input.ts';
import { integrityOf } from './integrity.ts';
import { knownOf } from './known.ts';
import { maskOf, type Mask } from './mask.ts';
import { peopleOf } from './names.ts';
import { ordered } from './ordered.ts';
import { populationRoot, populationRows, reconciled } from './population.ts';
import { recordsOf } from './records.ts';
import { redrawsOf } from './redraws.ts';
import { runsOf } from './runs.ts';
import { drawn } from './sample.ts';

/**
 * What an auditor is handed. Pure: the same input, its lists in any order, gives the same value. Its population does not depend on what is drawn of it, nor
 * on the ledger: made once with no sample, its root can be logged, and the pack made again with the leaf (`ledger.population`) that says so.
 * Throws a {@link PackError} where the options contradict themselves or what was drawn.
 */
export function makePack(given: PackInput): Pack {
  mustFit(given);
  const input = ordered(given);
  const { report, options, assured, imports, selfTest } = input;
  const { framework, period } = options;
  const known = knownOf(input);
  const people = peopleOf(input);
  const mask = options.pseudonymKey === null ? plain : maskOf(options.pseudonymKey, people, input);
  const clear = populationRows(known);
  const rows = mask.value(clear);
  const root = populationRoot(rows);
  const sample = sampleOf(input, rows, root);
  const tested = sample === null ? null : new Set(sample.drawn.map(({ row }) => row));
  const boundaries = boundariesOf(input);
  const runs = runsOf(input);
  const integrity = integrityOf(input);
  const holders = dutiesOf(known, people, report.run.asOf);
  const controls = controlResults(framework, {
    known,
    rows: clear,
    drawn: tested,
    endings: new Map(assured.endings.map((each) => [each.id, each])),
    findings: groupBy(report.findings, ({ rule }) => rule),
    boundaries,
    runs,
    people: holders,
    integrity,
  });
  const every = [...report.findings, ...report.excepted.map(({ finding }) => finding)];
  const belongs = belongsTo(input, controls);
  const rest = mask.value({
    run: report.run,
    coverage: report.coverage,
    totals: report.totals,
    tests: report.tests,
    metrics: report.metrics,
    reconciliation: reconciled(known, clear),
    sources: assured.sources,
    imports,
    records: recordsOf(
      known,
      clear.filter(({ id }) => tested === null || tested.has(id)),
      every,
    ),
    findings: report.findings.filter(belongs),
    undetermined: report.undetermined.filter(bearsOpen(input, controls)),
    excepted: report.excepted.filter(({ finding }) => belongs(finding)).map(({ exception, finding }) => ({ exception, finding })),
    exceptions: assured.exceptions,
    boundaries,
    runs,
    people: holders,
    changes: changesOf(input),
    selfTest,
    integrity,
  });
  const { reconciliation, sources, imports: told, ...others } = rest;
  // Titles and assertions are of a table, and name nobody.
  const results = controls.map((control) => ({
    ...control,
    tests: control.tests.map((test) => ({
      ...test,
      exceptions: mask.value(test.exceptions),
      undetermined: mask.value(test.undetermined),
    })),
  }));
  const pack: Omit<Pack, 'id'> = {
    schema: 1,
    framework,
    period,
    asOf: report.run.asOf,
    ...others,
    controls: results,
    population: { rows, root, reconciliation, sources, imports: told },
    sample,
    people: rest.people.toSorted(byKeys(({ person }) => person)),
    pseudonyms: mask.says,
  };
  return { ...pack, id: hashJson(pack as unknown as Json) };
}

/** The code of everybody whom a pack made of this may name, with the names that it stands for: to be kept where the key is. `null`: names stand as they are. */
export function pseudonymsOf(input: PackInput): readonly { readonly code: string; readonly names: readonly string[] }[] | null {
  const key = input.options.pseudonymKey;
  return key === null ? null : maskOf(key, peopleOf(input), input).table;
}

const plain: Mask = { value: (value) => value, says: null, table: [] };

function mustFit({ options: { period, sample, replaced } }: PackInput): void {
  if (!(period.from < period.to)) {
    throw new PackError('period', `cannot make a pack of the period from ${period.from} to ${period.to}: it does not end after it begins`);
  }
  if (sample === null && replaced.length > 0) {
    throw new PackError(
      'no-sample',
      `cannot replace the row "${replaced[0]?.row ?? ''}": the whole population is tested, and nothing is drawn of it`,
    );
  }
}

function sampleOf(input: PackInput, rows: readonly PopulationRow[], root: string): Sample | null {
  const { sample, replaced } = input.options;
  if (sample === null) return null;
  return drawn(rows, { ...sample, of: input.ledger?.population?.hash ?? root, replaced }, redrawsOf(input));
}

/** What bears on the framework by its rule, and what a test of a control names: nothing that fails a test is left out of the pack. */
function belongsTo({ options: { framework } }: PackInput, results: Pack['controls']): (finding: Finding) => boolean {
  const named = new Set(
    results.flatMap(({ tests }) => tests.flatMap(({ exceptions }) => exceptions.flatMap(({ of, id }) => (of === 'finding' ? [id] : [])))),
  );
  return ({ controls, fingerprint }) => named.has(fingerprint) || controls.some((each) => each.framework === framework);
}

/** Of a rule that nobody tells of it is not known that it has no bearing. */
function bearsOpen({ rules, options: { framework } }: PackInput, results: Pack['controls']): (line: Undetermined) => boolean {
  const known = new Map(rules.map(({ id, controls }) => [id, controls.some((each) => each.framework === framework)]));
  const named = new Set(results.flatMap(({ tests }) => tests.flatMap(({ undetermined }) => undetermined.map(({ id }) => id))));
  return ({ rule, subject }) => (known.get(rule) ?? true) || named.has(`${rule} ${subject.id}`);
}
