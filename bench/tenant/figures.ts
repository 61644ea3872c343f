/** What a part of the work took: seconds of processor, and bytes of resident memory at most until its end. */
export interface Taken {
  readonly seconds: number;
  readonly peak: number;
}

/** What a scan of a generated tenant says of itself. */
export interface TenantFigures {
  /** The program alone. */
  readonly begun: number;
  /** `took`: milliseconds under the limits; `stored`: bytes on disk. */
  readonly captured: Taken & { readonly pages: number; readonly took: number; readonly stored: number };
  /** `JSON.parse` of the bodies of all pages: what the stages are measured against. */
  readonly parsed: Taken & { readonly bytes: number };
  readonly stages: Readonly<Record<'map' | 'resolve' | 'graph' | 'judge', Taken>>;
  readonly facts: number;
  /** Grants that resolving yields, before the graph joins them. */
  readonly granted: number;
  readonly identities: number;
  readonly links: number;
  readonly grants: number;
  readonly questions: number;
  readonly findings: number;
  readonly undetermined: number;
  /** Findings by rule. */
  readonly rules: Readonly<Record<string, number>>;
  /** Of what was not read whole, a line each. */
  readonly coverage: readonly string[];
}
