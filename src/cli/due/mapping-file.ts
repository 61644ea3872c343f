import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DueError } from '../../due/errors.ts';
import { readMapping, type Mapping, type MappingOptions } from '../../due/mapping/mapping.ts';
import { presetNamed } from '../../due/presets/list.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';

/** A text that an option names. */
export async function namedText(terminal: Terminal, path: string): Promise<string> {
  try {
    return await readFile(userPath(terminal, path), 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${whyUnread(cause)}`, { cause });
  }
}

/** The mapping of `--as` or `--mapping`. No member may be said twice: one of the two would silently mean nothing. */
export async function mappingOf(
  terminal: Terminal,
  { as, mapping }: { readonly as?: string; readonly mapping?: string },
  options: MappingOptions,
): Promise<Mapping> {
  if (as !== undefined) return readMapping(as, presetNamed(as).mapping, options);
  const path = mapping as string;
  const text = await namedText(terminal, path);
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined)
    throw new DueError('bad-mapping', `cannot use the mapping ${path}: ${error.message.split('\n')[0] ?? error.code}`, { cause: error });
  return readMapping(basename(path), document.toJS() as unknown, options);
}
