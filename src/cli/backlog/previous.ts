import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../base/instant.ts';
import type { Backlog } from '../../model/backlog.ts';
import { readBacklog } from '../../run/backlog/kept.ts';
import { userPath } from '../settings.ts';
import { writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';
import type { BacklogOptions } from './options.ts';

const kept = 'backlog.json';

export interface Previous {
  /** `null`: there was none. */
  readonly backlog: Backlog | null;
  /** What is kept speaks for a later moment: an export of an earlier one neither goes on from it nor takes its place. */
  readonly isLater: boolean;
}

/** The export before: the one that is named, else the one kept in the state folder. One that cannot be read stops the command, as does one that is named and later. */
export async function previousBacklog(terminal: Terminal, options: BacklogOptions, asOf: Instant): Promise<Previous> {
  const backlog = await readPrevious(terminal, options);
  const isLater = backlog !== null && backlog.asOf > asOf;
  if (!isLater) return { backlog, isLater };
  if (options.previous !== undefined)
    throw new UsageError(`cannot go on from the backlog ${options.previous}: it is as of ${backlog.asOf}, and the analysis as of ${asOf}`);
  return { backlog: null, isLater };
}

async function readPrevious(terminal: Terminal, { state, previous }: BacklogOptions): Promise<Backlog | null> {
  const name = previous ?? join(state, kept);
  let content: string;
  try {
    content = await readFile(userPath(terminal, name), 'utf8');
  } catch (cause) {
    if (previous === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UsageError(`cannot read the backlog ${name}: ${whyUnread(cause)}`, { cause });
  }
  return readBacklog(content, name);
}

export async function keepBacklog(terminal: Terminal, { state }: BacklogOptions, backlog: Backlog): Promise<void> {
  await writeFileWhole(join(userPath(terminal, state), kept), [`${JSON.stringify(backlog)}\n`]);
}
