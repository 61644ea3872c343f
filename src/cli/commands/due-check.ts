import { counted, grouped } from '../../base/text/count.ts';
import { firstFew, nonZero, prose } from '../../base/text/sheet.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import { checkMatches, type Checked } from '../due/matches.ts';
import { dueFormat } from '../due/options.ts';
import { lines } from '../due/text.ts';
import { json, print } from '../history/format.ts';
import { withStore } from '../history/place.ts';
import { sayWrapped } from '../present.ts';
import { openView } from '../saved-view.ts';
import { loadConfiguration, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';

const SHOWN = 20;

/** Says of imported events whether they are about somebody who was read, by the keys of the configuration. Nobody is guessed at. */
export async function dueCheckCommand(
  terminal: Terminal,
  wiring: Wiring,
  options: CommonOptions & { readonly format: string; readonly output?: string; readonly analysis?: string },
): Promise<number> {
  const format = dueFormat(options.format);
  const { assurance } = await loadConfiguration(terminal, wiring, options);
  const { view } = await openView(terminal, options);
  const checked = await withStore(terminal, options, (store) =>
    checkMatches(imported(store), view.identities(), view.persons, assurance.keys),
  );
  if (checked.unclear.some(({ why }) => why === 'unknown'))
    sayWrapped(
      terminal,
      options,
      'names that lead to nobody: `assurance.keys` of the configuration says which names of records are which of accounts',
    );
  await print(terminal, options, format === 'json' ? json({ schema: 1, ...checked }) : texts(checked, terminal, options));
  return 0;
}

async function* imported(store: HistoryStore): AsyncGenerator<LifeCycleEvent> {
  for await (const { value, boundary } of store.entries({ sorts: ['event'] }))
    if (boundary === null) yield value as unknown as LifeCycleEvent;
}

function* texts({ sources, unclear }: Checked, terminal: Terminal, options: { readonly output?: string }): Iterable<string> {
  const sheet = sheetOf(terminal, options);
  if (sources.length === 0) yield* lines(prose(sheet, 0, 'no events were imported'));
  for (const { source, events, sure, ambiguous, unknown, noKey } of sources) {
    const counts = nonZero([
      ['about somebody who was read', sure],
      ['about one of several', ambiguous],
      ['about nobody who was read', unknown],
      ['that name nobody', noKey],
    ]);
    yield* lines(prose(sheet, 0, `${source}: ${counted(events, 'event')}: ${counts}`, 2));
  }
  for (const { source, why, keys, candidates, events } of unclear.slice(0, SHOWN)) {
    const names = keys.map(({ kind, value }) => `${kind} ${value}`).join(', ');
    const may = why === 'unknown' ? 'nobody who was read has such a name' : `may be ${firstFew(candidates, 5)}`;
    yield* lines(prose(sheet, 2, `${source}: ${names} (${counted(events, 'event')}): ${may}`, 4));
  }
  if (unclear.length > SHOWN)
    yield* lines(prose(sheet, 2, `and ${grouped(unclear.length - SHOWN)} more; all of them are in --format json`, 4));
}
