import { UsageError } from '../usage.ts';

/** Asked before any work is done. */
export function ledgerFormat(format: string): 'text' | 'json' {
  if (format === 'text' || format === 'json') return format;
  throw new UsageError(`cannot print what the ledger says as ${JSON.stringify(format)}`, { hint: 'the formats are text, json' });
}
