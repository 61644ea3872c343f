import { resolvePointer } from '../../base/pointer.ts';
import type { Json } from '../../base/json.ts';
import type { StoredCapture } from '../../capture/archive.ts';
import { mustKnowMapping, unknownConnector } from '../../collect/core-for.ts';
import { FactTable, saidAt } from '../../collect/facts.ts';
import { mapPage } from '../../collect/mapping.ts';
import type { ExplainingCore, ExplainingCores } from '../../contract/explaining-core.ts';
import type { PageId } from '../../model/ids.ts';
import type { Envelope, Page } from '../../model/page.ts';
import { RunError } from '../errors.ts';
import type { FactSource } from '../explain.ts';
import { explainingCore, idsOf } from '../explaining-cores.ts';
import type { Mentions } from './mentions.ts';

/**
 * Facts of the pages that mention a name, read from the capture when they are asked for and joined as a replay joins all of them. A fact
 * handed out that mentions a name asked for is the one that a replay gives; others may be said by more pages than are named here. Pages that
 * were read stay in memory.
 */
export function factSource(
  capture: StoredCapture,
  connectors: readonly ExplainingCore[] | ExplainingCores,
  mentions: () => Mentions,
): FactSource {
  const held = new Map<PageId, Promise<Page | undefined>>();
  const facts = new FactTable();
  const joined = new Set<PageId>();

  function pageOf(id: PageId): Promise<Page | undefined> {
    let page = held.get(id);
    if (page === undefined) held.set(id, (page = capture.page(id)));
    return page;
  }

  async function told(id: PageId): Promise<Page> {
    const page = await pageOf(id);
    if (page !== undefined) return page;
    throw new RunError('bad-analysis', `cannot read page ${id}: the analysis speaks of it, and capture ${capture.id} has none of that id`, {
      hint: 'run `vestige analyze` on the capture again',
    });
  }

  /** Throws where no core reads such a page, as a replay does. */
  async function coreFor({ connector, mapping }: Envelope): Promise<ExplainingCore> {
    const core = await explainingCore(connectors, connector);
    if (core === undefined) throw unknownConnector(connector, idsOf(connectors));
    mustKnowMapping(core, mapping);
    return core;
  }

  return {
    async about(names) {
      const ids = mentions()
        .pagesOf(names)
        .filter((id) => !joined.has(id));
      for (const page of await Promise.all(ids.map(told))) {
        joined.add(page.id);
        if (page.envelope.refused !== null) continue;
        const { task } = page.envelope;
        const core = await coreFor(page.envelope);
        const map = core.map ?? (await core.mapOf(task.surface));
        facts.add({ page: page.id, at: saidAt(page.envelope), facts: mapPage({ ...core, map }, task, page.body).facts });
      }
      return facts;
    },
    async item({ page, pointer }): Promise<Json | undefined> {
      const found = await pageOf(page);
      return found === undefined ? undefined : resolvePointer(found.body, pointer);
    },
  };
}
