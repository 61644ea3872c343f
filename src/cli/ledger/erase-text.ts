import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { prose, type Sheet } from '../../base/text/sheet.ts';
import type { Erasable } from '../../run/ledger/erasable.ts';

/** What nobody can be shown any more, entry by entry. `by`: the entry that says so; `null`: nothing was erased yet. */
export function eraseLines(sheet: Sheet, gone: readonly Erasable[], by: number | null): readonly string[] {
  const head =
    by === null
      ? `Would erase what ${counted(gone.length, 'entry', 'entries')} told. Then nobody can be shown:`
      : `Erased what ${counted(gone.length, 'entry', 'entries')} told, as entry ${by} says. From now on nobody can be shown:`;
  return [
    ...prose(sheet, 0, head),
    ...gone.flatMap((each) => prose(sheet, 2, `entry ${each.index} (${each.kind}, ${minuteOf(each.at)} UTC): ${lost(each)}`, 4)),
    ...prose(
      sheet,
      0,
      'The entries stay, with their times and kinds, and so does every proof. Captures, the history and packs that were exported are not touched: they hold what they hold.',
    ),
  ].map((line) => `${line}\n`);
}

function lost({ kind, what }: Erasable): string {
  if (kind === 'batch') return what === null ? 'that anything was among its items' : `that any of the ${what} was among those of the run`;
  return said[kind] ?? 'what it says, and who did it';
}

const said: Readonly<Partial<Record<Erasable['kind'], string>>> = {
  'run-intent': 'who began the run, what it was going to read, and under which configuration',
  'run-end': 'which capture and report the run came to, how much was read, and how many findings it had',
  'run-abort': 'why the run was broken off',
  import: 'which file was imported, from which system, with how many rows, and by whom',
  exception: 'which exception was decided, how, and by whom',
  population: 'what a population was when it was fixed, and so that a sample was drawn from it alone',
  export: 'which pack was exported, with what content, and by whom',
};
