import type { Mapped } from '../contract/connector.ts';
import { byCodeUnit } from '../base/order.ts';
import type { GapCause } from '../model/gap.ts';
import type { PageId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';

/** A page as following needs it: its body is already mapped. */
export interface Link {
  readonly id: PageId;
  readonly cursor: string | null;
  readonly next: string | null;
  readonly refused: GapCause | null;
  readonly status: number | null;
  /** See `saidAt`; empty when unknown. */
  readonly at: string;
  /** The provider's words when it refused; `null` otherwise. */
  readonly words: string | null;
  /** `null` when refused. */
  readonly mapped: Mapped | null;
}

/** All pages of one task that a capture holds. */
export interface TaskPages {
  readonly task: Task;
  readonly links: Map<string | null, Link[]>;
}

/** Why a task's answer is not whole. */
export interface Break {
  readonly cause: GapCause;
  readonly detail: string;
}

/**
 * Follows a task's pages from cursor to cursor; `null` = drained: the last page was reached and none was refused or missing.
 * A live answer starts at cursor `null`. A dump's pages are numbered by the importer, file by file: each page that no other names
 * as its next starts a chain, and all must end.
 */
export function brokenAt(pages: TaskPages, origin: 'live' | 'dump'): Break | null {
  let first: Break | null = null;
  for (const start of origin === 'live' ? [null] : starts(pages)) first ??= follow(pages, start);
  return first;
}

function starts(pages: TaskPages): readonly (string | null)[] {
  const named = new Set<string | null>();
  for (const links of pages.links.values()) for (const link of links) if (link.next !== link.cursor) named.add(link.next);
  const found = [...pages.links.keys()].filter((cursor) => cursor === null || !named.has(cursor));
  // Only a ring of cursors has no start; following it from anywhere finds that out.
  return found.length > 0 ? found.sort((a, b) => byCodeUnit(a ?? '', b ?? '')) : [[...pages.links.keys()].sort()[0] ?? null];
}

function follow(pages: TaskPages, start: string | null): Break | null {
  const seen = new Set<string | null>();
  let cursor = start;
  for (;;) {
    seen.add(cursor);
    const link = preferred(pages.links.get(cursor) ?? []);
    if (link === null) {
      const where = seen.size === 1 ? 'its first page' : `the page at cursor ${quoted(cursor)}`;
      return { cause: 'interrupted', detail: `${where} is not in the capture` };
    }
    if (link.refused !== null) return { cause: link.refused, detail: refusal(link) };
    if (link.next === null) return null;
    if (seen.has(link.next)) return { cause: 'malformed', detail: `the cursor did not move: ${quoted(link.next)} was given before` };
    cursor = link.next;
  }
}

/** The page that stands for a cursor: an answer before a refusal, then the later, then the greater id. */
export function preferred(links: readonly Link[]): Link | null {
  let best: Link | null = null;
  for (const link of links) if (best === null || better(link, best)) best = link;
  return best;
}

function better(a: Link, b: Link): boolean {
  if ((a.refused === null) !== (b.refused === null)) return a.refused === null;
  return (byCodeUnit(a.at, b.at) || byCodeUnit(a.id, b.id)) > 0;
}

function refusal(link: Link): string {
  const where = link.cursor === null ? '' : ` at cursor ${quoted(link.cursor)}`;
  const status = link.status === null ? '' : ` with status ${link.status}`;
  return `refused${where}${status}${link.words === null ? '' : `: ${link.words}`}`;
}

function quoted(cursor: string | null): string {
  const text = cursor ?? '';
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
