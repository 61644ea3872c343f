import type { NonEmpty } from '../base/json.ts';
import type { Capability } from './capability.ts';
import type { Gap } from './gap.ts';
import type { ScopeId } from './ids.ts';

/** What a rule can ask about, by the key its kind has: of an event its id, of an ending, a request and an exception theirs. For `surface`, `boundary` tells where. */
export type Ref =
  | {
      readonly type:
        | 'identity'
        | 'credential'
        | 'grant'
        | 'link'
        | 'boundary'
        | 'activation-policy'
        | 'life-cycle-event'
        | 'ending'
        | 'request'
        | 'exception';
      readonly id: string;
    }
  | { readonly type: 'surface'; readonly id: string; readonly boundary: string };

export interface Question {
  readonly subject: Ref;
  readonly capability?: Capability;
  readonly scope?: ScopeId;
}

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/**
 * What a finding rests on. A `path` witness is the reach of an identity to (capability, scope), rebuilt when asked; one of
 * `service-usage` is what was told of an identity's use of these services.
 */
export type Witness =
  | Ref
  | { readonly type: 'path'; readonly identity: string; readonly capability: Capability; readonly scope: ScopeId }
  | { readonly type: 'service-usage'; readonly identity: string; readonly services: readonly string[] };

/** The three answers. There is no fourth. */
export type Observation =
  | {
      readonly says: 'finding';
      readonly severity: Severity;
      readonly reasons: NonEmpty<string>;
      /** The first is what `explain` starts from, and what remediation removes. */
      readonly witness: NonEmpty<Witness>;
      /** What might break when it is removed, from last use; `null` = nothing known to. */
      readonly mayBreak?: string;
    }
  | { readonly says: 'clear' }
  | { readonly says: 'undetermined'; readonly because: NonEmpty<Gap> };
