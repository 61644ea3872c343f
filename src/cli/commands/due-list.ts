import { byKeys } from '../../base/order.ts';
import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { heading, prose } from '../../base/text/sheet.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { LifeCycleImport } from '../../model/life-cycle-import.ts';
import type { LifeCycleEvent, LogSpan } from '../../model/life-cycle.ts';
import { dueFormat } from '../due/options.ts';
import { lines } from '../due/text.ts';
import { json, print } from '../history/format.ts';
import { withStore } from '../history/place.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

interface Source {
  readonly source: string;
  readonly sourceKind: LifeCycleEvent['sourceKind'];
  events: number;
  first: string;
  last: string;
}

/** All that is known of where events are from: files that were imported, times that are told whole, and how many events each source has. */
export interface DueList {
  readonly schema: 1;
  readonly imports: readonly (LifeCycleImport & { readonly recordedAt: string })[];
  readonly spans: readonly (LogSpan & { readonly boundary: string | null })[];
  readonly sources: readonly Readonly<Source>[];
}

export async function dueListCommand(
  terminal: Terminal,
  options: CommonOptions & { readonly format: string; readonly output?: string },
): Promise<number> {
  const format = dueFormat(options.format);
  const list = await withStore(terminal, options, listed);
  await print(terminal, options, format === 'json' ? json(list) : texts(list, terminal, options));
  return 0;
}

async function listed(store: HistoryStore): Promise<DueList> {
  const imports: (LifeCycleImport & { readonly recordedAt: string })[] = [];
  const spans: (LogSpan & { readonly boundary: string | null })[] = [];
  const sources = new Map<string, Source>();
  for await (const { sort, value, boundary, recordedAt } of store.entries({ sorts: ['import', 'span', 'event'] })) {
    if (sort === 'import') imports.push({ ...(value as unknown as LifeCycleImport), recordedAt });
    else if (sort === 'span') spans.push({ ...(value as unknown as LogSpan), boundary });
    else {
      const { source, sourceKind, at } = value as unknown as LifeCycleEvent;
      const known = sources.get(source);
      if (known === undefined) sources.set(source, { source, sourceKind, events: 1, first: at, last: at });
      else {
        known.events++;
        known.first = at < known.first ? at : known.first;
        known.last = at > known.last ? at : known.last;
      }
    }
  }
  return {
    schema: 1,
    imports: imports.sort(
      byKeys(
        ({ recordedAt }) => recordedAt,
        ({ id }) => id,
      ),
    ),
    spans: spans.sort(
      byKeys(
        ({ source }) => source,
        ({ boundary }) => boundary ?? '',
        ({ region }) => region ?? '',
        ({ from }) => from,
        ({ to }) => to,
      ),
    ),
    sources: [...sources.values()].sort(byKeys(({ source }) => source)),
  };
}

function* texts({ imports, spans, sources }: DueList, terminal: Terminal, options: { readonly output?: string }): Iterable<string> {
  const sheet = sheetOf(terminal, options);
  yield* lines(heading(sheet, 'Sources', counted(sources.length, 'source')).slice(1));
  for (const { source, sourceKind, events, first, last } of sources)
    yield* lines(prose(sheet, 2, `${source} (${sourceKind}): ${counted(events, 'event')}, ${minuteOf(first)} to ${minuteOf(last)} UTC`, 4));
  yield* lines(heading(sheet, 'Told whole', spans.length === 0 ? 'no time is: silence says nothing' : counted(spans.length, 'time')));
  for (const { source, boundary, region, from, to, tells } of spans) {
    const where = [boundary, region].filter((each) => each !== null).join(' ');
    yield* lines(prose(sheet, 2, `${source}${where === '' ? '' : ` ${where}`}: ${minuteOf(from)} to ${minuteOf(to)} UTC, ${tells}`, 4));
  }
  yield* lines(heading(sheet, 'Imports', counted(imports.length, 'file')));
  for (const { id, name, system, mapping, rows, events, badRows, recordedAt, extractedAt } of imports) {
    const made = extractedAt === null ? '' : `, made ${minuteOf(extractedAt)}`;
    const lacks = badRows === 0 ? '' : `; ${counted(badRows, 'row')} could not be read`;
    yield* lines(
      prose(
        sheet,
        2,
        `${id.slice(0, 16)} ${name}: ${counted(rows, 'row')} of ${system} by ${mapping.name}, ${counted(events, 'event')}${lacks}${made}, imported ${minuteOf(recordedAt)} UTC`,
        4,
      ),
    );
  }
}
