import { exceptionFaults, exceptionState, type LongestDays } from '../../assurance/exceptions.ts';
import { hashJson } from '../../base/bytes/hash.ts';
import { DAY_MS, instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { ExceptionStanding, PrivilegeException } from '../../model/exception.ts';
import type { Report } from '../../model/report.ts';
import { textParties } from '../../paths/parties.ts';
import type { ExceptionPast } from './kept.ts';

/** How an exception stands now, and what the last analysis saw of it. */
export interface ExceptionLine {
  readonly exception: PrivilegeException;
  readonly state: ExceptionStanding['state'];
  readonly faults: readonly string[];
  /** Whole days until it ends, rounded down; 0 where it is over or revoked. */
  readonly daysLeft: number;
  readonly version: number;
  /** `null`: no analysis was made since it was decided as it is. */
  readonly seen: (Pick<ExceptionStanding, 'covers' | 'fresh' | 'gone'> & { readonly asOf: Instant }) | null;
}

/** By id. `report`: of the last analysis; `null`: there is none. */
export function exceptionLines(
  all: readonly ExceptionPast[],
  report: Pick<Report, 'run' | 'assurance'> | null,
  longest: LongestDays,
  now: number,
): readonly ExceptionLine[] {
  const at = instantOf(now);
  const standings = new Map((report?.assurance?.exceptions ?? []).map((each) => [each.exception.id, each]));
  return all.map(({ exception, versions }): ExceptionLine => {
    const standing = standings.get(exception.id);
    const isSame = standing !== undefined && hashOf(standing.exception) === hashOf(exception);
    const faults = [...new Set([...exceptionFaults(exception, longest, textParties), ...(isSame ? standing.faults : [])])].sort(byCodeUnit);
    const wrong = isSame && standing.state === 'invalid' ? faults : exceptionFaults(exception, longest, textParties);
    const state = exceptionState(exception, wrong, at);
    const isOver = state === 'expired' || state === 'revoked';
    return {
      exception,
      state,
      faults,
      daysLeft: isOver ? 0 : Math.floor(((parseInstant(exception.end) ?? now) - now) / DAY_MS),
      version: versions.length,
      seen:
        report === null || !isSame ? null : { asOf: report.run.asOf, covers: standing.covers, fresh: standing.fresh, gone: standing.gone },
    };
  });
}

/** A review and a test change nothing about what it covers. */
function hashOf({ reviewedAt: _, testedAt: __, ...terms }: PrivilegeException): string {
  return hashJson(terms as unknown as Json);
}
