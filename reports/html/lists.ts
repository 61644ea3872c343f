import { groupBy } from '../../src/base/group.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { Finding } from '../../src/model/finding.ts';
import { severities } from '../../src/model/question.ts';
import type { Report, ReportHistory } from '../../src/model/report.ts';
import { byRootCause } from '../../src/model/root-cause.ts';
import { endingList } from './endings.ts';
import { causeHead, exceptionHead, findingBody, findingHead } from './finding.ts';
import { identityList } from './identities.ts';
import { NONE, type List, type Row } from './list.ts';
import { html, word, type Fragment } from './markup.ts';
import { newsFacet, newsMark, newsOf } from './past.ts';
import { undeterminedList } from './undetermined.ts';

/** The parts of a report that may be long. */
export function lists(report: Report): readonly List[] {
  return [findingList(report), undeterminedList(report), exceptedList(report), endingList(report), identityList(report)];
}

function findingList({ findings, history }: Report): List {
  const groups = byRootCause(findings).map((cause) => ({
    head: () => causeHead(cause),
    rows: cause.findings.map((each) => findingRow(each, history)),
  }));
  return {
    id: 'findings',
    things: 'findings',
    groupedBy: 'root cause',
    ...findingFacets(findings, history),
    groups,
    count: findings.length,
    none: 'None.',
  };
}

function exceptedList({ excepted, history }: Report): List {
  const groups = [...groupBy(excepted, ({ exception, owner, until }) => JSON.stringify([exception, owner, until])).values()].map(
    (group) => ({
      head: () => html`${group.slice(0, 1).map(exceptionHead)}`,
      rows: group.map(({ finding }) => findingRow(finding, history)),
    }),
  );
  const facets = findingFacets(
    excepted.map(({ finding }) => finding),
    history,
  );
  return { id: 'excepted', things: 'excepted findings', groupedBy: 'exception', ...facets, groups, count: excepted.length, none: 'None.' };
}

function findingFacets(findings: readonly Finding[], history: ReportHistory | null): Pick<List, 'facets'> {
  const distinct = (of: (finding: Finding) => string): readonly string[] => [...new Set(findings.map(of))].sort(byCodeUnit);
  return {
    facets: [
      { label: 'Severity', values: severities },
      { label: 'Rule', values: distinct((finding) => finding.rule) },
      { label: 'Family', values: distinct((finding) => finding.family) },
      { label: 'Class', values: distinct((finding) => finding.persistence ?? NONE) },
      { label: 'Boundary', values: distinct((finding) => finding.subject.boundary ?? NONE) },
      ...newsFacet(history),
    ],
  };
}

function findingRow(finding: Finding, history: ReportHistory | null): Row {
  const { severity, rule, family, persistence, subject } = finding;
  const facets = [severity, rule, family, persistence ?? NONE, subject.boundary ?? NONE, ...newsOf(finding, history)];
  const line = (): Fragment => html`${word(severity)} ${subject.id}, ${rule}`;
  return {
    subject: subject.name,
    facets,
    head: () => findingHead(finding, newsMark(finding, history)),
    line,
    body: () => findingBody(finding),
  };
}
