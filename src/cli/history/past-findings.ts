import { stringify } from 'csv-stringify/sync';
import { textCell } from '../../base/text/csv-cell.ts';
import { instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { heading, prose, type Sheet } from '../../base/text/sheet.ts';
import type { Finding } from '../../model/finding.ts';
import type { Resolved } from '../../model/history.ts';
import { cameBack, endText, isNew } from '../../model/past.ts';
import { severities } from '../../model/question.ts';
import type { Report, ReportHistory } from '../../model/report.ts';
import { UsageError } from '../usage.ts';

/** What may be asked of the past of findings. */
export interface PastOptions {
  readonly new?: boolean;
  readonly since?: string;
  readonly resolved?: boolean;
}

/** A time as somebody wrote it. */
export function sinceOf(text: string): Instant {
  const ms = parseInstant(text);
  if (ms !== undefined) return instantOf(ms);
  throw new UsageError(`cannot choose by the time ${JSON.stringify(text)}: it is no RFC 3339 time`, {
    hint: 'write 2026-11-22, or 2026-11-22T09:30:00Z',
  });
}

/** What an analysis knows of runs before it. Throws {@link UsageError} where it knows nothing: an empty answer would say that nothing is new. */
export function pastOf(
  { history }: Pick<Report, 'history'>,
  what: string,
): ReportHistory & { readonly previous: NonNullable<ReportHistory['previous']> } {
  if (history === null) {
    throw new UsageError(`cannot tell ${what}: the analysis was not recorded, so nothing is known of runs before it`, {
      hint: 'analyse its capture again without --no-record; files need --read-at',
    });
  }
  if (history.previous === null) {
    throw new UsageError(`cannot tell ${what}: it is the first run on record`, { hint: 'scan again, later' });
  }
  return { ...history, previous: history.previous };
}

/** Whether a finding is one of those asked for. */
export function chosenByPast(history: ReportHistory, options: PastOptions): (finding: Finding) => boolean {
  const since = options.since === undefined ? undefined : sinceOf(options.since);
  return (finding) =>
    (options.new !== true || isNew(finding, history) || cameBack(finding, history)) &&
    (since === undefined || (finding.seen !== null && finding.seen.since > since));
}

/** Findings that are no more, for a terminal, the gravest first. Times are UTC. */
export function* resolvedLines(resolved: readonly Resolved[], since: Instant, sheet: Sheet): Iterable<string> {
  const says = `${counted(resolved.length, 'finding')} since ${minuteOf(since)}, UTC`;
  const graveFirst = severities.flatMap((severity) => resolved.filter((each) => each.severity === severity));
  const lines = [
    ...heading(sheet, 'Resolved', says).slice(1),
    ...graveFirst.flatMap(({ severity, rule, subject, capability, scope, first, how, after, before, fingerprint }) => [
      ...prose(sheet, 2, `${severity} ${rule}: ${subject}`, 4),
      ...(capability === null ? [] : prose(sheet, 4, [capability, scope].filter((part) => part !== null).join(' on '))),
      ...prose(sheet, 4, `first seen ${minuteOf(first)}, ${endText(how, after, before)}`, 6),
      ...prose(sheet, 4, `finding ${fingerprint.slice(0, 12)}`).map((line) => sheet.paint('faint', line)),
    ]),
    ...(resolved.length === 0 ? prose(sheet, 2, 'none was shown to be resolved; what was only not seen is not among them') : []),
  ];
  for (const line of lines) yield `${line}\n`;
}

const columns = [
  'severity',
  'rule',
  'subject_id',
  'capability',
  'scope',
  'fingerprint',
  'first_seen',
  'ended_how',
  'ended_after',
  'ended_before',
];

export function* resolvedCsv(resolved: readonly Resolved[]): Iterable<string> {
  yield `\ufeff${row(columns)}`;
  for (const { severity, rule, subject, capability, scope, fingerprint, first, how, after, before } of resolved) {
    const texts = [severity, rule, subject, capability, scope].map((text) => (text === null ? null : textCell(text)));
    yield row([...texts, fingerprint, first, how, after, before]);
  }
}

function row(cells: readonly (string | null)[]): string {
  return stringify([[...cells]], { record_delimiter: '\r\n', quoted_string: true });
}
