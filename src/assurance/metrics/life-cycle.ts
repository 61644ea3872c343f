import type { Assured } from '../../model/assured.ts';
import type { Credential, Identity } from '../../model/entity.ts';
import type { LinkKind } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEventType } from '../../model/life-cycle.ts';
import type { LifeCycleCoverage } from '../../model/metrics.ts';
import type { View } from '../../model/view.ts';
import { ownerOf } from '../ended/owners.ts';
import type { AssureInput } from '../input.ts';
import type { AssuranceSettings } from '../settings.ts';

type Known = Exclude<keyof LifeCycleCoverage, 'identities'>;

/** What it is told from. */
interface Records {
  readonly view: View;
  readonly assured: Assured;
  readonly settings: AssuranceSettings;
  /** Ids of accesses that an authorisation allows up to an end. */
  readonly limited: ReadonlySet<string>;
  /** Whom an authorisation that ends is for. */
  readonly allowed: ReadonlySet<EntityId>;
}

/**
 * Of identities that are not human, not the provider's own and not outside of what was read, and that hold a grant or a link: of how many it is known
 * who owns them, where they come from, when they end, when their secrets last changed, when they last acted, and what takes them away. What was not
 * read is not known.
 */
export function lifeCycleOf(assured: Assured, { view, settings }: AssureInput): LifeCycleCoverage {
  const records: Records = {
    view,
    assured,
    settings,
    limited: new Set(
      assured.endings.flatMap(({ access, ended, authorisedUntil }) => (ended === null && authorisedUntil !== null ? access.id : [])),
    ),
    allowed: new Set(assured.authorisations.flatMap(({ subjects, until }) => (until === null ? [] : subjects))),
  };
  const counts = { identities: 0, owner: 0, origin: 0, expiry: 0, rotation: 0, lastUse: 0, offboarding: 0 };
  for (const identity of view.identities()) {
    if (!isAsked(view, identity)) continue;
    counts.identities++;
    for (const name of names) if (known[name](identity, records)) counts[name]++;
  }
  return counts;
}

function isAsked(view: View, { id, kind, nature, boundary, providerManaged }: Identity): boolean {
  if (nature !== 'non-human' || boundary === null || providerManaged || kind === 'pool') return false;
  return view.grantsOf(id).some(isThere) || view.linksFrom(id).some(isThere);
}

function isThere({ presence }: { readonly presence: string }): boolean {
  return presence !== 'refuted';
}

const names: readonly Known[] = ['owner', 'origin', 'expiry', 'rotation', 'lastUse', 'offboarding'];
const owning: ReadonlySet<LinkKind> = new Set(['owns']);
const making: ReadonlySet<LifeCycleEventType> = new Set(['account-created', 'requested', 'approved']);
const bound: ReadonlySet<LifeCycleEventType> = new Set(['reviewed', 'task-ended', 'environment-deleted']);

const known: Readonly<Record<Known, (identity: Identity, records: Records) => boolean>> = {
  /** An owner tag, or somebody who owns it in its directory. */
  owner: (identity, { view, settings }) =>
    ownerOf(identity, settings) !== null || view.linksTo(identity.id, { among: owning }).some(isThere),
  /** A record of its creation, of a request or an approval for it, with who did it. */
  origin: ({ id }, { view, assured }) =>
    assured.eventsOf(id).some(({ type, succeeded, at, actor, actedBy }) => {
      return making.has(type) && succeeded && at <= view.asOf && (actor !== null || actedBy.length > 0);
    }),
  /** Every credential that works has an end. Where it has none: every access it has. */
  expiry: (identity, { view, assured, limited }) => {
    if (!areCredentialsRead(view, identity)) return false;
    const credentials = live(view, identity);
    if (credentials.length > 0) return credentials.every(({ expiresAt }) => expiresAt !== null);
    const accesses = assured.accessesOf(identity.id);
    return accesses.length > 0 && accesses.every(({ id, until }) => until !== null || limited.has(id));
  },
  /** Of every credential that works, when it was made or last changed. Of none there is nothing to change. */
  rotation: (identity, { view }) =>
    areCredentialsRead(view, identity) &&
    live(view, identity).every(({ rotatedAt, createdAt }) => rotatedAt !== null || createdAt !== null),
  lastUse: ({ id }, { view }) => {
    const usage = view.usage(id);
    return usage !== undefined && usage.lastUsed !== 'unknown';
  },
  /** An authorisation that ends, a review, or a task or environment that it goes with. */
  offboarding: ({ id }, { view, assured, allowed }) =>
    allowed.has(id) || assured.eventsOf(id).some(({ type, succeeded, at }) => bound.has(type) && succeeded && at <= view.asOf),
};

function areCredentialsRead(view: View, { id, boundary }: Identity): boolean {
  return boundary !== null && view.gapsIn('credential', boundary, id).length === 0;
}

function live(view: View, { id }: Identity): readonly Credential[] {
  return view.credentialsOf(id).filter(({ state }) => state === 'active');
}
