import { byKeys } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import { capabilities } from '../../model/capability.ts';
import type { Ending, OtherWay } from '../../model/ending.ts';
import type { Gap } from '../../model/gap.ts';
import type { Grant } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import { dominatesAt } from '../../paths/dominance.ts';
import type { Asked } from './asked.ts';
import { controlledBy, heldBy } from './controlled.ts';
import type { WayTo } from './controlled.ts';
import { coversWay } from './exceptions.ts';
import { givenOf, isEntry } from './given.ts';
import type { Given, Gives } from './given.ts';
import { knownSecrets } from './secrets.ts';
import type { Spell } from './spell.ts';
import { unreadSources, untold } from './unread-sources.ts';

/** {@link OtherWay}s with what the tests ask of them beside. */
export interface Ways extends Pick<Ending, 'otherWays'> {
  /** A way that certainly works now, that nothing allows, and that needs nobody else's decision. */
  readonly isOpen: boolean;
  /** The only ways that nothing allows need somebody else's decision first. */
  readonly isGatedOnly: boolean;
}

interface Found {
  readonly way: OtherWay;
  readonly certain: boolean;
  readonly gated: boolean;
}

/**
 * Other ways to what an access gave: to an equal or dominating capability at an equal or containing scope, by anything but the access itself, for its subject, whoever that
 * can act as, and the other accounts of the same person. One for each identity and source. `isBack`: it was given again since, and is a way as any other.
 */
export function otherWaysOf(asked: Asked, spell: Spell, given: Given, isBack: boolean): Ways {
  const { view } = asked.input;
  const { access } = spell;
  const { gives } = given;
  const actors = [...new Set([access.subject, ...(view.personOf(access.subject)?.accounts ?? [])])];
  const but = isBack ? null : access;
  const controlled = new Set<EntityId>();
  const found = new Map<string, Found>();
  const gaps: Gap[] = given.isTold ? [] : [untold(access.boundary, `what ${access.name} gave is not on record`)];

  for (const actor of actors) {
    const entry = entryOf(view, spell, actor);
    for (const [identity, control] of controlledBy(view, actor, but)) {
      controlled.add(identity);
      if (entry === 'none') continue;
      for (const way of heldBy(view, identity, control, but)) {
        if (!gives.some((each) => dominatesAt(way.grant.capability, way.grant.scope, each.capability, each.scope, view.scopes))) continue;
        keep(found, foundOf(asked, actor, identity, { ...way, certain: way.certain && entry === 'live' }));
      }
    }
  }
  for (const secret of secretWays(asked, spell, actors, gives)) keep(found, secret);

  for (const each of [...new Set([...actors, ...controlled])].flatMap((identity) => asked.missingOf(identity))) {
    if (each.id !== access.id && mayGive(asked, each, gives)) gaps.push(lacking(each));
  }
  const because = [...gaps, ...unreadSources(asked, access, actors, controlled, gives)];
  const all = [...found.values()].sort(
    byKeys(
      ({ way }) => way.identity,
      ({ way }) => way.source,
    ),
  );
  const blocking = all.filter(({ way }) => !way.authorised);
  const isCertain = blocking.some(({ certain }) => certain);
  const state = isCertain ? 'some' : blocking.length > 0 || because.length > 0 ? 'undetermined' : 'none';
  return {
    otherWays: { state, ways: all.map(({ way }) => way), because },
    isOpen: blocking.some(({ certain, gated }) => certain && !gated),
    isGatedOnly: blocking.every(({ gated }) => gated) && because.length === 0,
  };
}

/** By what it gave when it was there; where that is not on record it may have given anything. */
function mayGive({ input: { view }, past }: Asked, access: Access, gives: readonly Gives[]): boolean {
  const given = givenOf(view, access, false, past);
  if (!given.isTold || given.gives.length === 0) return true;
  return given.gives.some((one) => gives.some((each) => dominatesAt(one.capability, one.scope, each.capability, each.scope, view.scopes)));
}

function lacking({ boundary, name, subject }: Access): Gap {
  return { ...untold(boundary, `${name} of ${subject} was not seen by the last read, and is not shown to be gone`), cause: 'vanished' };
}

/** Whether somebody can be entered otherwise than by this access, where the access is itself how one enters. */
function entryOf(view: View, { access, end }: Spell, actor: EntityId): 'live' | 'unread' | 'none' {
  if (!isEntry(access) || actor !== access.subject) return 'live';
  const { state, ways } = view.entry(actor);
  if (state === 'unread') return 'unread';
  return state === 'live' && (end !== null || ways.length > 1) ? 'live' : 'none';
}

function foundOf(asked: Asked, actor: EntityId, identity: EntityId, { grant, first, certain, gated }: WayTo): Found {
  const { view } = asked.input;
  // A pool stands for what several permissions together give the one before it, and is shown to nobody.
  const isPool = identity.startsWith('pool:');
  const name = view.identity(identity)?.name ?? identity;
  const as = identity === actor ? '' : isPool ? `, by ${first?.escalation ?? first?.source.name ?? 'several permissions'}` : `, as ${name}`;
  const doubt = `${certain ? '' : ', possible'}${gated ? ', to be switched on by a decision of somebody else' : ''}`;
  return {
    way: {
      identity: isPool ? actor : identity,
      capability: grant.capability,
      scope: grant.scope,
      source: grant.source.id,
      text: `${view.identity(actor)?.name ?? actor}${as}: ${grant.capability} on ${grant.scope} by ${grant.source.name}${doubt}`,
      authorised: isAllowed(asked, actor, { grant, first }),
      knownSecret: false,
    },
    certain,
    gated,
  };
}

/** By an authorisation of the step that is the actor's own, or of the right at the end; or by an exception that was approved for the actor's having it. */
function isAllowed(asked: Asked, actor: EntityId, { grant, first }: Pick<WayTo, 'grant' | 'first'>): boolean {
  const { entitled, exceptions, frozen, input } = asked;
  const own = first === null ? stepsOf(asked, actor, grant) : asked.present(first.source.id, actor);
  if (own.some((each) => entitled.allowedAt(each, input.view.asOf).state === 'yes')) return true;
  const sources = first === null ? [grant.source.id] : [grant.source.id, first.source.id];
  const { view } = input;
  const way = { subject: actor, uid: view.identity(actor)?.uid ?? null, boundary: grant.boundary, grant, sources };
  return coversWay(exceptions, frozen, way, view.scopes);
}

/** What the actor holds of a right: the right itself, or the membership it has it through. */
function stepsOf(asked: Asked, actor: EntityId, { source, through }: Grant): readonly Access[] {
  const groups = new Set(through.map(({ to }) => to));
  const memberships = asked
    .presentOf(actor)
    .filter(({ kind, objects }) => kind === 'membership' && objects.some((each) => groups.has(each)));
  return [...asked.present(source.id, actor), ...memberships];
}

function* secretWays(asked: Asked, { access, end, known }: Spell, actors: readonly EntityId[], gives: readonly Gives[]): Iterable<Found> {
  const { view } = asked.input;
  const accounts = new Set(actors);
  const done = actors.flatMap((each) => asked.doneBy(each));
  for (const { credential, certain } of knownSecrets(view, accounts, done, end?.after ?? known, asked.margins.record)) {
    const reached = view
      .reachesOf(credential.identity)
      .filter((reach) => gives.some((each) => dominatesAt(reach.capability, reach.scope, each.capability, each.scope, view.scopes)));
    const best = reached.find(({ presence }) => presence === 'certain') ?? reached[0];
    if (best === undefined) continue;
    const { capability, scope } = best;
    const name = view.identity(access.subject)?.name ?? access.subject;
    const text = `${name} knew ${credential.name} of ${credential.identity}, not changed since: ${capability} on ${scope}`;
    const way: OtherWay = {
      identity: credential.identity,
      capability,
      scope,
      source: credential.id,
      text: certain ? text : `${text}, possible`,
      authorised: false,
      knownSecret: true,
    };
    yield { way, certain: certain && best.presence === 'certain', gated: false };
  }
}

/** Of the ways of one identity by one source the surest; of those alike the gravest, then the first by scope. */
function keep(found: Map<string, Found>, next: Found): void {
  const key = JSON.stringify([next.way.identity, next.way.source]);
  const known = found.get(key);
  if (known === undefined || compare(next, known) < 0) found.set(key, next);
}

function compare(a: Found, b: Found): number {
  const weight = ({ way, certain, gated }: Found): number => (way.authorised ? 4 : 0) + (certain ? 0 : 2) + (gated ? 1 : 0);
  return (
    weight(a) - weight(b) ||
    capabilities.indexOf(a.way.capability) - capabilities.indexOf(b.way.capability) ||
    byKeys<Found>(
      ({ way }) => way.scope,
      ({ way }) => way.text,
    )(a, b)
  );
}
