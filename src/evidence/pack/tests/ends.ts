import type { Disposition, PopulationRow } from '../../../model/pack.ts';
import type { Ending } from '../../../model/ending.ts';
import type { TriggerKind } from '../../../model/authorisation.ts';
import { failed, passed, rowTest, testOf, undetermined, type Came, type Test } from './told.ts';

/** Dispositions of rows that say whether an end came in time. Of the others nothing was due, or nobody knows whom it was due of. */
const timed: ReadonlySet<Disposition> = new Set([
  'ended-in-time',
  'ended-late',
  'lingering',
  'overdue',
  'contradicted',
  'reappeared',
  'undetermined',
]);

function inTime({ id, disposition, because }: PopulationRow, ending: Ending | undefined): Came {
  switch (disposition) {
    case 'ended-in-time':
      return passed(id);
    case 'undetermined':
      return undetermined(id, because);
    case 'lingering':
      // It is gone: whether in time is told by its lateness, as of any that ended.
      if (ending?.lateness?.upper === 0) return passed(id);
      return (ending?.lateness?.lower ?? 0) > 0 ? failed('row', id, because) : undetermined(id, because);
    default:
      return failed('row', id, because);
  }
}

export const endedInTime = rowTest(
  'ended-in-time',
  'each access that was due to end is held against the moment by which it had to be gone',
  'ends of access that were due',
  ({ disposition }) => timed.has(disposition),
  inTime,
);

function hasEnded(ending: Ending | undefined): boolean {
  return ending !== undefined && ending.ended !== null;
}

function isOneOf(kind: TriggerKind | undefined, kinds: readonly TriggerKind[]): boolean {
  return kind !== undefined && kinds.includes(kind);
}

function triggered(id: string, what: string, of: string, kinds: readonly TriggerKind[]): Test {
  const concerns = ({ disposition }: PopulationRow, ending: Ending | undefined): boolean =>
    timed.has(disposition) && isOneOf(ending?.trigger?.kind, kinds);
  return rowTest(id, what, of, concerns, inTime);
}

export const leaversInTime = triggered(
  'leavers-ended-in-time',
  'each access of somebody who left is held against the moment by which it had to be gone',
  'accesses of people who left',
  ['left'],
);
export const moversInTime = triggered(
  'movers-ended-in-time',
  'each access of somebody who moved, and that went with the former place, is held against the moment by which it had to be gone',
  'accesses of people who moved',
  ['moved'],
);
export const temporaryInTime = triggered(
  'temporary-ended-in-time',
  'each access that was given for a time or a task is held against the end of it',
  'accesses whose time or task was over',
  ['authorisation-ended', 'provider-end', 'task-ended', 'environment-deleted'],
);
export const deniedInTime = triggered(
  'denied-ended-in-time',
  'each access that a review denied or a source says to be revoked is held against the moment by which it had to be gone',
  'accesses that were denied or revoked',
  ['review-denied', 'revocation-claimed'],
);
export const incidentsInTime = triggered(
  'incidents-ended-in-time',
  'each access of somebody an incident or a signal is about is held against the moment by which it had to be gone',
  'accesses that incidents and signals are about',
  ['incident', 'signal'],
);
export const credentialsInTime = rowTest(
  'credentials-ended-in-time',
  'each credential that was due to end is held against the moment by which it had to be gone',
  'credentials that were due to end',
  ({ disposition }, ending) => timed.has(disposition) && ending?.kind === 'credential',
  inTime,
);
export const machinesInTime = rowTest(
  'machines-ended-in-time',
  'each access of an identity that is not human, and that was due to end, is held against the moment by which it had to be gone',
  'accesses of non-human identities that were due to end',
  ({ disposition }, ending) => timed.has(disposition) && ending?.nature === 'non-human',
  inTime,
);

/** Whoever or whatever a source names: found, with what became of it; or known to have had nothing. */
export const reconciledRows = rowTest(
  'every-row-reconciled',
  'each row that calls for an end or tells one is joined to an access that was read, or to somebody of whom it is known that there was none',
  'rows of the population',
  () => true,
  ({ id, disposition, because, ending }) => {
    if (ending !== null || disposition === 'no-access-found') return passed(id);
    return undetermined(id, because);
  },
);

export const observed = rowTest(
  'end-observed',
  'each end is looked for by two reads or by a probe, not taken from a claim or a record alone',
  'accesses that ended',
  (_row, ending) => hasEnded(ending),
  ({ id }, ending) => {
    const level = ending?.level ?? null;
    if (level !== null && level >= 2) return passed(id);
    return undetermined(
      id,
      `level ${level ?? 'unknown'}${ending === undefined || ending.lacks.length === 0 ? '' : `, lacks: ${ending.lacks.join('; ')}`}`,
    );
  },
);

export const nothingLeft = rowTest(
  'nothing-left',
  'of each access that ended nothing is left: no session that may go on, and no other way to the same that nobody allowed',
  'accesses that ended',
  (_row, ending) => hasEnded(ending),
  ({ id }, ending) => {
    if (ending === undefined) return undetermined(id, 'its ending is not told');
    const left = ending.otherWays.ways.filter(({ authorised }) => !authorised);
    if (left.length > 0) return failed('row', id, `another way remains: ${left.map(({ text }) => text).join('; ')}`);
    const open = ending.lingering.filter(({ state }) => state === 'running' || state === 'unknown');
    if (open.length > 0) return undetermined(id, open.map(({ what, state }) => `${what}: ${state}`).join('; '));
    if (ending.otherWays.state === 'undetermined') return undetermined(id, 'not every source of another way was read');
    return passed(id);
  },
);

export const sessionsEnded = rowTest(
  'sessions-ended',
  'what may go on working after an access was taken away has run out or was cut',
  'accesses that ended and may leave sessions',
  (_row, ending) => hasEnded(ending) && (ending?.lingering.length ?? 0) > 0,
  ({ id }, ending) => {
    const open = (ending?.lingering ?? []).filter(({ state }) => state === 'running' || state === 'unknown');
    if (open.length === 0) return passed(id);
    return undetermined(id, open.map(({ what, until, state }) => `${what}: ${state}${until === null ? '' : ` until ${until}`}`).join('; '));
  },
);

/** All endings, whatever was drawn: an access that is open at the end of the period is no matter of chance. */
export const noneResidual: Test = {
  id: 'none-residual',
  make({ known }) {
    const { assured } = known.input;
    const came = assured.endings.map((ending): Came => {
      const why = ending.because.join('; ');
      switch (ending.outcome) {
        case 'overdue':
        case 'contradicted':
        case 'reappeared':
          return failed('ending', ending.id, `${ending.subjectName}, ${ending.access.name}: ${why}`);
        case 'undetermined':
        case 'lingering':
          return undetermined(ending.id, `${ending.subjectName}, ${ending.access.name}: ${why}`);
        default:
          return passed(ending.id);
      }
    });
    const silent = assured.from === 'none' ? [undetermined('history', 'no history is kept: what ended is not known')] : [];
    return testOf(
      'none-residual',
      'at the end of the period no access is there that should be gone',
      { of: 'accesses that something is on record of', size: assured.endings.length },
      [...came, ...silent],
    );
  },
};
