import type { Finding } from '../model/finding.ts';
import type { SurfaceCoverage } from '../model/gap.ts';
import { openQuestions } from '../model/open-questions.ts';
import { severities } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import type { Threshold } from './threshold.ts';

/** Exit codes, as README tells them. */
export interface Outcome {
  /** 0 nothing at the threshold and the declared scope fully read; 1 findings at or above it; 3 none such, but gaps. */
  readonly exit: 0 | 1 | 3;
  /** Why, in one line. */
  readonly because: string;
}

/**
 * What a run's report amounts to. A finding of the family `blind-spot` counts as a gap, never as a finding. A surface that the
 * files given do not hold or nobody asked for (`excluded`) counts only through the questions it leaves open, and so does the blind
 * spot found there. One that was asked for and that the source cannot answer (`unsupported`) is a gap.
 */
export function outcomeOf(report: Report, failOn: Threshold): Outcome {
  const limit = failOn === 'never' ? -1 : severities.indexOf(failOn);
  const blind = report.findings.filter((finding) => finding.family === 'blind-spot');
  const grave = report.findings.filter((finding) => finding.family !== 'blind-spot' && severities.indexOf(finding.severity) <= limit);
  return outcomeOfWeighed(report, { grave: grave.length, blind: () => blind }, failOn);
}

/** What the findings of a run weigh: those that count, and the blind spots, asked for where none does. */
export interface Weighed {
  readonly grave: number;
  readonly blind: () => readonly Finding[];
}

/** {@link outcomeOf} of findings that were weighed before. */
export function outcomeOfWeighed(
  { coverage, undetermined }: Pick<Report, 'coverage' | 'undetermined'>,
  weighed: Weighed,
  failOn: Threshold,
): Outcome {
  if (weighed.grave > 0) {
    return { exit: 1, because: `${counted(weighed.grave, 'finding')} at or above ${failOn}` };
  }
  const gaps = coverage.filter(isGap).length;
  const beside = new Set(coverage.filter((line) => !isGap(line)).map((line) => `${line.surface}@${line.boundary}`));
  const blind = weighed.blind().filter((finding) => !beside.has(finding.subject.id)).length;
  const open = openQuestions(undetermined).questions;
  const nothing = failOn === 'never' ? 'findings do not count' : `nothing at or above ${failOn}`;
  if (blind + gaps + open === 0) return { exit: 0, because: `${nothing}, and the declared scope was fully read` };
  const missing = [
    ...(open > 0 ? [`${counted(open, 'question')} undetermined`] : []),
    ...(gaps > 0 ? [`${counted(gaps, 'surface')} not fully read`] : []),
    ...(blind > 0 ? [counted(blind, 'blind spot')] : []),
  ];
  return { exit: 3, because: `${nothing}, but ${missing.join(', ')}` };
}

function isGap({ status, cause }: SurfaceCoverage): boolean {
  return status === 'partial' || (status === 'unread' && cause !== 'excluded');
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
