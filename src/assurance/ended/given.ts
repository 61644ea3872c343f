import { byCodeUnit } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import { capabilities, dominates, dominating, tierZeroOnBoundary } from '../../model/capability.ts';
import type { Capability } from '../../model/capability.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId, ScopeId } from '../../model/ids.ts';
import { moreLasting } from '../../model/persistence.ts';
import type { Pattern } from '../../model/persistence.ts';
import type { View } from '../../model/view.ts';
import { isBackupOrLog } from '../../paths/kept.ts';
import { patternOf } from '../../paths/witness.ts';
import type { PastGrant } from '../input.ts';

/** A capability at a scope. */
export interface Gives {
  readonly capability: Capability;
  readonly scope: ScopeId;
}

/** What an access gives, or gave when it was there. */
export interface Given {
  /** Each once, by capability, then scope. */
  readonly gives: readonly Gives[];
  /** Whether that is all: `false` where no resolution is on record that had it. */
  readonly isTold: boolean;
  /** The elements it makes in the estate as it is now. */
  readonly elements: readonly (Grant | Link)[];
}

/** Those whose whole worth is to be, or to act as, their subject or their object. */
const entries: ReadonlySet<Access['kind']> = new Set<Access['kind']>(['credential', 'account']);

export function isEntry({ kind }: Access): boolean {
  return entries.has(kind);
}

/** Whether a grant or a link is there by this access: of the sources that several share only what its subject has of it. */
export function isBy(access: Access, element: Grant | Link): boolean {
  const same = element.source.id === access.source;
  if (element.type === 'link') return same && element.from === access.subject;
  const through = element.through.map(({ to }) => to);
  if (same && (element.subject === access.subject || through.includes(access.subject))) return true;
  return access.kind === 'membership' && element.subject === access.subject && through.some((each) => access.objects.includes(each));
}

/** `isThere`: it is in the estate as it was read. `past`: what grants of earlier runs gave, by source and by subject. */
export function givenOf(view: View, access: Access, isThere: boolean, past: PastIndex): Given {
  const elements = isThere ? elementsOf(view, access) : [];
  const found: Gives[] = elements.filter((each) => each.type === 'grant');
  const earlier = [...past.bySource(access.source), ...past.bySubject(access.subject)].filter((each) => wasBy(access, each));
  if (found.length === 0) found.push(...earlier);
  const targets = isEntry(access) ? [access.subject] : targetsOf(view, access, elements);
  let isKnown = isThere || earlier.length > 0;
  for (const target of targets) {
    const reached = view.reachesOf(target);
    found.push(...reached);
    if (view.identity(target) !== undefined) isKnown = true;
    if (reached.length > 0) continue;
    const once = past.bySubject(target);
    found.push(...once);
    if (once.length > 0) isKnown = true;
  }
  return { gives: distinct(found), isTold: isKnown, elements };
}

function wasBy(access: Access, { subject, source, through }: PastGrant): boolean {
  if (source === access.source && (subject === access.subject || through.includes(access.subject))) return true;
  return access.kind === 'membership' && subject === access.subject && through.some((each) => access.objects.includes(each));
}

function elementsOf(view: View, access: Access): readonly (Grant | Link)[] {
  const grants = view.grantsOf(access.subject).filter((each) => isBy(access, each));
  const links = view.linksFrom(access.subject).filter((each) => isBy(access, each));
  const members = view.identity(access.subject)?.kind === 'group' ? view.linksTo(access.subject, { among: new Set(['member-of']) }) : [];
  const theirs = members.flatMap(({ from }) => view.grantsOf(from).filter((each) => isBy(access, each)));
  return [...grants, ...theirs, ...links];
}

/** Who one can act as by it: what it links to now, or the one of its objects that is an identity. */
function targetsOf(view: View, { kind, objects, subject }: Access, elements: readonly (Grant | Link)[]): readonly EntityId[] {
  const linked = elements.flatMap((each) => (each.type === 'link' ? [each.to] : []));
  if (linked.length > 0) return [...new Set(linked)];
  if (kind !== 'trust' && kind !== 'membership' && kind !== 'ownership' && kind !== 'eligibility') return [];
  const named = objects.filter((each) => each !== subject && view.identity(each) !== undefined);
  return named.length > 0 ? named : objects.slice(0, 1);
}

function distinct(gives: Iterable<Gives>): readonly Gives[] {
  const found = new Map<string, Gives>();
  for (const { capability, scope } of gives) found.set(JSON.stringify([capability, scope]), { capability, scope });
  return [...found.values()].sort(
    (a, b) => capabilities.indexOf(a.capability) - capabilities.indexOf(b.capability) || byCodeUnit(a.scope, b.scope),
  );
}

const throughTarget = dominating(['mint-credential', 'impersonate', 'run-as', 'read-secrets', 'write-data']);

/** Whether some of it is tier 0, by whoever reaches it now, else by what it is. */
export function isTierZero(view: View, subject: EntityId, { gives, elements }: Given): boolean {
  if (elements.some((each) => each.type === 'link' && view.gravest(each.to) !== undefined)) return true;
  return gives.some(({ capability, scope }) => {
    if (view.reached(subject, capability, scope)?.tierZero === true) return true;
    if (view.scopes.isWhole(scope) && (tierZeroOnBoundary.has(capability) || dominates(capability, 'destroy'))) return true;
    if (dominates(capability, 'destroy') && isBackupOrLog(scope)) return true;
    return throughTarget.has(capability) && scope !== subject && view.gravest(scope) !== undefined;
  });
}

/** How it comes and goes: of what is gone, by the access's own end. */
export function patternOfAccess({ kind, until, activated }: Access, { elements }: Given): Pattern {
  const [first, ...others] = elements.map(({ bounds }) => bounds.hi);
  if (first !== undefined) {
    return patternOf(elements, others.reduce(moreLasting, first));
  }
  return until !== null || activated || kind === 'eligibility' ? 'JITP' : 'standing';
}

export interface PastIndex {
  bySource(source: string): readonly PastGrant[];
  bySubject(subject: EntityId): readonly PastGrant[];
}
