import { parseInstant, type Instant } from '../../base/instant.ts';
import { impossible } from '../../base/errors.ts';
import type { Span } from '../../model/ending.ts';
import type { Verification } from '../../model/verification.ts';
import type { VerifyTarget } from './target.ts';

/** What became of one target over all rounds. */
export interface Verified {
  readonly target: VerifyTarget;
  /** In the order of time; empty where it cannot be asked for. */
  readonly rounds: readonly Verification[];
  /** Of the last round; `undetermined` where there was none. */
  readonly says: Verification['says'];
  readonly because: string;
  /** Absent in two rounds in a row, as far apart as the provider may still show what is gone. */
  readonly confirmed: boolean;
  /** From when it should have ended to when it was found to have; open while it is there. `null`: nothing tells when it should have, or it is not clear. */
  readonly lag: Span | null;
}

/** The last rounds in a row that did not find it. */
function absences(rounds: readonly Verification[]): readonly Verification[] {
  const other = rounds.findLastIndex(({ says }) => says !== 'absent');
  return rounds.slice(other + 1);
}

/** Two looks that are too close together are one. */
export function isConfirmed(rounds: readonly Verification[]): boolean {
  const [first, ...more] = absences(rounds);
  return first !== undefined && more.some((each) => ms(each.sentAt) - ms(first.receivedAt) >= Math.max(first.spacedByMs, each.spacedByMs));
}

export function verifiedOf(target: VerifyTarget, rounds: readonly Verification[], notAsked: string): Verified {
  const last = rounds.at(-1);
  return {
    target,
    rounds,
    says: last?.says ?? 'undetermined',
    because: last?.because ?? notAsked,
    confirmed: isConfirmed(rounds),
    lag: lagOf(target, rounds),
  };
}

/**
 * The lower bound counts to the last look that surely showed it, the upper one to the first that did not since: it ended between the two.
 */
function lagOf({ since, lastSeen }: VerifyTarget, rounds: readonly Verification[]): Span | null {
  const last = rounds.at(-1);
  if (since === null || last === undefined || last.says === 'undetermined') return null;
  const shown = rounds.findLast(({ says }) => says === 'present')?.sentAt ?? lastSeen;
  const lower = Math.max(0, ms(shown) - ms(since));
  if (last.says === 'present') return { lower, upper: Math.max(lower, ms(last.receivedAt) - ms(since)), open: true };
  const gone = absences(rounds)[0]?.receivedAt ?? impossible('an absence without a round');
  return { lower, upper: Math.max(lower, ms(gone) - ms(since)), open: false };
}

function ms(at: Instant): number {
  return parseInstant(at) ?? impossible(`no time: ${at}`);
}
