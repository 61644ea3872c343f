/** Who asks, as far as the estate tells. A value of `null` does not exist for this caller; `undefined` is not known. */
export interface Caller {
  readonly kind: 'user' | 'role' | 'service' | 'federated' | 'outsider';
  readonly account: string | undefined;
  readonly arn: string | undefined;
  readonly username: string | null | undefined;
  /** `AIDA…`; of a role `AROA…`, to which a session adds `:<name>`. */
  readonly uid: string | undefined;
  /** By lower-case key; `undefined` where session tags may add to them. */
  readonly tags: ReadonlyMap<string, string> | undefined;
  /** The account whose resources are asked for. */
  readonly resourceAccount: string;
  /** Time of the audit, epoch milliseconds. */
  readonly now: number;
}
