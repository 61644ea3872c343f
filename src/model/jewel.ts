import type { Capability } from './capability.ts';
import type { BoundaryId, ScopeId } from './ids.ts';

/** What a configuration says is worth most. */
export interface CrownJewel {
  /** Unique. */
  readonly name: string;
  /** A boundary, a container of boundaries, or the native name, or pattern of names, of something inside one. Unique among the jewels. */
  readonly scope: ScopeId;
  /** Whoever holds one of these on it, or what gives all of one, reaches it. Sorted, none twice. */
  readonly capabilities: readonly Capability[];
  readonly owner: string | null;
  /** Where it lies; `null` where the scope is a boundary or container itself. */
  readonly boundary: BoundaryId | null;
}

/**
 * The capabilities that count where a configuration names none: those with which what is kept there can be taken, changed or destroyed, and
 * those with which someone makes itself able to.
 */
export const jewelCapabilities = [
  'administer',
  'destroy',
  'impersonate',
  'mint-credential',
  'read-data',
  'read-secrets',
  'run-as',
  'write-data',
] as const satisfies readonly Capability[];
