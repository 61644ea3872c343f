import type { Json } from '../../../../../src/base/json.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import type { FactKind, KnownFactValues, MappedFact } from '../../../../../src/model/fact.ts';
import type { Gap, GapCause } from '../../../../../src/model/gap.ts';
import type { BoundaryId, SurfaceId } from '../../../../../src/model/ids.ts';
import type { AzureFact } from '../../facts.ts';

/** A fact of this connector's own, of the task's surface, wherever what it speaks of lies. */
export function push(
  into: Reading,
  kind: Exclude<FactKind, keyof KnownFactValues>,
  boundary: BoundaryId,
  key: string,
  value: AzureFact,
  pointer: string,
): void {
  into.facts.push({ kind, boundary, surface: into.task.surface, key, value: value as unknown as Json, pointer });
}

/** A fact whose value is one of the model's. */
export function pushKnown<K extends keyof KnownFactValues>(
  into: Reading,
  kind: K,
  boundary: BoundaryId,
  key: string,
  value: KnownFactValues[K],
  pointer: string,
): void {
  into.facts.push({ kind, boundary, surface: into.task.surface, key, value, pointer } as unknown as MappedFact);
}

/** A gap of another cause than that something was not understood, of the task's own boundary and surface unless told. */
export function pushGap(
  into: Reading,
  cause: GapCause,
  detail: string,
  about: { readonly boundary?: BoundaryId; readonly surface?: SurfaceId } = {},
): void {
  const gap: Gap = { boundary: into.task.boundary, surface: into.task.surface, ...about, cause, detail };
  into.gaps.push(gap);
}
