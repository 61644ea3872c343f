import { instantIn, type Instant } from '../../base/instant.ts';
import { decodeInteger } from '../../base/decode.ts';
import type { Extract } from '../../due/import.ts';
import { eventSourceKinds, type EventSourceKind } from '../../model/life-cycle.ts';
import type { CommonOptions } from '../settings.ts';
import { UsageError } from '../usage.ts';

export interface DueImportOptions extends CommonOptions {
  readonly as?: string;
  readonly mapping?: string;
  readonly jwks?: string;
  readonly issuer?: readonly string[];
  readonly audience?: readonly string[];
  readonly system?: string;
  readonly kind?: string;
  readonly zone?: string;
  readonly query?: string;
  readonly parameter?: readonly string[];
  readonly extractedBy?: string;
  readonly extractedAt?: string;
  readonly covers?: string;
  readonly rows?: string;
  readonly acceptRows?: boolean;
  readonly dryRun?: boolean;
  readonly format: string;
  readonly output?: string;
}

/** What the options say of the files. Throws {@link UsageError} for what says nothing for sure. */
export function extractOf(options: DueImportOptions, files: number): Extract {
  if (options.rows !== undefined && files > 1)
    throw new UsageError(`cannot hold ${files} files against one number of rows`, { hint: 'import them one by one, each with its --rows' });
  return {
    query: options.query ?? null,
    parameters: parametersOf(options.parameter ?? []),
    extractedBy: options.extractedBy ?? null,
    extractedAt: options.extractedAt === undefined ? null : moment('--extracted-at', options.extractedAt),
    covers: options.covers === undefined ? null : coversOf(options.covers),
    rows: options.rows === undefined ? null : rowsOf(options.rows),
    acceptRows: options.acceptRows === true,
  };
}

export function kindOf(kind: string | undefined): EventSourceKind | undefined {
  if (kind === undefined) return undefined;
  const found = eventSourceKinds.find((each) => each === kind && each !== 'provider-log');
  if (found !== undefined) return found;
  throw new UsageError(`cannot take files as told by "${kind}"`, {
    hint: `it is one of ${eventSourceKinds.filter((each) => each !== 'provider-log').join(', ')}; what a provider logged comes from its connector`,
  });
}

export function dueFormat(format: string): 'text' | 'json' {
  if (format === 'text' || format === 'json') return format;
  throw new UsageError(`cannot print what was imported as ${JSON.stringify(format)}`, { hint: 'the formats are text, json' });
}

function moment(option: string, text: string): Instant {
  const instant = instantIn(text);
  if (instant !== undefined) return instant;
  throw new UsageError(`cannot use ${option} "${text}": it is no RFC 3339 time`, {
    hint: 'write 2026-11-22, which is its midnight in UTC, or 2026-11-22T09:30:00Z',
  });
}

function coversOf(text: string): { readonly from: Instant; readonly to: Instant } {
  const [from, to, more] = text.split('/');
  if (from === undefined || to === undefined || more !== undefined)
    throw new UsageError(`cannot use --covers "${text}": it is no FROM/TO`, {
      hint: 'write two times with a slash between: 2026-11-01/2026-11-22T06:00:00Z',
    });
  return { from: moment('--covers', from), to: moment('--covers', to) };
}

function rowsOf(text: string): number {
  const rows = decodeInteger(text);
  if (rows !== undefined && rows >= 0) return rows;
  throw new UsageError(`cannot hold the rows against "${text}": it is no number`);
}

function parametersOf(given: readonly string[]): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (const each of given) {
    const at = each.indexOf('=');
    const key = each.slice(0, at);
    if (at < 1 || key === '__proto__') throw new UsageError(`cannot use --parameter "${each}": it is no NAME=VALUE`);
    if (Object.hasOwn(parameters, key)) throw new UsageError(`cannot use --parameter "${each}": "${key}" was given before`);
    parameters[key] = each.slice(at + 1);
  }
  return parameters;
}
