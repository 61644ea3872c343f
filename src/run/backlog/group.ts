import { sha256Hex } from '../../base/bytes/hash.ts';
import { byKeys } from '../../base/order.ts';
import type { Finding, Undetermined } from '../../model/finding.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { Report } from '../../model/report.ts';
import type { BacklogEstate } from './estate.ts';
import { fixOf, type FixKind } from './fixes.ts';

/** One thing to change, and all that goes with it. */
export interface Group {
  readonly id: string;
  readonly fix: FixKind;
  readonly cause: Finding['rootCause'];
  readonly boundary: BoundaryId | null;
  readonly owner: string | null;
  /** By fingerprint; those that are excepted are not among them. */
  readonly findings: readonly Finding[];
  readonly excepted: readonly Finding[];
  /** Questions that stay open without it. */
  readonly open: readonly Undetermined[];
}

interface Place {
  readonly fix: FixKind;
  readonly cause: Finding['rootCause'];
  readonly boundary: BoundaryId | null;
  readonly owner: string | null;
}

interface Gathered extends Place {
  readonly findings: Finding[];
  readonly excepted: Finding[];
  readonly open: Undetermined[];
}

/**
 * Findings by what is to be changed. Each is in exactly one group. What hangs on one thing has one owner and one boundary, so that no group crosses either;
 * what asks for a change of practice, a proof or a right to read goes together by boundary and owner, for one act mends it all.
 */
export function groupsOf(report: Pick<Report, 'findings' | 'excepted' | 'undetermined'>, estate: BacklogEstate): readonly Group[] {
  const groups = new Map<string, Gathered>();
  const at = (place: Place): Gathered => {
    const id = idOf(place);
    let found = groups.get(id);
    if (found === undefined) groups.set(id, (found = { ...place, findings: [], excepted: [], open: [] }));
    return found;
  };
  const excepted = new Set(report.excepted.map(({ finding }) => finding));
  // what is told of the thing itself says better what it is and whose than what is told of its end
  for (const finding of [...report.findings, ...excepted].sort(byPlainness))
    at(placeOf(finding, estate))[excepted.has(finding) ? 'excepted' : 'findings'].push(finding);
  for (const question of report.undetermined)
    for (const boundary of new Set(question.because.flatMap((gap) => [gap.boundary, ...(gap.others?.first ?? [])])))
      at(readingIn(boundary, estate)).open.push(question);
  return [...groups].map(([id, { findings, excepted, open, ...rest }]) => ({
    id,
    ...rest,
    findings: findings.sort(byFingerprint),
    excepted: excepted.sort(byFingerprint),
    open: open.sort(byQuestion),
  }));
}

/** `VST-` and 12 hex digits of SHA-256 over `vestige-backlog/v1`, LF, the kind of work, LF, the id of what is to be changed. */
export function idOf({ fix, cause }: Pick<Place, 'fix' | 'cause'>): string {
  return `VST-${sha256Hex(`vestige-backlog/v1\n${fix}\n${cause.id}`).slice(0, 12)}`;
}

const byPlainness = byKeys<Finding>(
  ({ object }) => (object?.type === 'ending' ? '1' : '0'),
  ({ fingerprint }) => fingerprint,
);
const byFingerprint = byKeys<Finding>((each) => each.fingerprint);
const byQuestion = byKeys<Undetermined>(
  (each) => each.rule,
  (each) => each.subject.id,
  (each) => each.scope ?? '',
);

const together: ReadonlySet<FixKind> = new Set(['practice', 'prove']);

function placeOf(finding: Finding, estate: BacklogEstate): Place {
  const fix = fixOf(finding);
  const { subject, rule } = finding;
  if (fix === 'read') return readingIn(subject.boundary ?? '', estate);
  if (together.has(fix)) {
    const boundary = subject.boundary;
    const owner = boundary === null ? null : estate.controlOwner(boundary);
    // what is said of a surface that no boundary holds is a practice of its own
    const where = boundary ?? subject.id;
    return { fix, cause: { id: `${rule}@${where}`, kind: 'practice', name: `${finding.title} in ${where}` }, boundary, owner };
  }
  return { fix, ...ofThing(finding, estate) };
}

function readingIn(boundary: BoundaryId, estate: BacklogEstate): Place {
  const cause = { id: `reading@${boundary}`, kind: 'reading', name: `what is read in ${boundary}` };
  return { fix: 'read', cause, boundary: boundary === '' ? null : boundary, owner: boundary === '' ? null : estate.controlOwner(boundary) };
}

function ofThing({ rootCause: cause, subject, object }: Finding, estate: BacklogEstate): Omit<Place, 'fix'> {
  const hanging = estate.hanging(cause.id);
  const ending = object?.type === 'ending' ? estate.ending(object.id) : undefined;
  const at = hanging?.at ?? estate.identity(cause.id)?.id ?? ending?.access.subject ?? subject.id;
  const boundary = hanging?.boundary ?? ending?.boundary ?? estate.identity(at)?.boundary ?? subject.boundary;
  // nobody is asked to take their own ownership away
  const named = hanging?.how === 'ownership' ? null : (ending?.owner ?? estate.ownerOf(at));
  const owner = named ?? (boundary === null ? null : estate.controlOwner(boundary));
  return { cause, boundary, owner };
}
