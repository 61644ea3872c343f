import { exceptionFaults, type LongestDays } from '../../assurance/exceptions.ts';
import { parseInstant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import { matchesFinding, notExceptable } from '../../model/exception-match.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { Parties } from '../../paths/parties.ts';
import { ExceptionError } from './errors.ts';

/** An exception that may be kept, and what it was approved for. */
export interface Approvable {
  readonly exception: PrivilegeException;
  /** The findings it covers, in the order of the report. */
  readonly covers: readonly Finding[];
  /** What it matches and may not cover, and why. */
  readonly refused: readonly { readonly finding: Finding; readonly why: string }[];
}

export interface ApproveInput {
  readonly given: PrivilegeException;
  /** What is there; those that other exceptions moved aside count too. */
  readonly report: Pick<Report, 'findings' | 'excepted' | 'endings'>;
  readonly parties: Parties;
  readonly longest: LongestDays;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The exception with the findings it matches frozen into it. Throws {@link ExceptionError} `refused` where it may not be: with what is wrong, all of
 * it at once.
 */
export function approvable({ given, report, parties, longest, now }: ApproveInput): Approvable {
  const outcomes = new Map(report.endings.map(({ id, outcome }) => [id, outcome]));
  const covers: Finding[] = [];
  const refused: { readonly finding: Finding; readonly why: string }[] = [];
  const about = new Set<string>();
  for (const finding of [...report.findings, ...report.excepted.map((each) => each.finding)]) {
    if (!matchesFinding(given.matcher, finding)) continue;
    const why = notExceptable(finding, (id) => outcomes.get(id));
    if (why !== null) {
      refused.push({ finding, why });
      continue;
    }
    for (const [part, who] of [
      ['owner', given.owner],
      ['approver', given.approver],
    ] as const)
      if (parties.isOf(who, finding.subject)) about.add(`${part} is the subject of what it matches: ${finding.subject.id}`);
    covers.push(finding);
  }
  const frozen = [...new Set(covers.map(({ fingerprint }) => fingerprint))].sort(byCodeUnit);
  const exception = { ...given, frozen };
  const faults = [...exceptionFaults(exception, longest, parties), ...about, ...timeFaults(given, now)];
  if (covers.length === 0) {
    const [first] = refused;
    faults.push(first === undefined ? 'no finding of the last analysis matches it' : `it matches only what none may cover: ${first.why}`);
  }
  if (faults.length > 0) {
    throw new ExceptionError('refused', `cannot keep the exception ${given.id}: ${faults.join('; ')}`, {
      hint: 'an exception is for findings that are there, for a time that the policy allows (exceptions.longestDays), and its owner, its approver and whom it is about are three',
    });
  }
  return { exception, covers, refused };
}

function timeFaults({ approvedAt, end, reviewedAt, testedAt }: PrivilegeException, now: number): readonly string[] {
  const ms = (at: string | null): number => (at === null ? Number.NEGATIVE_INFINITY : (parseInstant(at) ?? Number.NaN));
  return [
    ...(ms(approvedAt) > now ? [`it says that it was approved at ${approvedAt}, which is still to come`] : []),
    ...(ms(reviewedAt) > now || ms(testedAt) > now ? ['it says that it was reviewed or tested at a time that is still to come'] : []),
    ...(ms(end) <= now ? [`it ended at ${end}`] : []),
  ];
}
