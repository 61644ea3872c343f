import { byCodeUnit, byKeys } from '../base/order.ts';
import type { Boundary, Credential, Identity, ServiceUsage, Usage } from '../model/entity.ts';
import type { Evidence, FactIndex, FactKind } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, FactKey, SurfaceId } from '../model/ids.ts';

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

/** Everything a privilege graph is made of: plain JSON, each part in any order. */
export interface GraphInput {
  readonly boundaries: readonly Told<Boundary>[];
  /** Of boundaries whose own facts tell none; left out: there are none. A boundary that nothing else speaks of is not made by its name. */
  readonly names?: readonly { readonly boundary: BoundaryId; readonly name: string }[];
  readonly identities: readonly Told<Identity>[];
  readonly credentials: readonly Told<Credential>[];
  readonly usage: readonly Told<Usage>[];
  readonly serviceUsage: readonly Told<ServiceUsage>[];
  readonly elements: readonly (Grant | Link)[];
  readonly coverage: readonly SurfaceCoverage[];
  readonly surfaces: readonly SurfaceTraits[];
  readonly gaps: readonly Gap[];
}

/** The input made from a run's facts, what its connectors joined and resolved, and the ledger. Facts are in one order; elements as they came. */
export function graphInputOf(
  facts: FactIndex,
  credentials: Iterable<Told<Credential>>,
  elements: Iterable<Grant | Link>,
  coverage: readonly SurfaceCoverage[],
  surfaces: readonly SurfaceTraits[],
  gaps: readonly Gap[],
  names: NonNullable<GraphInput['names']> = [],
): GraphInput {
  return {
    boundaries: inOrder(facts.ofKind('boundary')),
    identities: inOrder(facts.ofKind('identity')),
    credentials: inOrder(credentials),
    usage: inOrder(facts.ofKind('usage')),
    serviceUsage: inOrder(facts.ofKind('service-usage')),
    elements: [...elements],
    coverage,
    surfaces: surfaces.map(({ id, yields, role }) => ({ id, yields, role })).sort(byKeys((each) => each.id)),
    gaps,
    names,
  };
}

function inOrder<T>(facts: Iterable<Told<T>>): readonly Told<T>[] {
  return [...facts].sort(
    (a, b) =>
      (a.boundary === b.boundary ? 0 : byCodeUnit(a.boundary, b.boundary)) || byCodeUnit(a.key, b.key) || byCodeUnit(a.surface, b.surface),
  );
}
