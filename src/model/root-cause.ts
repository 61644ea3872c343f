import { impossible } from '../base/errors.ts';
import { groupBy } from '../base/group.ts';
import { byCodeUnit } from '../base/order.ts';
import type { Finding } from './finding.ts';
import { severities, type Severity } from './question.ts';

/** All findings that go away when one thing is removed. */
export interface RootCause {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** The gravest of its findings. */
  readonly severity: Severity;
  /** The gravest first, then in the order given. */
  readonly findings: readonly Finding[];
  /** Different subjects among them. */
  readonly subjects: readonly string[];
}

/** 0 (`critical`) to 3 (`low`). */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Findings by root cause: the gravest first, then the one with most subjects, then by id. */
export function byRootCause(findings: readonly Finding[]): readonly RootCause[] {
  return [...groupBy(findings, (finding) => finding.rootCause.id).values()].map(rootCause).sort(compare);
}

function rootCause(group: readonly Finding[]): RootCause {
  const findings = group.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  const [gravest] = findings;
  if (gravest === undefined) return impossible('a root cause without findings');
  const subjects = [...new Set(findings.map((finding) => finding.subject.id))];
  return { ...gravest.rootCause, severity: gravest.severity, findings, subjects };
}

function compare(a: RootCause, b: RootCause): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.subjects.length - a.subjects.length || byCodeUnit(a.id, b.id);
}
