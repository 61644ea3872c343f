import { parse } from 'csv-parse/sync';
import type { ReportBody } from './credential-report.ts';

/** A credential report's text cut into rows, or why it could not be. `line` counts from 1. */
export type ReadReport =
  | { readonly ok: true; readonly reports: readonly { readonly body: ReportBody; readonly line: number }[] }
  | { readonly ok: false; readonly reason: string };

/**
 * RFC 4180, and nothing mended: names of users may hold commas, and a field that breaks the quoting makes every field after it
 * doubtful. A header line that comes again begins another report.
 */
export function readReportCsv(text: string): ReadReport {
  let records: string[][];
  const lines: number[] = [];
  try {
    records = parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], { lines: line }) => {
        lines.push(line);
        return record;
      },
    });
  } catch (error) {
    return { ok: false, reason: `it is not CSV: ${error instanceof Error ? error.message : 'unknown'}` };
  }
  const reports: { readonly body: { columns: string[]; rows: string[][] }; readonly line: number }[] = [];
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as string[];
    const open = reports.at(-1);
    if (record.includes('user') && record.includes('arn')) reports.push({ body: { columns: record, rows: [] }, line: lines[i] ?? 0 });
    else if (open === undefined)
      return {
        ok: false,
        reason: `it does not begin with the header of a credential report, but with ${JSON.stringify(record.slice(0, 3).join(',').slice(0, 60))}`,
      };
    else open.body.rows.push(record);
  }
  return reports.length === 0 ? { ok: false, reason: 'it is empty' } : { ok: true, reports };
}
