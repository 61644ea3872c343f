import { grouped } from '../../src/base/text/count.ts';
import type { Finding } from '../../src/model/finding.ts';
import { cameBack, isNew } from '../../src/model/past.ts';
import type { ReportHistory } from '../../src/model/report.ts';

/**
 * `new`, `2 new, 1 came back, since 2026-10-15`: the day from which the longest of those that are neither stands without a break. Empty where
 * nothing is known of before, or no more than that they are as old as the first run on record.
 */
export function pastText(findings: readonly Finding[], history: ReportHistory | null): string {
  if (history === null || history.previous === null) return '';
  const began = findings.filter((each) => isNew(each, history)).length;
  const back = findings.filter((each) => cameBack(each, history)).length;
  const of = (count: number, says: string): string => (count === 0 ? '' : findings.length === 1 ? says : `${grouped(count)} ${says}`);
  const since = findings
    .flatMap((each) => (each.seen === null || isNew(each, history) || cameBack(each, history) ? [] : [each.seen.since]))
    .reduce<string | null>((least, each) => (least === null || each < least ? each : least), null);
  return [
    of(began, 'new'),
    of(back, 'came back'),
    since === null || since.slice(0, 10) === history.since.slice(0, 10) ? '' : `since ${since.slice(0, 10)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
