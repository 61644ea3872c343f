import type { ReporterId } from '../model/ids.ts';
import type { Report } from '../model/report.ts';

/** What a report goes out as a part of. */
export interface PartOf {
  /** In the middle of a sentence: `pack 2fd4e1c67a2d: SOC 2, 2026-10-01 00:00 to …`. */
  readonly whole: string;
  /** What can be told of the whole, and by whose word, in one sentence. */
  readonly integrity: string;
  /** Whether somebody outside vouches for it. */
  readonly isAnchored: boolean;
}

/** How the reader looks at it. Nothing here changes what the report says, only how it is laid out and what it is said to belong to. */
export interface RenderOptions {
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** Whether ANSI colour may be used. */
  readonly colour: boolean;
  /** Read by formats that go into packs. Left out: it stands by itself. */
  readonly partOf?: PartOf;
}

/** Turns a report into bytes. Pure: the same report and options give the same bytes. */
export interface Reporter {
  readonly id: ReporterId;
  readonly mediaType: string;
  /** Without a dot. */
  readonly extension: string;
  render(report: Report, options: RenderOptions): Iterable<Uint8Array>;
}
