import { byCodeUnit } from '../../src/base/order.ts';
import type { Excepted, Finding, PathStep, Subject, Undetermined } from '../../src/model/finding.ts';
import type { SurfaceCoverage } from '../../src/model/gap.ts';
import type { PastFinding } from '../../src/model/history.ts';
import type { Report } from '../../src/model/report.ts';
import { assuranceRows } from './assurance-rows.ts';
import type { Cell, Row } from './columns.ts';
import { endingRow } from './ending-row.ts';
import { gapText } from './gap-text.ts';
import { metricRows } from './metric-rows.ts';

/** Every part of the report, one after the other; the rows that say what the rest speaks for come first. */
export function* rows(report: Report): Generator<Row, void, undefined> {
  for (const [name, count] of sections(report)) yield { record: 'section', name, value: count };
  yield* runRows(report);
  for (const line of report.coverage) yield coverageRow(line);
  yield* totalRows(report);
  for (const finding of report.findings) yield { record: 'finding', ...findingCells(finding) };
  for (const each of report.undetermined) yield undeterminedRow(each);
  for (const each of report.excepted) yield exceptedRow(each);
  for (const ending of report.endings) yield endingRow(ending);
  yield* assuranceRows(report);
  yield* historyRows(report);
  yield* metricRows(report.metrics);
  yield* numbers('test', report.tests, ['ephemeral', 'revokedAtOnce', 'nothingLeft']);
}

/** How many rows each part has; of `assurance` and `history` whether there is one. */
function sections(report: Report): readonly (readonly [string, number])[] {
  const { coverage, findings, undetermined, excepted, endings, assurance, history, metrics } = report;
  const { resolved, unconfirmed } = history ?? { resolved: [], unconfirmed: [] };
  return [
    ['coverage', coverage.length],
    ['findings', findings.length],
    ['undetermined', undetermined.length],
    ['excepted', excepted.length],
    ['endings', endings.length],
    ['assurance', assurance === null ? 0 : 1],
    ['sources', (assurance?.sources ?? []).reduce((sum, { spans }) => sum + Math.max(1, spans.length), 0)],
    ['unmatched', assurance?.unmatched.first.length ?? 0],
    ['exceptions', assurance?.exceptions.length ?? 0],
    ['history', history === null ? 0 : 1],
    ['resolved', resolved.length],
    ['unconfirmed', unconfirmed.length],
    ['metrics', [...metricRows(metrics)].length],
  ];
}

function* runRows({ schema, run }: Report): Generator<Row, void, undefined> {
  const plain = {
    schema,
    version: run.version,
    from: run.from,
    asOf: run.asOf,
    asOfFrom: run.asOfFrom,
    capture: run.capture,
    pages: run.pages,
  };
  for (const [name, value] of Object.entries(plain)) yield { record: 'run', name, value };
  yield { record: 'run', name: 'configuration', value: run.configuration };
  for (const input of run.inputs) yield { record: 'run', name: 'input', kind: input.kind, value: input.sha256 };
  for (const each of run.connectors) yield { record: 'run', name: 'connector', kind: each.id, value: each.mapping };
  for (const each of run.rules) yield { record: 'run', name: 'rule', rule: each.id, value: each.revision };
}

function* totalRows({ totals }: Report): Generator<Row, void, undefined> {
  for (const boundary of totals.boundaries) yield { record: 'total', name: 'boundary', boundary };
  yield* numbers('total', totals, ['identities']);
  for (const name of ['credentials', 'grants', 'links'] as const) yield { record: 'total', name, value: totals[name] };
  yield* numbers('total', totals, ['surfaces', 'findings', 'tierZero']);
  for (const rule of totals.rules) {
    for (const name of ['questions', 'findings', 'clear', 'undetermined', 'excepted'] as const) {
      yield { record: 'total', name: `rule.${name}`, rule: rule.rule, value: rule[name] };
    }
  }
}

/** `findings.critical`, one row a number. The members of each part are sorted by name. */
function* numbers<K extends string>(
  record: Row['record'],
  parts: Readonly<Record<K, object>>,
  names: readonly K[],
): Generator<Row, void, undefined> {
  for (const name of names) {
    const members = Object.entries(parts[name]).sort(([a], [b]) => byCodeUnit(a, b));
    for (const [member, value] of members) yield { record, name: `${name}.${member}`, value: Number(value) };
  }
}

/** None where no history was kept, which the section row says. */
function* historyRows({ history }: Report): Generator<Row, void, undefined> {
  if (history === null) return;
  const { runs, since, previous, began, reappeared } = history;
  const plain = { runs, since, previous: previous?.run ?? null, previousTo: previous?.to ?? null, began, reappeared };
  for (const [name, value] of Object.entries(plain)) yield { record: 'history', name, value };
  for (const each of history.resolved) {
    yield { record: 'resolved', ...pastCells(each), ended_how: each.how, ended_after: each.after, ended_before: each.before };
  }
  for (const each of history.unconfirmed) yield { record: 'unconfirmed', ...pastCells(each), last_seen: each.last, wants: each.wants };
}

function pastCells({ fingerprint, rule, severity, subject, capability, scope, first }: PastFinding): Readonly<Record<string, Cell>> {
  return { severity, rule, subject_id: subject, capability, scope, fingerprint, first_seen: first };
}

function coverageRow(line: SurfaceCoverage): Row {
  const { boundary, surface, status, cause, detail, permission, ifUnread, pages, facts } = line;
  return { record: 'coverage', boundary, surface, status, cause, detail, permission, if_unread: ifUnread, pages, facts };
}

function findingCells(finding: Finding): Readonly<Record<string, Cell>> {
  const { object, bounds, rootCause, remediation, seen } = finding;
  return {
    severity: finding.severity,
    rule: finding.rule,
    title: finding.title,
    family: finding.family,
    ...subjectCells(finding.subject),
    object_type: object?.type ?? null,
    object_id: object?.id ?? null,
    object_name: object?.name ?? null,
    capability: finding.capability,
    scope: finding.scope,
    persistence: finding.persistence,
    bounds_lo: bounds?.lo ?? null,
    bounds_hi: bounds?.hi ?? null,
    reasons: finding.reasons,
    root_cause_id: rootCause.id,
    root_cause_kind: rootCause.kind,
    root_cause_name: rootCause.name,
    path: finding.path.map(stepText),
    caveats: finding.caveats,
    remediation: remediation.summary,
    commands: remediation.commands,
    may_break: remediation.mayBreak,
    verify: remediation.verify,
    controls: finding.controls.map(({ framework, id, title }) => `${framework} ${id}: ${title}`),
    evidence: finding.evidence.map(({ page, pointer }) => `${page}#${pointer}`),
    fingerprint: finding.fingerprint,
    first_seen: seen?.first ?? null,
    last_seen: seen?.last ?? null,
    seen_since: seen?.since ?? null,
    runs_seen: seen?.runs ?? null,
    reappeared: seen?.reappeared ?? null,
  };
}

function subjectCells(subject: Subject): Readonly<Record<string, Cell>> {
  const { id, uid, kind, nature, name, boundary, accounts } = subject;
  const own = { subject_name: name, subject_id: id, subject_uid: uid, subject_kind: kind, subject_nature: nature, boundary };
  return accounts === undefined ? own : { ...own, subject_accounts: accounts };
}

function stepText(step: PathStep): string {
  if (step.step === 'entry') return `entry, ${step.state}: ${step.text}`;
  if (step.step === 'identity') return `identity: ${step.name} (${step.id})`;
  if (step.step === 'link') return `link, ${step.how}, ${step.persistence}: ${step.from} to ${step.to}: ${step.text}`;
  return `grant, ${step.persistence}: ${step.capability} at ${step.scope}: ${step.text}`;
}

function undeterminedRow(each: Undetermined): Row {
  const { rule, subject, capability, scope, questions, because } = each;
  return { record: 'undetermined', rule, ...subjectCells(subject), capability, scope, questions, because: because.map(gapText) };
}

function exceptedRow({ exception, owner, until, finding }: Excepted): Row {
  return { record: 'excepted', ...findingCells(finding), exception, exception_owner: owner, exception_until: until };
}
