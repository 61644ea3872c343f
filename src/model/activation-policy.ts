import type { EntityId, ScopeId } from './ids.ts';
import type { Gate } from './persistence.ts';

/**
 * What must happen before an eligible right is switched on, and what may be given without it: a PIM role setting, an entitlement of a
 * privileged access manager. Kept in facts of kind `activation-policy`.
 */
export interface ActivationPolicy {
  /** Unique in the estate; what {@link Authority.gatedBy} names. */
  readonly id: string;
  /** Of what it governs, as people call it: `Global Administrator`, `members of payments-admins`. */
  readonly name: string;
  /** The identity whose membership it governs (a group), else the source of the right: the id of a role definition. */
  readonly governs: string;
  readonly scope: ScopeId;
  /**
   * `self`: whatever the holder alone can do (a second factor, a justification, a ticket number nobody verifies). `checked`: a policy tests
   * live context. `approved`: another person decides.
   */
  readonly gate: Gate;
  /** Who may approve. Empty where none are asked for; see `approversByDefault`. */
  readonly approvers: readonly EntityId[];
  /** Approval is asked for and nobody is named: those whom the provider then takes (`approvers` holds none of them). */
  readonly approversByDefault: boolean;
  readonly secondFactor: boolean;
  /** A policy tests live context, whoever else decides. What it demands of the holder, a second factor among it, is not told here. */
  readonly context: boolean;
  readonly justification: boolean;
  readonly ticket: boolean;
  /** The longest a right may stay on, milliseconds; `null` = not limited. */
  readonly longestActivationMs: number | null;
  /** Whether the right may be given for good without being switched on each time. */
  readonly allowsPermanentAssignment: boolean;
  /** The longest an assignment of the right itself may last, milliseconds; `null` = not limited. */
  readonly longestAssignmentMs: number | null;
  readonly allowsPermanentEligibility: boolean;
  /** Milliseconds; `null` = not limited. */
  readonly longestEligibilityMs: number | null;
}
