/** What a scan of a generated tenant says of itself. Milliseconds since the start; bytes of peak resident memory. */
export interface TenantFigures {
  readonly begun: number;
  /** `waited`: for rate limits, which here took no time. */
  readonly captured: { readonly milliseconds: number; readonly peak: number; readonly pages: number; readonly waited: number };
  readonly analysed: { readonly milliseconds: number; readonly peak: number };
  readonly identities: number;
  readonly links: number;
  readonly grants: number;
  readonly findings: number;
  /** Of what was not read whole, a line each. */
  readonly coverage: readonly string[];
}
