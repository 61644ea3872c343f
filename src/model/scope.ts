import type { ScopeId } from './ids.ts';

/** One step of the tree of scopes, told by what was read. */
export interface ScopeParent {
  readonly scope: ScopeId;
  readonly parent: ScopeId;
  /** In the provider's words: `organizational unit`, `account`. */
  readonly kind: string;
  readonly name: string | null;
}

/**
 * What holds what: organization ⊃ unit ⊃ boundary ⊃ what native names tell to be in it. A scope told to lie in two places lies in both, so
 * nothing that may be held is missed; the coverage has a gap for it.
 */
export interface Scopes {
  /** Whether `outer` is `inner`, or holds all of it. `false` also where that was not told. */
  contains(outer: ScopeId, inner: ScopeId): boolean;
  /** Whether it is a whole boundary or a container of boundaries, and not something inside one. */
  readonly isWhole: (scope: ScopeId) => boolean;
  /** Everything told to hold it, itself left out; sorted. */
  above(scope: ScopeId): readonly ScopeId[];
}
