import type { AccessDecision, AccessRequest, Decision, Explanation, PolicyInput, Principal, UnknownKey } from '../access.ts';

/** A principal with everything that decides about it. Its fields mean what they mean in an `AccessRequest`. */
export interface BatchPrincipal {
  readonly principal: string | Principal;
  readonly principalTags?: Readonly<Record<string, string>> | undefined;
  readonly identityPolicies: readonly PolicyInput[];
  readonly permissionsBoundary?: PolicyInput | undefined;
  readonly serviceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
  /** In place of the shared context. */
  readonly context?: AccessRequest['context'];
  /** In place of the shared unknown keys. */
  readonly unknownKeys?: readonly UnknownKey[] | undefined;
}

/** Something every principal is asked about. */
export interface BatchRequest {
  readonly action: string;
  /** A function is given the account and partition of the principal; both are empty for one that has none. */
  readonly resource: string | ((account: string, partition: string) => string);
  readonly resourceAccount?: string | ((account: string) => string | undefined) | undefined;
  readonly resourcePolicy?: PolicyInput | undefined;
  readonly resourceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
}

export interface BatchInput {
  readonly principals: readonly BatchPrincipal[];
  readonly requests: readonly BatchRequest[];
  readonly context?: AccessRequest['context'];
  readonly unknownKeys?: readonly UnknownKey[] | undefined;
}

/** How the pairs of a batch were decided. Counts of work; the answers are the same however they came about. */
export interface BatchWork {
  readonly pairs: number;
  /** Pairs settled by what whole documents say of a request. */
  readonly byBits: number;
  /** Pairs that took the answer of another pair in which the same statements are in question. */
  readonly byLikeness: number;
  /** Pairs given to `evaluateAccess`. */
  readonly evaluated: number;
  /** Documents of different text, counted for each use. */
  readonly documents: number;
  /** Principals that differ in something that any of the requests depends on. */
  readonly profiles: number;
}

/** `p` and `r` are places in the lists of the input; others throw `RangeError`. */
export interface BatchResult {
  decision(p: number, r: number): Decision;
  /** As in `AccessDecision`: empty unless the decision is `depends`. */
  on(p: number, r: number): readonly string[];
  /** Worked out anew, with flags. */
  answer(p: number, r: number): AccessDecision;
  because(p: number, r: number): Explanation;
  readonly counts: Readonly<Record<Decision, number>>;
  /** For each request, in the order of the input. */
  readonly countsByRequest: readonly Readonly<Record<Decision, number>>[];
  readonly work: BatchWork;
}
