import { canonicalJson } from '../base/bytes/canonical.ts';
import { groupBy } from '../base/group.ts';
import type { Json } from '../base/json.ts';
import { byCodeUnit, byKeys } from '../base/order.ts';
import type { Credential, Handle, Identity, ServiceUsage, Usage } from '../model/entity.ts';
import type { Evidence } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { SurfaceId } from '../model/ids.ts';
import type { Told } from './input.ts';

/** One thing with everything that was said of it. */
export interface Joined<T> {
  readonly value: T;
  readonly evidence: readonly Evidence[];
  /** The surfaces that told of it. */
  readonly surfaces: readonly SurfaceId[];
}

/**
 * Joins what several pages say of one identity. What one page leaves open (`null`, nature `unknown`) another may tell. Facts with one
 * id and different uids are different identities: the one created later is kept, and a gap says that the other was seen.
 */
export function joinIdentities(told: readonly Told<Identity>[]): {
  readonly identities: ReadonlyMap<string, Joined<Identity>>;
  readonly gaps: readonly Gap[];
} {
  const gaps: Gap[] = [];
  const identities = joinBy(
    told,
    (each) => each.value.id,
    (facts) => {
      const uids = new Set(facts.flatMap((each) => (each.value.uid === null ? [] : [each.value.uid])));
      if (uids.size < 2) return facts;
      const latest = [...facts].filter((each) => each.value.uid !== null).sort(newestFirst)[0];
      if (latest === undefined) return facts;
      const detail = `${latest.value.id} was listed with ${uids.size} immutable ids (${[...uids].sort().join(', ')}); the one created last is used`;
      gaps.push({ boundary: latest.boundary, surface: latest.surface, subject: latest.value.id, cause: 'stale', detail });
      return facts.filter((each) => each.value.uid === null || each.value.uid === latest.value.uid);
    },
    ({ deletedAt: deletedA, handles, ...a }, { deletedAt: deletedB, ...b }) => ({
      ...a,
      uid: a.uid ?? b.uid,
      nature: a.nature === 'unknown' ? b.nature : a.nature,
      natureReason: a.nature === 'unknown' ? b.natureReason : a.natureReason,
      boundary: a.boundary ?? b.boundary,
      createdAt: a.createdAt ?? b.createdAt,
      tags: { ...b.tags, ...a.tags },
      providerManaged: a.providerManaged || b.providerManaged,
      // Where pages differ, the answer that leaves more standing is kept.
      enabled: a.enabled === true || b.enabled === true ? true : (a.enabled ?? b.enabled),
      ...joinedHandles(handles, b.handles),
      // One of them found it alive.
      ...(deletedA === undefined || deletedB === undefined ? {} : { deletedAt: deletedA >= deletedB ? deletedA : deletedB }),
    }),
  );
  return { identities, gaps };
}

/** Joins what several pages say of one credential. Where pages differ it counts as active. */
export function joinCredentials(told: readonly Told<Credential>[]): ReadonlyMap<string, Joined<Credential>> {
  return joinBy(
    told,
    (each) => each.value.id,
    (facts) => facts,
    ({ opens, ...a }, b) => ({
      ...a,
      // Where pages differ, it opens the whole identity.
      ...(opens === undefined || b.opens === undefined ? {} : { opens }),
      state: a.state === 'active' || b.state === 'active' ? 'active' : 'inactive',
      createdAt: a.createdAt ?? b.createdAt,
      rotatedAt: latestOf(a.rotatedAt, b.rotatedAt),
      expiresAt: a.expiresAt ?? b.expiresAt,
      lastUsed: laterUse(a.lastUsed, b.lastUsed),
      secondFactor: a.secondFactor ?? b.secondFactor,
    }),
  );
}

/** Joins what several pages say of one identity's use: the latest use counts; `never` only where no source leaves it open. */
export function joinUsage(told: readonly Told<Usage>[]): ReadonlyMap<string, Joined<Usage>> {
  return joinBy(
    told,
    (each) => each.value.identity,
    (facts) => facts,
    (a, b) => {
      const lastUsed = laterUse(a.lastUsed, b.lastUsed);
      if (lastUsed !== 'never') return lastUsed === a.lastUsed ? a : b;
      const lookBackDays = a.lookBackDays === null ? b.lookBackDays : Math.min(a.lookBackDays, b.lookBackDays ?? Infinity);
      return { ...a, lookBackDays, detail: a.detail ?? b.detail };
    },
  );
}

/** Joins what several pages say of one identity's use of each service: the latest use counts. */
export function joinServiceUsage(told: readonly Told<ServiceUsage>[]): ReadonlyMap<string, readonly Joined<ServiceUsage>[]> {
  const joined = joinBy(
    told,
    ({ value }) => `${value.identity} ${value.service}`,
    (facts) => facts,
    (a, b) => {
      const lastUsed = laterUse(a.lastUsed, b.lastUsed);
      if (lastUsed === a.lastUsed && lastUsed !== 'never') return a;
      return lastUsed === b.lastUsed && lastUsed !== 'never' ? b : { ...a, lookBackDays: Math.min(a.lookBackDays, b.lookBackDays) };
    },
  );
  return groupBy([...joined.values()].sort(byKeys((each) => each.value.service)), (each) => each.value.identity);
}

/** Things with one key are one thing. `select`: which of the facts about it count; `merge`: what two of them say together, in one order. */
export function joinBy<T>(
  told: readonly Told<T>[],
  keyOf: (fact: Told<T>) => string,
  select: (facts: readonly Told<T>[]) => readonly Told<T>[],
  merge: (a: T, b: T) => T,
): ReadonlyMap<string, Joined<T>> {
  const joined = new Map<string, Joined<T>>();
  const alone = new Map<SurfaceId, readonly SurfaceId[]>();
  const repeated = new Map<string, Told<T>[]>();
  for (const each of told) {
    const key = keyOf(each);
    if (joined.has(key)) {
      repeated.set(key, []);
      continue;
    }
    let surfaces = alone.get(each.surface);
    if (surfaces === undefined) alone.set(each.surface, (surfaces = [each.surface]));
    joined.set(key, { value: each.value, evidence: distinctEvidence(each.pages), surfaces });
  }
  if (repeated.size === 0) return joined;
  for (const each of told) repeated.get(keyOf(each))?.push(each);
  for (const [key, several] of repeated) joined.set(key, joinFacts(select(inOrder(several)), merge));
  return joined;
}

function joinedHandles(a: readonly Handle[] = [], b: readonly Handle[] = []): Pick<Identity, 'handles'> {
  if (a.length + b.length === 0) return {};
  const byText = new Map([...a, ...b].map((each) => [JSON.stringify([each.kind, each.value, each.immutable]), each] as const));
  return { handles: [...byText].sort(([x], [y]) => byCodeUnit(x, y)).map(([, each]) => each) };
}

function joinFacts<T>(facts: readonly Told<T>[], merge: (a: T, b: T) => T): Joined<T> {
  return {
    value: facts.map((each) => each.value).reduce(merge),
    evidence: distinctEvidence(facts.flatMap((each) => each.pages)),
    surfaces: [...new Set(facts.map((each) => each.surface))],
  };
}

function inOrder<T>(facts: readonly Told<T>[]): readonly Told<T>[] {
  return facts.toSorted(
    byKeys(
      (each) => each.boundary,
      (each) => each.surface,
      (each) => each.key,
      // Values of the model are plain JSON, though the compiler can't see it for an interface.
      (each) => canonicalJson(each.value as unknown as Json),
    ),
  );
}

function newestFirst(a: Told<Identity>, b: Told<Identity>): number {
  return byCodeUnit(b.value.createdAt ?? '', a.value.createdAt ?? '') || byCodeUnit(b.value.uid ?? '', a.value.uid ?? '');
}

function latestOf(a: string | null, b: string | null): string | null {
  return a === null ? b : b === null || a >= b ? a : b;
}

function laterUse(a: string, b: string): string {
  const open = (use: string): boolean => use === 'never' || use === 'unknown';
  if (open(a) && open(b)) return a === b ? a : 'unknown';
  return open(a) ? b : open(b) || a >= b ? a : b;
}

/** Each place once, in one order. */
export function distinctEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length < 2) return evidence;
  const byPlace = new Map(evidence.map((each) => [`${each.page} ${each.pointer}`, each]));
  return [...byPlace.entries()].sort((a, b) => byCodeUnit(a[0], b[0])).map(([, each]) => each);
}
