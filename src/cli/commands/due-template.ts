import { labelled } from '../../base/text/sheet.ts';
import { wrapIndented } from '../../base/text/wrap.ts';
import { presetNamed, presets } from '../../due/presets/list.ts';
import { lines } from '../due/text.ts';
import { print } from '../history/format.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

/** Prints a preset's mapping as YAML to start from, or without a name which presets there are. */
export async function dueTemplateCommand(
  terminal: Terminal,
  name: string | undefined,
  options: { readonly output?: string },
): Promise<number> {
  if (name === undefined) {
    const sheet = sheetOf(terminal, options);
    await print(
      terminal,
      options,
      presets.flatMap((preset) => lines(labelled(sheet, 0, preset.name, preset.reads, 22))),
    );
    return 0;
  }
  const { reads, source, mapping } = presetNamed(name);
  const { stringify } = await import('yaml');
  const comment = (text: string): readonly string[] => lines(wrapIndented(text, 80, '# ', '# '));
  await print(terminal, options, [
    ...comment(`Reads ${reads}.`),
    ...comment(`Names of columns: ${source}.`),
    ...comment('Change it, and use it with `vestige due import FILE --mapping THIS`. schemas/mapping.schema.json says what it may hold.'),
    stringify(mapping, { aliasDuplicateObjects: false, lineWidth: 100 }),
  ]);
  return 0;
}
