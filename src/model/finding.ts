import type { Capability } from './capability.ts';
import type { IdentityKind, Nature } from './entity.ts';
import type { Evidence } from './fact.ts';
import type { BoundaryId, EntityId, RuleId, ScopeId } from './ids.ts';
import type { Gap } from './gap.ts';
import type { LinkKind } from './grant.ts';
import type { Seen } from './history.ts';
import type { Bounds, PersistenceClass } from './persistence.ts';
import type { Severity } from './question.ts';

export const families = [
  'standing',
  'long-lived',
  'residual',
  'jit-integrity',
  'unused',
  'third-party',
  'shared',
  'ownership',
  'break-glass',
  'blind-spot',
] as const;
export type Family = (typeof families)[number];

/** One control of a framework that a finding bears on. */
export interface ControlRef {
  /** `owasp-nhi`, `nist-csf`, `nist-800-53`, `nist-800-207`, `ai-rmf`, `soc2`, `iso27001`, `pci`, `gdpr`, `cis-aws`. */
  readonly framework: string;
  readonly id: string;
  readonly title: string;
}

/** Whom a finding is about. For a boundary, a surface or an exception `kind` says so and `nature` is `unknown`. */
export interface Subject {
  readonly id: EntityId;
  readonly uid: string | null;
  readonly kind: IdentityKind | 'boundary' | 'surface' | 'exception';
  readonly nature: Nature;
  readonly name: string;
  readonly boundary: BoundaryId | null;
  /** All accounts that are known to be this person's, this one among them, sorted; left out where no other is. */
  readonly accounts?: readonly EntityId[];
}

/** The thing itself, where it is not the subject. */
export interface FindingObject {
  readonly type: 'credential' | 'grant' | 'link' | 'activation-policy' | 'life-cycle-event' | 'ending' | 'request' | 'exception';
  readonly id: string;
  readonly name: string;
}

/** One step of a witness path, as people read it. */
export type PathStep =
  | { readonly step: 'entry'; readonly state: 'live' | 'none-seen' | 'unread'; readonly text: string }
  | { readonly step: 'identity'; readonly id: EntityId; readonly name: string }
  | {
      readonly step: 'link';
      readonly how: LinkKind;
      readonly from: EntityId;
      readonly to: EntityId;
      readonly persistence: PersistenceClass;
      readonly text: string;
    }
  | {
      readonly step: 'grant';
      readonly capability: Capability;
      readonly scope: ScopeId;
      readonly persistence: PersistenceClass;
      readonly text: string;
    };

export interface Remediation {
  /** What to do; constant for a rule. */
  readonly summary: string;
  /** Exact commands for this target; empty where there is none. */
  readonly commands: readonly string[];
  /** What might break, from last use. */
  readonly mayBreak: string | null;
  /** How Vestige will verify it. */
  readonly verify: string;
}

export interface Finding {
  /** SHA-256 over (rule, subject, capability, scope, source): stable between scans. */
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly title: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly reasons: readonly string[];
  readonly subject: Subject;
  readonly object: FindingObject | null;
  readonly capability: Capability | null;
  readonly scope: ScopeId | null;
  readonly persistence: PersistenceClass | null;
  readonly bounds: Bounds | null;
  /** What a person would remove; findings with the same one have one cause. */
  readonly rootCause: { readonly id: string; readonly kind: string; readonly name: string };
  readonly caveats: readonly string[];
  readonly path: readonly PathStep[];
  readonly evidence: readonly Evidence[];
  readonly controls: readonly ControlRef[];
  readonly remediation: Remediation;
  /** Its past; `null`: no history was kept of the run. */
  readonly seen: Seen | null;
}

/** A question without an answer. `questions` counts those it stands for: a whole boundary's are one line. */
export interface Undetermined {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly capability: Capability | null;
  readonly scope: ScopeId | null;
  readonly questions: number;
  readonly because: readonly Gap[];
}

/** A finding moved aside by an exception, never deleted. */
export interface Excepted {
  readonly exception: string;
  readonly owner: string;
  readonly until: string;
  readonly finding: Finding;
}
