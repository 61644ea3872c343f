import type { Instant } from '../../base/instant.ts';
import type { Access } from '../../model/access.ts';
import type { Ending, Outcome } from '../../model/ending.ts';
import { RunError } from '../errors.ts';

/** An access that is to be asked for. */
export interface VerifyTarget {
  readonly access: Access;
  /** Of whom, in words. */
  readonly subjectName: string;
  /** Which ending it is asked for, and what that was at the last analysis; `null`: of none. */
  readonly ending: string | null;
  readonly outcome: Outcome | null;
  /** It may be there: finding it is no fault. */
  readonly mayBe: boolean;
  /** When it should have ended; lag counts from here. `null`: nothing is known that ended it. */
  readonly since: Instant | null;
  /** The latest moment it was known to be there before anything was asked. */
  readonly lastSeen: Instant;
}

export function targetOf(ending: Ending): VerifyTarget {
  const { id, access, subjectName, outcome, trigger, lastSeen } = ending;
  return { access, subjectName, ending: id, outcome, mayBe: outcome === 'not-due', since: trigger?.at ?? null, lastSeen };
}

/** What should be gone and is not known for certain to be: overdue, contradicted, back again, due and unclear, or ended on less than two looks. */
export function isDue({ outcome, level, due }: Ending, asOf: Instant): boolean {
  switch (outcome) {
    case 'overdue':
    case 'contradicted':
    case 'reappeared':
      return true;
    case 'undetermined':
      return due !== null && due <= asOf;
    case 'ended':
    case 'lingering':
      return level === null || level < 2;
    case 'not-due':
      return false;
    default:
      return outcome satisfies never;
  }
}

/** So many characters of an id are enough at the least. */
const SHORTEST = 4;

/**
 * The endings that a name stands for: the beginning of an ending's id names one, the id of an access all its times. Throws {@link RunError}
 * `unknown-name` and `ambiguous-name`.
 */
export function endingsNamed(endings: readonly Ending[], name: string): readonly Ending[] {
  const ofAccess = endings.filter(({ access }) => access.id === name);
  if (ofAccess.length > 0) return ofAccess;
  const found = name.length < SHORTEST ? [] : endings.filter(({ id }) => id.startsWith(name));
  const [one, another] = found;
  if (one !== undefined && another === undefined) return [one];
  if (one === undefined) {
    throw new RunError('unknown-name', `cannot verify ${JSON.stringify(name)}: no ending of the analysis has an id that begins so`, {
      hint: `name the first characters of an ending's id, ${SHORTEST} at least, or the whole id of an access; --due takes all that should be gone`,
    });
  }
  throw new RunError('ambiguous-name', `cannot verify ${JSON.stringify(name)}: ${found.length} endings have ids that begin so`, {
    hint: 'give more characters of it',
  });
}

/** The latest time of each access alone: what is asked is whether it is there now. By boundary, then access. */
export function latestTargets(endings: readonly Ending[]): readonly VerifyTarget[] {
  const latest = new Map<string, Ending>();
  for (const ending of endings) {
    const known = latest.get(ending.access.id);
    if (known === undefined || known.firstSeen < ending.firstSeen || (known.firstSeen === ending.firstSeen && known.id < ending.id))
      latest.set(ending.access.id, ending);
  }
  return [...latest.values()].map(targetOf);
}
