import { instantOf } from '../../base/instant.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { prose } from '../../base/text/sheet.ts';
import { decided, exceptionEntry, exceptionNamed, keptExceptions, type Decision } from '../../run/exceptions/kept.ts';
import { exceptionAct } from '../../run/ledger/acts.ts';
import { lines } from '../due/text.ts';
import type { ChangeOptions } from '../exceptions/options.ts';
import { exceptionFormat } from '../exceptions/format.ts';
import { json, print } from '../history/format.ts';
import { withStore } from '../history/place.ts';
import { actLog } from '../ledger/logged.ts';
import { NOT_LOGGED } from '../ledger/tell.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

/** Keeps that an exception was reviewed, tested or revoked, as another version of it. */
export async function exceptionsChangeCommand(
  terminal: Terminal,
  what: Decision['what'],
  id: string,
  options: ChangeOptions,
): Promise<number> {
  const format = exceptionFormat(options.format);
  const now = terminal.clock();
  const { by, at = instantOf(now), reason = null } = options;
  const acts = await actLog(terminal, options);
  const kept = await withStore(terminal, options, async (store) => {
    const next = decided(exceptionNamed(await keptExceptions(store), id), { what, by, at, note: reason }, now);
    await store.append([exceptionEntry(next.exception, next.change)], instantOf(now));
    return next;
  });
  const isLogged = await acts.log((by) => [exceptionAct(by, kept)]);
  const { change } = kept;
  const text = `${id}: ${what} by ${change.by} ${minuteOf(change.at)} UTC${change.note === null ? '' : `, ${change.note}`}`;
  await print(terminal, options, format === 'json' ? json({ schema: 1, ...kept }) : lines(prose(sheetOf(terminal, options), 0, text, 2)));
  return isLogged ? 0 : NOT_LOGGED;
}
