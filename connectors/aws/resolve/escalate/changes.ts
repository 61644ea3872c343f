import type { TakenOff } from '../../escalation/table.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { ownTagOf } from '../../rights/caller.ts';
import type { PolicyDocument } from '../../rights/documents.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { includes } from '../../rights/resources.ts';
import { eitherRetags, retagsBy } from '../../rights/retags.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import { withTold } from './chosen.ts';
import { assumeRow } from '../rows.ts';
import type { Sought } from './needs.ts';
import { bitsIn } from './needs.ts';
import type { Holdings } from './search.ts';
import { changeable, isUnchangeable, olderVersions } from './search.ts';
import { isBoundBy, SELF_GIVEN, withPolicy } from './seeker.ts';
import type { About } from './by-tags.ts';
import { waysByTags } from './by-tags.ts';
import type { Way } from './ways.ts';
import { waysOf } from './ways.ts';

/** A holder as it stands, after it has changed its own rights or before. */
export interface Standing {
  readonly principal: Principal;
  /** The groups it is in. */
  readonly groups: readonly EntityId[];
  /** Whether it gave itself any right that its limits leave. */
  readonly hasAny: boolean;
  /** How it differs from how it stood, in words. */
  readonly changed: readonly string[];
  /** Of the policies that it no longer has, those that denied it anything of a method, and those that allowed it any. */
  readonly gone: readonly PolicyHeld[];
  readonly lost: readonly PolicyHeld[];
  /** Tells what it came to. */
  readonly id: string;
}

/** One act by which a holder changes its own rights. */
export interface Change {
  readonly method: string;
  readonly way: Way;
  readonly next: Standing;
  /** Whether it may do less than before in anything. */
  readonly isLoss: boolean;
  /** The policy that is in force in place of another. */
  readonly restored?: string;
}

export function standingOf(principal: Principal, search: Holdings): Standing {
  return { principal, groups: search.memberOf(principal), hasAny: false, changed: [], gone: [], lost: [], id: '' };
}

/** How a holder may change its own rights by a method. */
export function changesBy(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  switch (sought.method.family) {
    case 'own-rights':
      return givenAny(sought, standing, search);
    case 'own-boundary':
      return sought.method.id === 'older-version-of-own-boundary'
        ? olderLimits(sought, standing, search)
        : unbounded(sought, standing, search);
    case 'own-denies':
      return takenOff(sought, standing, search);
    case 'own-tags':
      return retagged(sought, standing, search);
    case 'older-version':
      return restored(sought, standing, search);
    default:
      return [];
  }
}

/** It writes over policies in the way, and what these denied is gone. */
function givenAny(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  return ownWays(sought, standing, search).flatMap((way) => {
    const gone = standing.principal.held.filter((held) => denies(held) && isWithin(held, sought, way, standing));
    if (standing.hasAny && gone.length === 0) return [];
    const next = less(standing, gone);
    const principal = standing.hasAny ? next.principal : withPolicy(next.principal, search.everything, 'limits');
    return [
      {
        method: sought.method.id,
        way,
        next: { ...next, principal, hasAny: true, id: `${next.id}|any right` },
        isLoss: false,
      },
    ];
  });
}

function unbounded(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  const { principal, changed, id } = standing;
  if (principal.limit.state === 'none') return [];
  const next: Standing = {
    ...standing,
    principal: { ...principal, limit: { state: 'none', name: '' } },
    changed: [...changed, 'without its permissions boundary'],
    id: `${id}|no boundary`,
  };
  return ownWays(sought, standing, search).map((way) => ({ method: sought.method.id, way, next, isLoss: false }));
}

const OLDER_LIMIT = 'within an older version of its permissions boundary';

/** Each is brought back once: whoever may do so then may do so now. */
function olderLimits(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  const { principal, changed, id } = standing;
  const { limit } = principal;
  if (limit.state === 'none' || changed.includes(OLDER_LIMIT)) return [];
  const older = olderVersions(limit.name, principal.boundary, search.facts);
  if (older.length === 0) return [];
  const ways = ownWays(sought, standing, search);
  return older.flatMap((json, at) => {
    const next: Standing = {
      ...standing,
      principal: { ...principal, limit: { state: 'read', name: limit.name, document: search.compile(json) } },
      changed: [...changed, OLDER_LIMIT],
      id: `${id}|boundary ${at}`,
    };
    return ways.map((way) => ({ method: sought.method.id, way, next, isLoss: true }));
  });
}

/** Policies that deny something, each by itself; those of a group it leaves together. */
function takenOff(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  const denying = standing.principal.held.filter(denies);
  if (denying.length === 0) return [];
  const { id, takesOff, needs } = sought.method;
  const loses = (gone: readonly PolicyHeld[]): boolean => !standing.hasAny && gone.some(allows);
  const leaves = takesOff === 'all' && needs[0].on === 'own-group';
  return ownWays(sought, standing, search).flatMap((way) => {
    const within = denying.filter((held) => isWithin(held, sought, way, standing));
    if (leaves)
      return [...new Set(within.map(ownerOf))].map((group): Change => {
        const gone = standing.principal.held.filter((held) => ownerOf(held) === group);
        const next = less(standing, gone);
        return { method: id, way, next: { ...next, groups: next.groups.filter((each) => each !== group) }, isLoss: loses(gone) };
      });
    return within.flatMap((held): Change[] => {
      const told = takesOff === 'attached' ? withTold(way, 'iam:policyarn', held.policy) : way;
      return told === null ? [] : [{ method: id, way: told, next: less(standing, [held]), isLoss: loses([held]) }];
    });
  });
}

const TAGS = 'with tags of its choice';

/** Where a policy that counts for it asks for its tags. */
function retagged(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  const { principal, id, changed } = standing;
  if (!asksOwnTags(principal)) return [];
  const how = sought.method.id.startsWith('untag-') ? 'untags' : 'tags';
  return ownWays(sought, standing, search).flatMap((way): Change[] => {
    const retags = eitherRetags(
      principal.caller.retags,
      retagsBy(
        way.demands.map(({ clause }) => clause),
        principal.caller,
        how,
        way.right.presence === 'certain',
      ),
    );
    if (retags.id === principal.caller.retags?.id) return [];
    const next: Standing = {
      ...standing,
      principal: { ...principal, caller: { ...principal.caller, retags } },
      changed: changed.includes(TAGS) ? changed : [...changed, TAGS],
      id: `${id}|${retags.id}`,
    };
    return [{ method: sought.method.id, way, next, isLoss: false }];
  });
}

/** Whether a policy that counts for it asks for its tags. */
export function asksOwnTags(principal: Principal): boolean {
  return isBoundBy(principal, asksTags);
}

const OWN_TAG = /\$\{aws:PrincipalTag\//i;
const asking = new WeakMap<PolicyDocument, boolean>();

function asksTags(document: PolicyDocument): boolean {
  if (!document.personal) return false;
  let known = asking.get(document);
  if (known === undefined) {
    known = document.statements.some(
      ({ conditions, resources, variables }) =>
        conditions.some(({ key }) => ownTagOf(key) !== undefined) || (variables && resources.list.some((each) => OWN_TAG.test(each))),
    );
    asking.set(document, known);
  }
  return known;
}

/** Older versions of its policies; one that was not read may give anything. */
function restored(sought: Sought, standing: Standing, search: Holdings): readonly Change[] {
  const { principal } = standing;
  const { roomy, full } = changeable(principal, search);
  return [...roomy, ...full].flatMap((policy) => {
    const older = olderVersions(policy, principal.boundary, search.facts);
    const its = principal.held.filter((held) => held.policy === policy);
    // whoever may bring back another then may do so now
    if (older.length === 0 || its.some(isRestored)) return [];
    const ways = waysOf(sought, principal, search.templates, new Map([['own-policy', { include: [policy], exclude: [] }]]));
    if (ways.length === 0) return [];
    const next = less(standing, its);
    return older.flatMap((json, at) => {
      const document = search.compile(json);
      const held = [...next.principal.held, ...its.map((each) => asRestored(each, document))];
      const after = { ...next, principal: { ...next.principal, held }, id: `${next.id}|${at}` };
      return ways.map((way) => ({ method: sought.method.id, way, next: after, isLoss: true, restored: policy }));
    });
  });
}

function ownWays(sought: Sought, standing: Standing, search: Holdings): readonly Way[] {
  const { principal: holder, groups } = standing;
  const on = sought.needs[0]?.ingredient.on;
  if (on === 'oneself') {
    if (isUnchangeable(holder.id)) return [];
    return waysOf(sought, holder, search.templates, oneself(holder)).flatMap((way) => asTagged(way, sought, holder));
  }
  const include = on === 'own-group' ? groups : policiesFor(sought.method.id, on === 'own-boundary' ? limitOf(holder) : holder, search);
  if (include.length === 0 || typeof on !== 'string') return [];
  return waysOf(sought, holder, search.templates, new Map([[on, { include, exclude: [] }]]));
}

/** What is left of a way to change itself where policies ask for its tags; whoever changed these meets what it likes. */
function asTagged(way: Way, sought: Sought, holder: Principal): readonly Way[] {
  const { id, caller } = holder;
  if (caller.retags !== undefined || (caller.kind !== 'user' && caller.kind !== 'role')) return [way];
  const itself: About = { kind: caller.kind, names: () => [id], tagsOf: () => holder.tags };
  return waysByTags(way, sought, holder, itself).map((each) => each.way);
}

/** Those that a method changes the versions of. */
function policiesFor(method: string, of: Parameters<typeof changeable>[0], search: Holdings): readonly string[] {
  const { roomy, full } = changeable(of, search);
  if (method.startsWith('older-')) return [...roomy, ...full];
  return method.startsWith('replace-') ? full : roomy;
}

/** The policy that is its permissions boundary. */
function limitOf({ limit, account, boundary }: Principal): Parameters<typeof changeable>[0] {
  return { account, held: limit.state === 'none' ? [] : [{ policy: limit.name, source: { boundary } }] };
}

function nameOf({ id, caller }: Principal): EntityId {
  return caller.arn ?? id;
}

function oneself(holder: Principal): ReadonlyMap<string, ResourceSet> {
  return new Map([['oneself', { include: [nameOf(holder)], exclude: [] }]]);
}

/** Whether a policy is among what a way changes. */
function isWithin(held: PolicyHeld, { method: { takesOff, needs } }: Sought, { aims }: Way, { principal }: Standing): boolean {
  const [{ on }] = needs;
  if (takesOff === null || typeof on !== 'string' || !isOf(held, takesOff)) return false;
  const aim = aims.get(on);
  if (aim === undefined) return false;
  if (on === 'own-policy') return includes(aim, held.policy);
  const owner = ownerOf(held);
  return on === 'oneself' ? owner === nameOf(principal) : owner.includes(':group/') && includes(aim, owner);
}

function isOf({ source: { kind } }: PolicyHeld, takesOff: TakenOff): boolean {
  return takesOff === 'all' || (takesOff === 'inline') === (kind === 'inline-policy');
}

/** The principal or group that a policy sits in or is attached to. */
export function ownerOf({ source: { id } }: PolicyHeld): EntityId {
  const end = id.indexOf('|');
  return end < 0 ? id : id.slice(0, end);
}

export function denies({ document }: PolicyHeld): boolean {
  return document?.denies === true;
}

function allows({ document }: PolicyHeld): boolean {
  return document === null || document.allows;
}

/** Whether what a document allows or denies counts for any method, or for assuming roles. One that nobody listed may say anything. */
function speaks(document: PolicyHeld['document'], which: 'Allow' | 'Deny'): boolean {
  if (document === null) return true;
  return document.statements.some((each) => each.effect === which && (bitsIn(each) !== 0n || each.rows.includes(assumeRow)));
}

/** Whether who stands so comes to others by all that leads one to them who stands otherwise. */
export function reachesAsMuch(a: Standing, b: Standing): boolean {
  if ((b.hasAny && !a.hasAny) || (a.principal.limit.state !== 'none' && b.principal.limit.state === 'none')) return false;
  if (!a.hasAny && !(a.lost.every((each) => b.lost.includes(each)) && restoredIn(b).every((each) => restoredIn(a).includes(each))))
    return false;
  const [limit, theirs] = [a.principal.limit, b.principal.limit];
  if (limit.state !== 'none' && theirs.state === 'read' && (limit.state !== 'read' || limit.document !== theirs.document)) return false;
  const tags = b.principal.caller.retags;
  if (tags !== undefined && tags.id !== a.principal.caller.retags?.id) return false;
  return b.gone.every((each) => a.gone.includes(each));
}

/** What it brought back of policies. */
function restoredIn({ principal }: Standing): readonly PolicyHeld['document'][] {
  return principal.held.flatMap((held) => (isRestored(held) ? [held.document] : []));
}

function isRestored({ source }: PolicyHeld): boolean {
  return source.name === SELF_GIVEN;
}

/** A policy as another version of it says, wherever it is held. */
function asRestored({ source, policy, through, evidence }: PolicyHeld, document: PolicyDocument): PolicyHeld {
  return { source: { ...source, name: SELF_GIVEN }, document, unlisted: null, policy, through, evidence };
}

function less(standing: Standing, gone: readonly PolicyHeld[]): Standing {
  if (gone.length === 0) return standing;
  const { principal, changed, id } = standing;
  const denying = gone.filter(denies);
  return {
    ...standing,
    principal: { ...principal, held: principal.held.filter((held) => !gone.includes(held)) },
    changed: [...changed, ...denying.map(({ source }) => `without ${source.name}`)],
    gone: [...standing.gone, ...denying.filter(({ document }) => speaks(document, 'Deny'))],
    lost: [...standing.lost, ...gone.filter(({ document }) => speaks(document, 'Allow'))],
    id: `${id}|${gone.map(({ source }) => source.id).join('|')}`,
  };
}
