import { hashJson } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import type { Ending } from '../../model/ending.ts';
import type { Finding } from '../../model/finding.ts';
import type { CitedItem, PopulationRow, RevocationRecord } from '../../model/pack.ts';
import type { Known } from './known.ts';
import { timelineOf } from './timeline.ts';

/** One for each ending that rows are about, by its id. `rows`: those that are tested. */
export function recordsOf(known: Known, rows: readonly PopulationRow[], findings: readonly Finding[]): readonly RevocationRecord[] {
  const { assured, ledger, probes, pages, options } = known.input;
  const byEnding = new Map<string, string[]>();
  for (const { id, ending } of rows) if (ending !== null) byEnding.set(ending, [...(byEnding.get(ending) ?? []), id]);
  const logged = new Map((ledger?.endings ?? []).toSorted((a, b) => b.leaf - a.leaf || b.item - a.item).map((each) => [each.sha256, each]));
  const probed = new Map(probes.map((each) => [each.id, each]));
  const told = new Map(pages.map((each) => [each.page, each]));
  const about = findingsBySubject(findings);

  function citedOf({ evidence, probes: asked }: Ending): readonly CitedItem[] {
    const all = [...evidence, ...asked.flatMap((id) => (probed.get(id)?.pages ?? []).map((page) => ({ page, pointer: '' })))];
    const once = new Map(all.map(({ page, pointer }) => [JSON.stringify([page, pointer]), { page, pointer }]));
    return [...once.values()]
      .sort(
        byKeys(
          ({ page }) => page,
          ({ pointer }) => pointer,
        ),
      )
      .map(({ page, pointer }): CitedItem => {
        const known = told.get(page);
        const withheld = options.pseudonymKey !== null ? 'pseudonymised' : known === undefined ? 'page-not-kept' : known.withheld;
        return { page, pointer, capture: known?.capture ?? null, shown: withheld === null, withheld };
      });
  }

  return assured.endings
    .filter(({ id }) => byEnding.has(id))
    .toSorted(byKeys(({ id }) => id))
    .map((ending): RevocationRecord => {
      const batch = logged.size === 0 || options.pseudonymKey !== null ? undefined : logged.get(hashJson(ending as unknown as Json));
      return {
        ending,
        rows: (byEnding.get(ending.id) ?? []).toSorted(),
        timeline: timelineOf(known, ending, probed),
        cited: citedOf(ending),
        findings: (about.get(ending.subject) ?? [])
          .filter((each) => isAbout(each, ending))
          .map(({ fingerprint }) => fingerprint)
          .toSorted(),
        exception: ending.exception,
        logged: batch === undefined ? null : { leaf: batch.leaf, item: batch.item },
      };
    });
}

function findingsBySubject(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const map = new Map<string, Finding[]>();
  for (const each of findings) {
    for (const id of new Set([each.subject.id, ...(each.subject.accounts ?? [])])) {
      const known = map.get(id);
      if (known === undefined) map.set(id, [each]);
      else known.push(each);
    }
  }
  return map;
}

/** That names the ending, its access, or what gives it. */
function isAbout({ object, rootCause }: Finding, { id, access }: Ending): boolean {
  const own = [id, access.id, access.source];
  return (object !== null && own.includes(object.id)) || own.includes(rootCause.id);
}
