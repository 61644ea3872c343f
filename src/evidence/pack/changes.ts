import { byKeys } from '../../base/order.ts';
import type { RunLine } from '../../contract/store.ts';
import type { PackChange } from '../../model/pack.ts';
import { isWithin } from './asks.ts';
import type { PackInput } from './input.ts';
import { bodyOf } from './runs.ts';

/** What decides answers and is not what it was at the run before, for the runs of the period; and changes of keys. By time. */
export function changesOf({ runs, ledger, options: { period } }: PackInput): readonly PackChange[] {
  const sorted = runs.toSorted(
    byKeys(
      ({ to }) => to,
      ({ id }) => id,
    ),
  );
  const changes: PackChange[] = [];
  let before = new Map<string, string>();
  for (const run of sorted) {
    const now = decidesIn(run, before);
    if (isWithin(run.to, period) && before.size > 0) changes.push(...changesBetween(before, now, run.to));
    before = now;
  }
  const keys = (ledger?.leaves ?? []).flatMap((each): readonly PackChange[] => {
    const body = bodyOf(each, 'key-change');
    if (!isWithin(each.leaf.at, period) || each.leaf.kind !== 'key-change') return [];
    return [{ at: each.leaf.at, what: 'key', id: body?.why ?? 'erased', from: body?.from ?? null, to: body?.to ?? null }];
  });
  return [...changes, ...keys].sort(
    byKeys(
      ({ at }) => at,
      ({ what }) => what,
      ({ id }) => id,
      ({ to }) => to ?? '',
    ),
  );
}

/** `<what> <id>` to its value. Of a run without conclusions rules and configuration are taken to be as they were; so are mappings of what it did not read. */
function decidesIn({ version, connectors, conclusions }: RunLine, before: ReadonlyMap<string, string>): Map<string, string> {
  const now = new Map([...before].filter(([key]) => key.startsWith('mapping ') || conclusions === null));
  now.set('program vestige', version);
  for (const { id, mapping } of connectors) now.set(`mapping ${id}`, String(mapping));
  if (conclusions === null) return now;
  now.set('configuration vestige.yaml', conclusions.configuration);
  for (const { id, revision } of conclusions.rules) now.set(`rule ${id}`, String(revision));
  return now;
}

function changesBetween(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, at: string): readonly PackChange[] {
  const keys = new Set([...before.keys(), ...now.keys()]);
  // Before the first conclusions there is nothing that they could differ from.
  const isFirst = (key: string): boolean =>
    (key.startsWith('rule ') || key.startsWith('configuration ')) && !before.has('configuration vestige.yaml');
  return [...keys]
    .filter((key) => before.get(key) !== now.get(key) && !isFirst(key) && !(key.startsWith('mapping ') && !before.has(key)))
    .map((key) => {
      const space = key.indexOf(' ');
      return {
        at,
        what: key.slice(0, space) as PackChange['what'],
        id: key.slice(space + 1),
        from: before.get(key) ?? null,
        to: now.get(key) ?? null,
      };
    });
}
