import type { Evidence } from '../../../../../src/model/fact.ts';
import type { LinkKind, Source } from '../../../../../src/model/grant.ts';
import type { BoundaryId, EntityId, ScopeId } from '../../../../../src/model/ids.ts';
import { ASSIGN_IDENTITY, attachable, clusterDoors, TRUST_ISSUER, waysInto } from '../../tables/carriers.ts';
import type { WayIn } from '../../tables/carriers.ts';
import { administratorOf, openDoors, sourceOf } from '../clusters.ts';
import type { Estate } from '../estate.ts';

/** An identity that is reached through a resource, by whoever has one of `ways` there. */
export interface Target {
  readonly place: ScopeId;
  /** The place, and all that holds it. */
  readonly chain: readonly ScopeId[];
  readonly identity: EntityId;
  /** Targets of one kind are reached by the same actions. */
  readonly kind: string;
  readonly how: LinkKind;
  /** What decides whether it is reached after all; left out: it is. */
  readonly doubt?: string;
  readonly because: string;
  readonly boundary: BoundaryId;
  readonly source: Source;
  readonly evidence: readonly Evidence[];
}

export interface Targets {
  readonly all: readonly Target[];
  /** The actions that each kind is reached by; any one is enough. */
  readonly kinds: ReadonlyMap<string, readonly WayIn[]>;
}

/** Having an identity serve on a carrier takes two rights: this, and to write the carrier. */
export const ATTACH = 'attach';
export const attachWays: readonly WayIn[] = ASSIGN_IDENTITY.map((action) => ({ action, plane: 'control' }));
export const carrierWrites = attachable;

/** Managed identities with the resources that carry them, and by themselves. */
export function targetsOf(estate: Estate): Targets {
  const kinds = new Map<string, readonly WayIn[]>();
  const all: Target[] = [];
  for (const { value, boundary, key, evidence } of estate.of.carrier) {
    const { ways, known } = waysInto(value.sort);
    if (ways.length === 0) continue;
    kinds.set(value.sort, ways);
    const chain = estate.tree.chain(value.resource);
    for (const { principal, identity } of value.identities) {
      const to = estate.principalAt(identity) ?? principal ?? identity;
      if (to === null) continue;
      all.push({
        place: value.resource,
        chain,
        identity: to,
        kind: value.sort,
        how: 'can-run-as',
        ...(known ? {} : { doubt: `whether a ${value.sort} does what its writer says as its identities` }),
        because: `${value.name} (${value.sort}) carries it`,
        boundary,
        source: { id: key, kind: 'managed-identity', name: value.name, boundary },
        evidence,
      });
    }
  }
  for (const { value, boundary, key, evidence } of estate.of['managed-identity']) {
    const shared = {
      place: value.resource,
      chain: estate.tree.chain(value.resource),
      identity: value.principal,
      boundary,
      source: { id: key, kind: 'managed-identity', name: value.name, boundary },
      evidence,
    } as const;
    all.push({ ...shared, kind: 'trust', how: 'can-mint', because: `${value.name} trusts whatever issuer is added to it` });
    all.push({ ...shared, kind: ATTACH, how: 'can-run-as', because: `${value.name} serves whatever resource it is assigned to` });
    kinds.set('trust', [{ action: TRUST_ISSUER, plane: 'control' }]);
    kinds.set(ATTACH, attachWays);
  }
  for (const of of estate.of.cluster) {
    const { value, boundary, evidence } = of;
    for (const { door, because, doubt } of openDoors(value)) {
      const kind = `cluster-${door}`;
      kinds.set(kind, clusterDoors[door]);
      all.push({
        place: value.resource,
        chain: estate.tree.chain(value.resource),
        identity: administratorOf(estate, value.resource),
        kind,
        how: 'can-mint',
        ...(doubt === undefined ? {} : { doubt }),
        because,
        boundary,
        source: sourceOf(of),
        evidence,
      });
    }
  }
  return { all, kinds };
}
