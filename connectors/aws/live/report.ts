import { decodeUtf8 } from '../../../src/base/decode.ts';
import type { Json } from '../../../src/base/json.ts';
import { readReportCsv } from '../surfaces/credential-csv.ts';

/** The body of a credential-report page from what GetCredentialReport gave, or what was wrong with it. */
export function reportBody(content: Uint8Array | undefined): { readonly body: Json } | { readonly fault: string } {
  if (content === undefined) return { fault: 'GetCredentialReport answered without Content' };
  const text = decodeUtf8(content);
  if (text === undefined) return { fault: 'the credential report is not UTF-8' };
  const read = readReportCsv(text);
  if (!read.ok) return { fault: `the credential report: ${read.reason}` };
  const [report, ...more] = read.reports;
  if (report === undefined || more.length > 0) return { fault: 'the credential report holds more than one header' };
  return { body: { columns: report.body.columns, rows: report.body.rows } };
}
