import type { Instant } from '../base/instant.ts';
import type { Access, Holding, Linger } from '../model/access.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { PrivilegeException } from '../model/exception.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, ConnectorId, EntityId, ScopeId } from '../model/ids.ts';
import type { LifeCycleImport } from '../model/life-cycle-import.ts';
import type { LifeCycleEvent, LogSpan } from '../model/life-cycle.ts';
import type { Verification } from '../model/verification.ts';
import type { View } from '../model/view.ts';
import type { AssuranceSettings } from './settings.ts';

/** What a grant of an earlier run gave, by the source that made it. */
export interface PastGrant {
  readonly subject: EntityId;
  readonly capability: Capability;
  readonly scope: ScopeId;
  /** `source.id` */
  readonly source: string;
  /** Memberships it was held through: `to` of each step. */
  readonly through: readonly EntityId[];
}

/** A finding that an exception was approved for, as it was last told. */
export interface FrozenMatch {
  readonly fingerprint: string;
  /** Whom it is about: the id, and the immutable one where that was told. Another one under the same name is somebody else. */
  readonly subject: string;
  readonly uid: string | null;
  /** The right it is about; `null`: it is about something else. */
  readonly capability: Capability | null;
  readonly scope: ScopeId | null;
  /** What a person would have removed: the `source.id` of the grant, or of the link that makes the way. */
  readonly source: string;
}

/** When the reading of a run began and ended, by the clock of whoever read. */
export interface AccessRead {
  readonly from: Instant;
  readonly to: Instant;
  readonly run: string;
  /** The most by which its clock was seen to differ from a provider's, in milliseconds. Left out: none was seen to. */
  readonly offMs?: number;
  /** The connectors it was read with; left out: not told. */
  readonly connectors?: readonly ConnectorId[];
}

/** All that endings are made from. Nothing else is looked at. */
export interface AssureInput {
  /** The estate at the moment of the report, without what this makes. */
  readonly view: View;
  /** By access, then time. Those that ended in the look-back, and all that are open. */
  readonly holdings: readonly Holding[];
  /** Of logs and imports; each once by source and id, the last correction standing. In any order. */
  readonly events: readonly LifeCycleEvent[];
  /** `boundary`: whose log it is; `null`: of an import. */
  readonly spans: readonly { readonly boundary: BoundaryId | null; readonly span: LogSpan }[];
  readonly imports: readonly LifeCycleImport[];
  readonly verifications: readonly Verification[];
  readonly exceptions: readonly PrivilegeException[];
  /** What the fingerprints that exceptions froze stand for. One that is not among them covers nothing. Left out: none is known. */
  readonly frozen?: readonly FrozenMatch[];
  /** Of what is gone: what it gave when it was there. */
  readonly past: readonly PastGrant[];
  /** Identities of earlier runs that are no more, as they were last seen: records about people who are gone are matched by them. Left out: not known. */
  readonly gone?: readonly Identity[];
  /** In the order of time. */
  readonly reads: readonly AccessRead[];
  /** `null`: the connector does not know. `end`: the latest moment at which it ended, in epoch milliseconds; `null`: it is not known to have. */
  readonly lingers: (access: Access, end: number | null) => readonly Linger[] | null;
  /**
   * For how long what tells of an access may go on showing it when it is gone, in milliseconds, by the surfaces that do; `null`: they declare none. Left out:
   * it is not known of any.
   */
  readonly delayOf?: (access: Access) => number | null;
  /** What was not read of a boundary's sources of grants at the moment of the report. */
  readonly unread: (boundary: BoundaryId) => readonly Gap[];
  readonly settings: AssuranceSettings;
}
