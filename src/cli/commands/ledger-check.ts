import { counted } from '../../base/text/count.ts';
import { prose, type Sheet } from '../../base/text/sheet.ts';
import { checkLedger, type CheckedLedger } from '../../run/ledger/check/check.ts';
import { json, print } from '../history/format.ts';
import { ledgerFormat } from '../ledger/format.ts';
import { authoritiesIn, fileOf, ledgerKeyGiven, vkeyGiven } from '../ledger/trust.ts';
import { ledgerHere } from '../ledger/reader.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { anchorText } from '../ledger/status-text.ts';
import { sheetOf } from '../way.ts';

export interface LedgerCheckOptions extends CommonOptions {
  readonly key?: readonly string[];
  readonly since?: string;
  readonly format: string;
  readonly output?: string;
}

/** Checks all of the ledger. Exit 0: all holds; 1: something does not, and each such thing is named with its file; 2: it could not be looked at. */
export async function ledgerCheckCommand(terminal: Terminal, options: LedgerCheckOptions): Promise<number> {
  const format = ledgerFormat(options.format);
  const { settings, folder, name } = await ledgerHere(terminal, options);
  const checked = await checkLedger(folder, {
    keys: await Promise.all((options.key ?? []).map((key) => ledgerKeyGiven(terminal, key))),
    earlier: options.since === undefined ? null : await fileOf(terminal, options.since, 'the checkpoint'),
    authorities: await authoritiesIn(terminal, settings),
    witnesses: settings.witnesses.map(({ vkey, name: of }) => vkeyGiven(vkey, `the witness ${of}`)),
  });
  const sheet = sheetOf(terminal, options);
  const told = { schema: 1, place: name, ...checked };
  await print(terminal, options, format === 'json' ? json(told) : checkLines(sheet, name, checked, terminal.clock()));
  return checked.problems.length === 0 ? 0 : 1;
}

function checkLines(sheet: Sheet, name: string, checked: CheckedLedger, now: number): readonly string[] {
  const { origin, size, root, isTrusted, anchors, erased, unfinished, problems } = checked;
  const last = anchors.at(-1);
  const by = isTrusted ? 'the key given' : 'the key that it names itself, for none was given (--key)';
  return [
    ...prose(
      sheet,
      0,
      `${name}: ${counted(size, 'entry', 'entries')} of ${origin === '' ? 'a log whose name cannot be read' : origin}, root ${root}`,
      2,
    ),
    ...problems.flatMap(({ code, file, place, seen, expected }) => {
      const where = [file, place].filter((each) => each !== '').join(', ');
      return prose(sheet, 0, `${code}: ${where === '' ? 'the log' : where}: ${seen}; expected ${expected}`, 2);
    }),
    ...(erased === 0 ? [] : prose(sheet, 0, `erased, and logged so: what ${counted(erased, 'entry', 'entries')} told`, 2)),
    ...(unfinished === 0
      ? []
      : prose(sheet, 0, `${counted(unfinished, 'file')} of an append that was cut off, or is under way: no checkpoint speaks of them`, 2)),
    ...prose(
      sheet,
      0,
      last === undefined
        ? 'nobody outside has marked it: integrity rests on management'
        : `marked outside: ${anchorText(last.anchor, size, now)}`,
      2,
    ),
    ...(last === undefined || last.isNamed
      ? []
      : prose(sheet, 2, 'whoever made that mark is not among the authorities and witnesses of the configuration')),
    ...prose(
      sheet,
      0,
      problems.length === 0
        ? `all of it holds, held to ${by}`
        : `${counted(problems.length, 'thing')} of it ${problems.length === 1 ? 'does' : 'do'} not hold, held to ${by}`,
      2,
    ),
  ].map((line) => `${line}\n`);
}
