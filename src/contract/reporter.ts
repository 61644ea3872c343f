import type { ReporterId } from '../model/ids.ts';
import type { Report } from '../model/report.ts';

/** How the reader looks at it. Nothing here changes what is said, only how it is laid out. */
export interface RenderOptions {
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** Whether ANSI colour may be used. */
  readonly colour: boolean;
}

/** Turns a report into bytes. Pure: the same report and options give the same bytes. */
export interface Reporter {
  readonly id: ReporterId;
  readonly mediaType: string;
  /** Without a dot. */
  readonly extension: string;
  render(report: Report, options: RenderOptions): Iterable<Uint8Array>;
}
