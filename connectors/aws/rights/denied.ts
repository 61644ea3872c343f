import type { ConditionNote } from '../../../src/model/grant.ts';
import { complement, intersect, isAlways } from '../../../src/model/window.ts';
import { covers, meets } from '../policy/glob.ts';
import type { TemplatePart } from '../policy/match/variables.ts';
import { templateOf } from '../policy/match/variables.ts';
import type { AppliedStatement } from './documents.ts';
import type { ResourceSet } from './resources.ts';
import { intersectResources, subtractResources } from './resources.ts';
import type { Right } from './rights.ts';
import { merge, mergeNotes, openReading, patternsOf } from './rights.ts';

/** What a Deny leaves: certain where it surely does not apply, possible where it may, nothing where it surely does. */
export function denied(right: Right, deny: AppliedStatement): readonly Right[] {
  if (!overlap(right.resources, deny.resources)) return [right];
  const { statement, settled } = deny;
  if (statement.unknown !== null) {
    return [{ ...right, caveats: merge(right.caveats, [`unless a deny that is not understood applies: ${statement.unknown}`]) }];
  }
  if (settled.olderSessions.length > 0) {
    const why = settled.olderSessions.map((text) => `a deny ends older sessions only, a fresh one is not touched: ${text}`);
    return [{ ...right, because: merge(right.because, why) }];
  }
  const demands = settled.clause === null ? right.demands : [...right.demands, { clause: settled.clause, deny }];
  if (settled.byHolder) return [{ ...right, conditions: mergeNotes(right.conditions, denyNotes(settled.notes)), demands }];
  const during = intersect(right.windows, settled.windows);
  if (during.length === 0) return [right];
  const rest = isAlways(settled.windows) ? [] : [{ ...right, windows: intersect(right.windows, complement(settled.windows)) }];
  const left = rest.filter((each) => each.windows.length > 0);
  const resources = subtractResources(right.resources, deny.resources);
  const everyAction = right.everyAction && resources.include.includes('*');
  // whatever the value of a variable is, it is the same in both
  if (!deny.exact && !settled.outside && speaksOfAllWritten(statement, right)) return left;
  const because = merge(right.because, [part(deny)]);
  if (settled.outside || !deny.exact) {
    const open = deny.exact ? [] : [{ text: `denied, but for ${openReading(statement)}`, settled: 'outside' as const }];
    const conditions = mergeNotes(right.conditions, [...denyNotes(settled.notes), ...open]);
    const touched = resources.include.length === 0 ? right.resources : intersectResources(right.resources, deny.resources);
    return [
      ...left,
      // what the deny does not speak of surely remains
      ...(resources.include.length === 0 ? [] : [{ ...right, resources, everyAction, because }]),
      { ...right, resources: touched, windows: during, presence: 'possible', conditions, demands },
    ];
  }
  return resources.include.length === 0 ? left : [...left, { ...right, windows: during, resources, everyAction, because }];
}

function speaksOfAllWritten(statement: AppliedStatement['statement'], { asWritten }: Right): boolean {
  const patterns = patternsOf(statement);
  return asWritten.length > 0 && asWritten.every((each) => patterns.some((denied) => speaksOfWritten(denied, each)));
}

/** The same text, but that a variable of the deny may have a default where the other has none and so compares with nothing. */
function speaksOfWritten(denied: string, written: string): boolean {
  if (denied === written) return true;
  const [ofDeny, of] = [templateOf(denied), templateOf(written)];
  if (ofDeny?.length !== of?.length) return false;
  return ofDeny?.every((part, at) => isSamePart(part, of?.[at])) === true;
}

function isSamePart(denied: TemplatePart, written: TemplatePart | undefined): boolean {
  if (typeof denied === 'string' || typeof written !== 'object') return denied === written;
  return denied.key === written.key && (written.fallback === undefined || written.fallback === denied.fallback);
}

export function part(deny: AppliedStatement): string {
  const { list, except } = deny.statement.resources;
  return `a deny takes part of it away: ${except ? 'all but ' : ''}${list.slice(0, 3).join(', ')}${list.length > 3 ? ' and more' : ''}`;
}

function denyNotes(notes: readonly ConditionNote[]): readonly ConditionNote[] {
  return notes.filter((note) => note.settled !== 'decided').map((note) => ({ text: `denied where ${note.text}`, settled: note.settled }));
}

export function overlap(a: ResourceSet, b: ResourceSet): boolean {
  return a.include.some((x) => b.include.some((y) => meets(x, y)) && !b.exclude.some((out) => covers(out, x)));
}
