import type { Capability } from './capability.ts';
import type { Evidence } from './fact.ts';
import type { BoundaryId, EntityId, ScopeId } from './ids.ts';
import type { Bounds, EndsBy, Gate, Presence } from './persistence.ts';
import type { Windows } from './window.ts';

/**
 * A condition on an element and how it was settled: the estate's facts decide it (`decided`), the holder can satisfy it alone
 * (`by-holder`, presence stays certain), or neither (`outside`, presence becomes possible).
 */
export interface ConditionNote {
  /** In a reader's words: `aws:PrincipalOrgID equals o-abc`. */
  readonly text: string;
  readonly settled: 'decided' | 'by-holder' | 'outside';
}

/** What a person would remove to take an element away. Findings are grouped by it. */
export interface Source {
  /** Stable between scans. */
  readonly id: string;
  /**
   * `attached-policy`, `inline-policy`, `trust-policy`, `membership`, …; `surface`: the element may be there because that surface, by its
   * id, was not read whole.
   */
  readonly kind: string;
  readonly name: string;
  readonly boundary: BoundaryId;
}

/** What grants and links share. */
export interface Authority {
  /** Unique in the run, made of immutable native ids, stable between scans. */
  readonly key: string;
  /** The boundary that holds it and whose surfaces speak of it. */
  readonly boundary: BoundaryId;
  readonly bounds: Bounds;
  readonly presence: Presence;
  readonly windows: Windows;
  readonly endsBy: EndsBy;
  readonly gate: Gate;
  /**
   * The {@link ActivationPolicy} that says how the right is switched on, and whether it may be held without that, by id; also of one that is
   * held without. Left out: none was told of.
   */
  readonly gatedBy?: string;
  /** The facts that made the class what it is, in words. */
  readonly because: readonly string[];
  readonly conditions: readonly ConditionNote[];
  /** What might still limit it and was not read: `unless an unread service control policy denies it`. */
  readonly caveats: readonly string[];
  readonly source: Source;
  readonly evidence: readonly Evidence[];
  /** Where several permissions together make it: the connector's name of that way. Left out: it is one plain right. */
  readonly escalation?: string;
}

/** subject → capability @ scope */
export interface Grant extends Authority {
  readonly type: 'grant';
  readonly subject: EntityId;
  readonly capability: Capability;
  readonly scope: ScopeId;
  /** Memberships the subject holds it through (`user → group`), already counted in bounds, presence and windows. */
  readonly through: readonly Step[];
}

export interface Step {
  readonly how: LinkKind;
  readonly from: EntityId;
  readonly to: EntityId;
}

/** `can-run-as`: can have code run as it (pass a role to a workload, change a workload that has it). */
export type LinkKind = 'member-of' | 'can-assume' | 'can-impersonate' | 'can-mint' | 'can-run-as' | 'owns' | 'federates' | 'eligible-for';

/** from → to: `from` can act as `to`. Classed by the right to start a session, never by the session it yields. */
export interface Link extends Authority {
  readonly type: 'link';
  readonly how: LinkKind;
  readonly from: EntityId;
  readonly to: EntityId;
  /**
   * How far the matcher opens beyond the parties read: `exact` (named identity), `boundary` (anyone a named boundary allows),
   * `issuer` (any subject of a public identity provider), `any` (anyone at all), `none` (matches nobody: a deleted principal).
   */
  readonly openness: 'exact' | 'boundary' | 'issuer' | 'any' | 'none';
  /** Facts only rules of this provider ask about, e.g. `{ externalId: true }`. */
  readonly detail: Readonly<Record<string, string | boolean | number | null>>;
}
