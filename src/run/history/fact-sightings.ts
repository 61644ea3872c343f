import type { Json, JsonObject } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Replayed } from '../../collect/replay.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { Kept } from '../../contract/history.ts';
import { factKinds, type Fact, type FactIndex } from '../../model/fact.ts';
import { isLasting, type Sighting, type Teller, type UsageNote } from '../../model/history.ts';
import type { BoundaryId, EntityId, FactKey, SurfaceId } from '../../model/ids.ts';
import type { FactKind } from '../../model/fact.ts';
import { Tellers } from './tellers.ts';

/** What history keeps of a fact as its value. */
export interface KeptValue {
  /** The fact's surface, where it is none of those whose pages tell it; else `null`. */
  readonly surface: SurfaceId | null;
  readonly value: Json;
}

/** What history keeps as the value of a note of use: a fact of use, or the part of another fact that use alone changes. */
export interface KeptUse {
  readonly of: FactKind;
  readonly key: FactKey;
  readonly surface: SurfaceId;
  readonly value: Json;
  readonly page: string | null;
  readonly pointer: string | null;
}

/** Facts that make intervals. Made one by one, as they are asked for. */
export function* factSightings(
  { facts, log }: Pick<Replayed, 'facts' | 'log'>,
  cores: readonly ConnectorCore<unknown>[],
): Generator<Sighting> {
  const tellers = new Tellers(log);
  const about = aboutFacts(facts, cores);
  for (const fact of keptFacts(facts, cores)) {
    if (!isLasting(fact.kind)) continue;
    const told = tellers.of(fact.pages);
    if (told === null) continue;
    const { core, dependsOn } = about(fact.boundary);
    const depends = [...new Set(dependsOn(fact))].sort(byCodeUnit);
    yield {
      kind: fact.kind,
      boundary: fact.boundary,
      key: fact.key,
      family: core?.history?.family(fact) ?? familyOf(fact),
      value: keptValue(fact, keptOf(fact, core).value, told.tellers) as unknown as Json,
      tellers: told.tellers,
      dependsOn: depends,
      names: [...new Set([...(core?.history?.names(fact) ?? namesOf(fact)), ...depends])].sort(byCodeUnit),
      evidence: fact.pages,
      at: told.at,
      ...(fact.kind === 'identity' ? { uid: fact.value.uid } : {}),
    };
  }
}

/** What is told of use, and what of other facts use alone changes. */
export function* usageNotes(
  { facts, log }: Pick<Replayed, 'facts' | 'log'>,
  cores: readonly ConnectorCore<unknown>[],
): Generator<UsageNote> {
  const tellers = new Tellers(log);
  const about = aboutFacts(facts, cores);
  for (const fact of keptFacts(facts, cores)) {
    const isUse = fact.kind === 'usage' || fact.kind === 'service-usage';
    const value = isUse ? (fact.value as unknown as Json) : keptOf(fact, about(fact.boundary).core).passing;
    const told = value === null ? null : tellers.of(fact.pages);
    if (told === null || value === null) continue;
    const { page = null, pointer = null } = fact.pages[0] ?? {};
    const use: KeptUse = { of: fact.kind, key: fact.key, surface: fact.surface, value, page, pointer };
    const kind = fact.kind === 'service-usage' ? fact.kind : 'usage';
    yield { kind, boundary: fact.boundary, key: `${fact.kind}|${fact.key}`, value: use as unknown as Json, at: told.at };
  }
}

/** Every fact, or what its connector has kept in place of it. */
function* keptFacts(facts: FactIndex, cores: readonly ConnectorCore<unknown>[]): Generator<Fact> {
  for (const kind of factKinds) {
    const folding = new Set<ConnectorCore<unknown>>();
    for (const core of cores) {
      const folded = core.history?.folded?.(kind, facts);
      if (folded === undefined) continue;
      folding.add(core);
      for (const fact of folded) if (coreOf(fact.boundary, cores) === core) yield fact;
    }
    if (folding.size === 0) {
      yield* facts.ofKind(kind);
      continue;
    }
    for (const fact of facts.ofKind(kind)) {
      const core = coreOf(fact.boundary, cores);
      if (core === undefined || !folding.has(core)) yield fact;
    }
  }
}

interface About {
  readonly core: ConnectorCore<unknown> | undefined;
  readonly dependsOn: (fact: Fact) => Iterable<EntityId>;
}

function aboutFacts(facts: FactIndex, cores: readonly ConnectorCore<unknown>[]): (boundary: BoundaryId) => About {
  const byCore = new Map<ConnectorCore<unknown> | undefined, About>();
  const byBoundary = new Map<BoundaryId, About>();
  return function about(boundary) {
    let found = byBoundary.get(boundary);
    if (found === undefined) {
      const core = coreOf(boundary, cores);
      found = byCore.get(core);
      if (found === undefined) byCore.set(core, (found = { core, dependsOn: core?.history?.dependsOn(facts) ?? holderOf }));
      byBoundary.set(boundary, found);
    }
    return found;
  };
}

export function coreOf(boundary: BoundaryId, cores: readonly ConnectorCore<unknown>[]): ConnectorCore<unknown> | undefined {
  return cores.find((core) => boundary.startsWith(`${core.id}:`));
}

function keptOf(fact: Fact, core: ConnectorCore<unknown> | undefined): Kept {
  if (core?.history !== undefined) return core.history.kept(fact);
  if (fact.kind !== 'credential' && fact.kind !== 'service-credential') return { value: fact.value as unknown as Json, passing: null };
  const { lastUsed, ...value } = fact.value;
  return { value: value, passing: { lastUsed } satisfies JsonObject };
}

function keptValue({ surface }: Fact, value: Json, tellers: readonly Teller[]): KeptValue {
  const isTeller = tellers.some((each) => each.surface === surface || each.surface.startsWith(`${surface}#`));
  return { surface: isTeller ? null : surface, value };
}

function holderOf(fact: Fact): readonly EntityId[] {
  return fact.kind === 'credential' || fact.kind === 'service-credential' ? [fact.value.identity] : [];
}

function familyOf(fact: Fact): string {
  return fact.kind === 'identity' || fact.kind === 'credential' || fact.kind === 'service-credential' ? fact.value.kind : fact.kind;
}

function namesOf(fact: Fact): readonly string[] {
  if (fact.kind !== 'identity') return fact.kind === 'credential' || fact.kind === 'service-credential' ? [fact.value.identity] : [];
  const { id, uid, name } = fact.value;
  return uid === null ? [id, name] : [id, uid, name];
}
