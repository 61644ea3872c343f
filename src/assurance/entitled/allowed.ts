import type { Instant } from '../../base/instant.ts';
import type { Trigger } from '../../model/authorisation.ts';

/** `no`: by sources that cover the moment nothing allows it. `unknown`: they don't, or something may allow it. */
export interface Allowed {
  readonly state: 'yes' | 'no' | 'unknown';
  /** To when, without a break; `null`: it has no end, or is not allowed. */
  readonly until: Instant | null;
  /** Ids of the authorisations that hold then, sorted. */
  readonly ids: readonly string[];
}

export interface Entitlement {
  /** `never`: nothing on record ever allowed it, and the records cover its beginning. `unknown`: they don't, or something on record may be about it. */
  readonly authorised: 'yes' | 'never' | 'unknown';
  /** Ids of all authorisations that allowed it in this time, sorted. */
  readonly authorisations: readonly string[];
  /** End of the union of what allows it, what cut it short counted in; `null`: nothing does, or it has no end. */
  readonly authorisedUntil: Instant | null;
  /**
   * From when it should be gone: the end of what allowed it, an overriding event, or the provider's own end, whichever is first. It may lie in
   * the future (not due yet), and before the access began (somebody who had left was given it). `null`: nothing says that it should be gone.
   */
  readonly trigger: Trigger | null;
  /** Breaks within the time it was there in which nothing allowed it, though something did before and after. The trigger is of the last block. */
  readonly lapses: readonly { readonly from: Instant; readonly to: Instant }[];
  /**
   * What would be its trigger, had it been there already at that moment, or were the record about it: neither is known. Where `trigger` is
   * `null` and this is not empty, it can't be said that it is not due.
   */
  readonly perhaps: readonly Trigger[];
  /**
   * When it can have been there past what allowed it, with everything that may be about it taken to be: from each trigger until something allowed it again;
   * `null`: nothing did. What is certain is among it, but for the provider's own end. Nothing where it may be that nothing ever allowed it, and nothing cut it.
   */
  readonly unsure: readonly { readonly trigger: Trigger; readonly until: Instant | null }[];
  /** Why `authorised` is `unknown`, in words; sorted. */
  readonly because: readonly string[];
}
