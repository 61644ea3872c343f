import { byCodeUnit, byKeys } from '../base/order.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { Boundary, Credential, Identity, ServiceUsage, Usage } from '../model/entity.ts';
import type { Evidence, FactIndex, FactKind } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, FactKey, SurfaceId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { Person } from '../model/person.ts';
import type { ScopeParent } from '../model/scope.ts';

/** A value with who told it and where it was read; every fact of the model is one. */
export interface Told<T> {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly key: FactKey;
  readonly value: T;
  readonly pages: readonly Evidence[];
}

/** What of a surface's declaration decides how far its absence weighs. */
export interface SurfaceTraits {
  readonly id: SurfaceId;
  readonly yields: readonly FactKind[];
  readonly role: 'grants' | 'limits' | 'describes';
}

/** Everything a privilege graph is made of, each part in any order. Identities and elements are asked for once. */
export interface GraphStream {
  readonly boundaries: readonly Told<Boundary>[];
  /** Of boundaries whose own facts tell none; left out: there are none. A boundary that nothing else speaks of is not made by its name. */
  readonly names?: readonly { readonly boundary: BoundaryId; readonly name: string }[];
  /** What holds what; left out: nothing was told of it. */
  readonly scopes?: readonly ScopeParent[];
  readonly identities: Iterable<Told<Identity>>;
  readonly credentials: readonly Told<Credential>[];
  readonly usage: readonly Told<Usage>[];
  readonly serviceUsage: readonly Told<ServiceUsage>[];
  /** Left out: none was told of. */
  readonly activationPolicies?: readonly Told<ActivationPolicy>[];
  /** Left out: none was told of. */
  readonly lifeCycleEvents?: readonly Told<LifeCycleEvent>[];
  /** Those who have several accounts, by id; left out: nobody is known to. */
  readonly persons?: readonly Person[];
  readonly elements: Iterable<Grant | Link>;
  readonly coverage: readonly SurfaceCoverage[];
  readonly surfaces: readonly SurfaceTraits[];
  readonly gaps: readonly Gap[];
}

/** The same as plain JSON. */
export interface GraphInput extends GraphStream {
  readonly identities: readonly Told<Identity>[];
  readonly elements: readonly (Grant | Link)[];
}

/** The input made from a run's facts, what its connectors joined and resolved, and the ledger. Facts are in one order; elements are passed on as they come. */
export function graphInputOf<E extends Iterable<Grant | Link>>(
  facts: FactIndex,
  credentials: Iterable<Told<Credential>>,
  elements: E,
  coverage: readonly SurfaceCoverage[],
  surfaces: readonly SurfaceTraits[],
  gaps: readonly Gap[],
  names: NonNullable<GraphInput['names']> = [],
  scopes: readonly ScopeParent[] = [],
): GraphStream & { readonly identities: readonly Told<Identity>[]; readonly elements: E } {
  return {
    boundaries: inOrder(facts.ofKind('boundary')),
    identities: inOrder(facts.ofKind('identity')),
    credentials: inOrder(credentials),
    usage: inOrder(facts.ofKind('usage')),
    serviceUsage: inOrder(facts.ofKind('service-usage')),
    activationPolicies: inOrder(facts.ofKind('activation-policy')),
    lifeCycleEvents: inOrder(facts.ofKind('life-cycle-event')),
    elements,
    coverage,
    surfaces: surfaces.map(({ id, yields, role }) => ({ id, yields, role })).sort(byKeys((each) => each.id)),
    gaps,
    names,
    scopes,
  };
}

function inOrder<T>(facts: Iterable<Told<T>>): readonly Told<T>[] {
  return [...facts].sort(
    (a, b) =>
      (a.boundary === b.boundary ? 0 : byCodeUnit(a.boundary, b.boundary)) || byCodeUnit(a.key, b.key) || byCodeUnit(a.surface, b.surface),
  );
}
