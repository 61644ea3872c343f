import type { ConnectorCore, Mapped } from '../contract/connector.ts';
import type { GapCause } from '../model/gap.ts';
import type { ConnectorId, PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import { saidAt } from './facts.ts';
import { forFollowing } from './lean.ts';
import { mapPage } from './mapping.ts';
import { preferred, type Link } from './chain.ts';
import { taskKey } from './task-key.ts';

/** Refusals that may have passed by the time a capture is resumed: these are asked again. Others stand. */
const passing: ReadonlySet<GapCause> = new Set<GapCause>(['expired-credentials', 'throttled', 'unreachable', 'interrupted', 'budget']);

/** The pages a capture being made already holds, by connector, task and cursor. Bodies are not kept. */
export class KeptPages {
  readonly #links = new Map<ConnectorId, Map<string, Map<string | null, Link[]>>>();
  readonly #fresh = new Set<PageId>();
  count = 0;

  /** `fresh`: captured in this run, so that its refusal stands even when it may pass. */
  add(core: ConnectorCore<unknown>, page: Page, fresh: boolean): Link {
    const { connector, task, cursor, next, refused, status } = page.envelope;
    const mapped = refused === null ? mapPage(core, task, page.body) : null;
    const link: Link = {
      id: page.id,
      cursor,
      next,
      refused,
      status,
      at: saidAt(page.envelope) ?? '',
      words: null,
      mapped: lean(core, mapped),
    };
    const tasks = within(this.#links, connector);
    const cursors = within(tasks, taskKey(task));
    const links = cursors.get(cursor);
    if (links === undefined) cursors.set(cursor, [link]);
    else links.push(link);
    if (fresh) this.#fresh.add(page.id);
    this.count++;
    return link;
  }

  /** The page that stands for this place; `null` = it has to be asked for. */
  find(connector: ConnectorId, key: string, cursor: string | null): Link | null {
    const link = preferred(this.#links.get(connector)?.get(key)?.get(cursor) ?? []);
    if (link === null || link.refused === null || this.#fresh.has(link.id)) return link;
    return passing.has(link.refused) ? null : link;
  }
}

/** Gaps are told by the capture; nobody asks for them while it is being made. */
function lean(core: ConnectorCore<unknown>, mapped: Mapped | null): Mapped | null {
  return mapped === null ? null : { ...forFollowing(core, mapped), gaps: [] };
}

function within<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (inner === undefined) map.set(key, (inner = new Map<L, V>()));
  return inner;
}
