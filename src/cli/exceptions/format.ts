import { UsageError } from '../usage.ts';

/** Asked before any work is done. */
export function exceptionFormat(format: string): 'text' | 'json' {
  if (format === 'text' || format === 'json') return format;
  throw new UsageError(`cannot print exceptions as ${JSON.stringify(format)}`, { hint: 'the formats are text, json' });
}
