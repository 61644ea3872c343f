/** Milliseconds since the start and bytes of peak resident memory, when a part of a scan was done. */
export interface Moment {
  readonly milliseconds: number;
  readonly peak: number;
}

/** What a scan says of itself. */
export interface ScanFigures {
  /** Peak memory before the first call: the program alone. */
  readonly begun: number;
  readonly captured: Moment & {
    readonly pages: number;
    readonly calls: number;
    readonly throttled: number;
    /** When each stage began, and the calls before it. */
    readonly stages: readonly { readonly milliseconds: number; readonly calls: number }[];
  };
  readonly analysed: Moment;
  readonly reported: Moment & { readonly bytes: Readonly<Record<string, number>> };
  readonly findings: number;
  /** Findings by rule. */
  readonly rules: Readonly<Record<string, number>>;
  readonly undetermined: number;
  readonly coverage: readonly {
    readonly boundary: string;
    readonly surface: string;
    readonly status: string;
    readonly cause: string | null;
  }[];
}
