import type { Instant } from '../../../../src/base/instant.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { BoundaryId, FactKey, SurfaceId } from '../../../../src/model/ids.ts';
import type { EntraSettings } from '../settings.ts';

export function* resolveEntra(
  _facts: FactIndex,
  _asOf: Instant,
  _settings: EntraSettings,
  _without?: ReadonlySet<FactKey>,
  _unread?: ReadonlySet<BoundaryId>,
  _isRead?: (surface: SurfaceId, boundary: BoundaryId) => boolean,
): Iterable<Grant | Link> {
  // filled by the builders of this room
}
