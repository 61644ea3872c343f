import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import type { Boundary, Credential, Identity, ServiceUsage, Usage } from './entity.ts';
import type { ActivationPolicy } from './activation-policy.ts';
import type { LifeCycleEvent, LogSpan } from './life-cycle.ts';
import type { BoundaryId, FactKey, PageId, SurfaceId } from './ids.ts';

/** A place in a page: RFC 6901 pointer into its body. */
export interface Evidence {
  readonly page: PageId;
  readonly pointer: string;
}

/** Kinds with a value of the model; of the rest the value is the connector's own. */
export interface KnownFactValues {
  readonly boundary: Boundary;
  readonly identity: Identity;
  readonly credential: Credential;
  readonly usage: Usage;
  readonly 'service-credential': Credential;
  readonly 'service-usage': ServiceUsage;
  readonly 'activation-policy': ActivationPolicy;
  readonly 'life-cycle-event': LifeCycleEvent;
  readonly 'log-span': LogSpan;
  readonly 'review-span': LogSpan;
}

/**
 * `policy`, `attachment`, `membership`, `trust`: sources of grants and links. `limiter`: takes away (SCP, boundary).
 * `workload`: what runs as an identity (a function, an instance). `resource-policy`: a source that hangs on the resource. `activation-policy`: what switches an eligible right on. `session-limit`: how long a session may last. `assignment`: a principal of a
 * directory is given a role elsewhere. `service-credential`: opens one service only (an API key, an SSH key). `service-usage`: when an
 * identity last used a service. `credential-detail`: what lists of single identities tell of credentials that others tell of (ids, last use,
 * that there are no more). `life-cycle-event`: an entry of a log or a broker about a request, an approval, an end; `log-span`: what a log told of whole; `review-span`: what records of reviews told of whole; `life-cycle`: such a record in the connector's own words. `observation`: what the provider's own analysis says. `secret-policy` and
 * `key-policy`: carried by no fact; a surface yields them that tells the resource policies of secrets or of keys among others.
 */
export const factKinds = [
  'boundary',
  'identity',
  'credential',
  'usage',
  'policy',
  'attachment',
  'membership',
  'trust',
  'limiter',
  'resource-policy',
  'secret-policy',
  'key-policy',
  'session-limit',
  'activation-policy',
  'provider',
  'workload',
  'assignment',
  'service-credential',
  'service-usage',
  'credential-detail',
  'life-cycle',
  'life-cycle-event',
  'log-span',
  'review-span',
  'observation',
] as const;
export type FactKind = (typeof factKinds)[number];

export interface FactOf<K extends FactKind> {
  readonly kind: K;
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly key: FactKey;
  readonly value: K extends keyof KnownFactValues ? KnownFactValues[K] : Json;
}
/** One thing a page says, as `map` yields it: `pointer` tells where in the page's body. Joins nothing. */
export type MappedFact = { [K in FactKind]: FactOf<K> & { readonly pointer: string } }[FactKind];
/** The same with the pages that say it. */
export type Fact = { [K in FactKind]: FactOf<K> & { readonly pages: readonly Evidence[] } }[FactKind];
export type FactOfKind<K extends FactKind> = Extract<Fact, { readonly kind: K }>;

/** All facts of a run. The order of iteration is not defined; nothing that leaves the program may depend on it. */
export interface FactIndex {
  ofKind<K extends FactKind>(kind: K): Iterable<FactOfKind<K>>;
  find<K extends FactKind>(kind: K, boundary: BoundaryId, key: FactKey): FactOfKind<K> | undefined;
  readonly boundaries: readonly BoundaryId[];
  readonly size: number;
  /** When a page speaks for; `null` = not known. Left out: it is known of none. */
  saidAt?(page: PageId): Instant | null;
}
