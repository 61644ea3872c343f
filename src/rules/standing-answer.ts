import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need } from '../contract/rule.ts';
import type { Identity, IdentityKind } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Observation, Severity } from '../model/question.ts';
import type { Doubtful, Entry, Path, Reach, View } from '../model/view.ts';
import { longest } from '../model/window.ts';
import { isOfUnreadDirectory } from './directory.ts';
import { gapAbout, gapsOf, graver, mayBreak, milder } from './shared.ts';
import { textsBy } from './texts.ts';

/** Not asked: they act through others, or nobody can take the right away. `root` has rules of its own. */
export const neverAsked: ReadonlySet<IdentityKind> = new Set(['root', 'group', 'pool', 'service']);

export const grantSources: readonly [Need, ...Need[]] = [
  { kind: 'identity', where: 'reached' },
  { kind: 'policy', where: 'reached' },
  { kind: 'attachment', where: 'reached' },
  { kind: 'membership', where: 'reached' },
  { kind: 'trust', where: 'reached' },
];

/** Of nearly all that is standing. */
export const FOR_GOOD = 'standing: the provider enforces no end';

/** Of a right that is standing, whether it has an end at all. */
export function lastingText(view: View, path: Path | undefined): string {
  const ends = path !== undefined && Number.isFinite(longest(path.windows, view.now));
  return ends ? 'with an end so late that it is as good as standing' : FOR_GOOD;
}

const entered = textsBy<Entry>();

/** The finding of who holds a right: graver and milder, with the reasons, by who that is and whether it can be entered. */
export function weighed(
  view: View,
  identity: Identity,
  reach: Pick<Reach, 'capability' | 'scope'>,
  path: Path | undefined,
  of: Severity,
  what: NonEmpty<string>,
): Observation {
  let severity = of;
  const reasons: [string, ...string[]] = [...what];
  const escalations = path === undefined ? [] : escalationsOf(path);
  if (escalations.length > 0) reasons.push(`no single policy says so: permissions give it together, by ${escalations.join(', then ')}`);
  const opening = path?.links[0]?.openness;
  const entry = view.entry(identity.id);
  const holder = holderOfTokens(view, identity);
  if (isOfUnreadDirectory(view, identity)) {
    reasons.push(`whose it is was not read: its directory was left out (${identity.id})`);
  } else if (identity.boundary === null && holder !== undefined) {
    reasons.push(`it is ${holder.kind} ${holder.name}, by the tokens that it gets (${holder.id})`);
  } else if (identity.boundary === null) {
    severity = graver(severity);
    reasons.push(
      opening === 'any' || opening === 'issuer'
        ? `held by a party that anyone can be (${identity.id})`
        : `held by a party outside everything that was read (${identity.id})`,
    );
  } else if (entry.state === 'live') {
    reasons.push(entered(view, entry, ({ ways }) => `it can be entered now: ${ways.join('; ')}`));
  } else {
    severity = milder(severity);
    reasons.push(
      entry.state === 'unread'
        ? 'whether it can be entered now was not read'
        : 'no way in was seen; one act that opens one gives it all of this',
    );
    if (entry.ways.length > 0) reasons.push(`it has besides: ${entry.ways.join('; ')}`);
    if (entry.openers.length > 0) reasons.push(`one could be opened: ${entry.openers.join('; ')}`);
  }
  if (identity.enabled === false || identity.deletedAt !== undefined) {
    severity = milder(severity);
    const state = identity.deletedAt === undefined ? 'it is disabled' : `it is in the recycle bin since ${identity.deletedAt}`;
    reasons.push(`${state}, and keeps the right: one act restores it`);
  }
  const breaks = mayBreak(view, identity.id);
  const witness = [{ type: 'path', identity: identity.id, capability: reach.capability, scope: reach.scope }] as const;
  return breaks === undefined
    ? { says: 'finding', severity, reasons, witness }
    : { says: 'finding', severity, reasons, witness, mayBreak: breaks };
}

function escalationsOf({ links, grant }: Path): readonly string[] {
  const ways: string[] = [];
  for (const { escalation } of links) if (escalation !== undefined) ways.push(escalation);
  if (grant.escalation !== undefined) ways.push(grant.escalation);
  return ways;
}

/** Who was read and gets the tokens that a party outside is let in by; `undefined` where nobody is known to. */
function holderOfTokens(view: View, { id, boundary }: Identity): Identity | undefined {
  if (boundary !== null) return undefined;
  const told = view.linksTo(id, { among: new Set(['federates']) }).find(({ source }) => source.kind === 'token-subject');
  return told === undefined ? undefined : view.identity(told.from);
}

/** Why a right may be standing and may not: what the way to it leaves open, then what was not read, then that the search says so. */
export function doubts(view: View, right: Right, path: Path | undefined, sources: readonly Need[]): NonEmpty<Gap> {
  const open = doubtTeller(view, right.identity)(doubtfulOf(path));
  return isNonEmpty(open) ? open : doubtsBeside(view, right, path?.grant.boundary, sources);
}

export type Right = Pick<Reach, 'identity' | 'capability' | 'scope'>;

/** Where the way to a right leaves nothing open: what was not read, then that the search says so. `heldIn`: where the way ends. */
export function doubtsBeside(
  view: View,
  { identity, capability, scope }: Right,
  heldIn: BoundaryId | undefined,
  sources: readonly Need[],
): NonEmpty<Gap> {
  const boundary = heldIn ?? view.identity(identity)?.boundary ?? scope;
  const unread = sources.flatMap((need) => view.gapsIn(need.kind, boundary, identity));
  if (isNonEmpty(unread)) return unread;
  return [gapAbout(view, 'policy', boundary, `another path to ${capability} on ${scope} may be standing and is not certain`, identity)];
}

/**
 * Tells what elements in doubt leave open for an identity, way after way. Ways of one identity mostly begin alike: what says the same is told
 * once.
 */
export function doubtTeller(view: View, identity: EntityId): (way: readonly Doubtful[]) => readonly Gap[] {
  const told: Doubtful[] = [];
  return (way) => {
    const gaps: Gap[] = [];
    for (const each of way) {
      if (told.some((one) => saysSame(one, each))) continue;
      told.push(each);
      gaps.push(...(gapsOf(view, each, each.type === 'link' ? 'trust' : 'policy', identity) ?? []));
    }
    return gaps;
  };
}

/** Conditions that nobody but the provider can settle are all that is told of an element that has some. */
function saysSame(a: Doubtful, b: Doubtful): boolean {
  if (a.type !== b.type || a.source !== b.source || a.boundary !== b.boundary || a.conditions !== b.conditions) return false;
  return a.because === b.because || a.conditions.some((each) => each.settled === 'outside');
}

/** What of a path is in doubt. */
function doubtfulOf(path: Path | undefined): readonly Doubtful[] {
  const all = path === undefined ? [] : [...path.links, path.grant];
  return all.filter(({ presence, bounds }) => presence !== 'certain' || bounds.lo !== bounds.hi);
}
