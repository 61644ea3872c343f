import { beforeAll, describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { wiring } from '../../../../src/cli/wiring.ts';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { SurfaceCoverage } from '../../../../src/model/gap.ts';
import type { Finding } from '../../../../src/model/finding.ts';
import type { Report } from '../../../../src/model/report.ts';
import { runs } from '../../../support/runs.ts';
import { someOf } from '../../../support/some-cases.ts';
import { blind, blindWithin } from '../swapped/table.ts';
import { faults, swaps, type Fault } from './faults.ts';
import { scanned, type Place } from './scan.ts';

/* One answer of a whole scan goes wrong. What then is missing in the report has to be said there. */

let calm: Report;
const places: Place[] = [];
beforeAll(async () => {
  calm = await scanned((place) => void places.push(place));
});

/**
 * Leaves nothing out: what is not there is an empty list, or a flag that the token beside it makes needless. Of the tasks that DescribeTasks is
 * asked for each is told in its first list here, so that the second, of those that failed, can name none.
 */
function isHarmless({ call }: Place, { name }: Fault): boolean {
  if (call.operation === 'DescribeTasks' && /^(without|null) member 1$/.test(name)) return true;
  const mayLack = ['ListOrganizationsFeatures', 'GetOpenIDConnectProvider'].includes(call.operation);
  return name === 'flag lost' || (name === 'without member 0' && mayLack);
}

function nameOf({ at: { task, cursor } }: Place): string {
  return `${taskKey(task)} at ${cursor ?? 'its first page'}`;
}

const nameOfFinding = ({ rule, subject, capability }: Finding): string => [rule, subject.id, capability ?? ''].join(' ');
const isOpen = ({ status, cause }: SurfaceCoverage): boolean => status === 'partial' || (status === 'unread' && cause !== 'excluded');

/** These tell what else there is to ask: which accounts, which instances. What nobody knows of has no questions of its own. */
const scopes: ReadonlySet<string> = new Set([
  'aws:caller-identity',
  'aws:organization',
  'aws:identity-center',
  'aws:authorization-details',
]);

/** Whether the ledger has a line, not read whole, of a surface that the rule's facts come from. */
function isToldBy(lines: readonly SurfaceCoverage[], rule: string): boolean {
  const needs = new Set<string>(wiring.rules.find((each) => each.id === rule)?.needs.map(({ kind }) => kind));
  // credentials are joined from both
  if (needs.has('credential')) needs.add('credential-detail');
  return lines.some(
    ({ surface }) => scopes.has(surface) || awsCore.surfaces.find(({ id }) => id === surface)?.yields.some((kind) => needs.has(kind)),
  );
}

/** What is wrong with a report whose scan had one fault: sentences, none where all is well. */
function wrongs(report: Report, { call }: Place): readonly string[] {
  const said: string[] = [];
  const open = report.coverage.filter(isOpen);
  if (!open.some(({ surface }) => surface === call.surface)) said.push(`no gap is named on ${call.surface}`);
  const found = new Set(report.findings.map(nameOfFinding));
  const before = new Set(calm.findings.map(nameOfFinding));
  const isFamily = ({ subject, family }: Finding) =>
    report.findings.some((each) => each.subject.id === subject.id && each.family === family && !before.has(nameOfFinding(each)));
  const clears = new Map(calm.totals.rules.map(({ rule, clear }) => [rule, clear]));
  for (const each of calm.findings) {
    if (each.family === 'blind-spot' || found.has(nameOfFinding(each))) continue;
    // a guard that was not read guards nobody: what it left is then part of something greater
    if (isFamily(each)) {
      clears.set(each.rule, (clears.get(each.rule) ?? 0) + 1);
      continue;
    }
    const { rule, subject } = each;
    const asked = report.undetermined.some((line) => line.rule === rule && [subject.id, subject.boundary].includes(line.subject.id));
    if (!asked && !isToldBy(open, rule)) said.push(`gone without a word: ${nameOfFinding(each)}`);
  }
  // Whoever is found to have all is not asked about the parts.
  const greater = report.findings.filter((each) => each.family === 'standing' && !before.has(nameOfFinding(each))).length;
  for (const { rule, clear } of report.totals.rules) {
    // what a report shows of keys holds for when it was made, and the gap says what came later
    if (rule === 'blind-spot' || (rule === 'access-key-two-active' && call.surface === 'aws:access-keys')) continue;
    const most = (clears.get(rule) ?? 0) + (rule.startsWith('standing-') ? greater : 0);
    if (clear > most) said.push(`${rule} calls more subjects clear: ${clear}, at most ${most}`);
  }
  for (const each of report.findings) {
    if (before.has(nameOfFinding(each)) || mayCome(each)) continue;
    said.push(`found what is not so: ${nameOfFinding(each)}`);
  }
  return said;
}

/** What was not read may have been a limit, or the name of what was found: it is found as far as is known. */
function mayCome({ rule, family, subject }: Finding): boolean {
  return family === 'blind-spot' || family === 'standing' || rule === 'unused-privilege' || /^unread:|_\*$/.test(subject.id);
}

describe('a scan of an organization', () => {
  it('asks all that there is to ask, and reads it', () => {
    expect(places.length).toBeGreaterThan(100);
    expect(calm.coverage.filter(isOpen)).toEqual([]);
    expect(new Set(places.map(({ call }) => call.surface))).toEqual(
      new Set(awsCore.surfaces.map(({ id }) => id).filter((id) => places.some(({ call }) => call.surface === id))),
    );
  });

  it('says what one answer that went wrong kept it from telling', { timeout: 600_000 }, async () => {
    const cases = places.flatMap((place) =>
      faults.flatMap((fault) => (fault.of(place) === undefined || isHarmless(place, fault) ? [] : [{ place, fault }])),
    );
    expect(cases.length).toBeGreaterThan(1000);
    await hold(cases, runs(40, 4000));
  });

  it('says so where the answer to another question stands for one', { timeout: 600_000 }, async () => {
    const cases = swaps(places, ({ surface, task, operation }) => `${surface} ${task ?? ''}`.trim() in blind || blindWithin.has(operation));
    expect(cases.length).toBeGreaterThan(40);
    await hold(cases, runs(40, 4000));
  });
});

function hold(cases: readonly { readonly place: Place; readonly fault: Fault }[], numRuns: number): Promise<void> {
  return someOf(cases, numRuns, async ({ place, fault }) => {
    const name = nameOf(place);
    const report = await scanned((each) => (nameOf(each) === name ? fault.of(each) : undefined));
    expect({ fault: fault.name, in: name, wrong: wrongs(report, place) }).toEqual({ fault: fault.name, in: name, wrong: [] });
  });
}
