import { counted, grouped } from '../../base/text/count.ts';
import type { Ink } from '../../base/text/paint.ts';
import { heading, hung, inked, labelled, prose, type Sheet } from '../../base/text/sheet.ts';
import type { VerifiedPack } from './schema.ts';

/** Problems are told in full up to so many; the rest is counted, and `--format json` has them all. */
const MOST = 200;

/** The verdict first, then what is shown, what is not, and what is wrong. */
export function verifiedText(sheet: Sheet, told: VerifiedPack): readonly string[] {
  return [
    ...verdict(sheet, told),
    ...sentences(sheet, 'Proven', told.proven),
    ...recomputed(sheet, told),
    ...sentences(sheet, 'Not proven', told.notProven),
    ...problems(sheet, told),
  ].map((line) => `${line}\n`);
}

const levels: Readonly<Record<VerifiedPack['level'], string>> = {
  unsigned: 'and nothing shows who made it',
  signed: 'it is signed, and there is no log behind it',
  logged: 'it is signed and logged; integrity rests on management',
  anchored: 'it is signed and logged, and marks from outside cover the period',
};

function verdict(sheet: Sheet, told: VerifiedPack): readonly string[] {
  const { pack } = told;
  const [title, says, ink] = worded(told);
  const [first = '', ...rest] = hung(sheet, `${title}  `, says, 2);
  const lines = [inked(sheet, 0, title, first, ink), ...rest];
  if (pack === null) return lines;
  return [
    ...lines,
    '',
    ...labelled(sheet, 0, 'pack', pack.id),
    ...labelled(sheet, 0, 'framework', pack.framework),
    ...labelled(sheet, 0, 'period', `${pack.period.from} up to ${pack.period.to}, as of ${pack.asOf}`),
    ...labelled(sheet, 0, 'claims', pack.level),
    ...labelled(sheet, 0, 'controls', `${controlsText(pack.controls)}${saysOfControls(told)}`),
  ];
}

/** Of what nobody who was named vouches for it is never said that it holds. */
function saysOfControls({ holds, named }: VerifiedPack): string {
  if (!holds) return ', as it claims: what does not hold says nothing of them';
  return `. That ${named ? 'the pack holds' : 'its parts fit each other'} says nothing of them`;
}

function worded({ holds, named, level, pack, problems: found }: VerifiedPack): readonly [title: string, says: string, ink: Ink] {
  if (!holds) return ['THE PACK DOES NOT HOLD', `${counted(found.length, 'thing is', 'things are')} wrong with it`, 'critical'];
  if (named) return ['THE PACK HOLDS', `nothing in it is wrong: ${levels[level]}`, 'complete'];
  const whose = pack === null || pack.level === 'unsigned' ? 'it is unsigned' : 'it was held against no key that you named';
  return [
    'ITS PARTS FIT EACH OTHER',
    `no more than that: ${whose}, and anybody may have made it; integrity rests on management`,
    'partial',
  ];
}

const saysWords = [
  ['does-not-support', 'not supported'],
  ['cannot-tell', 'cannot be told'],
  ['supports', 'supported'],
  ['not-exercised', 'not exercised'],
] as const;

/** The worst first. */
function controlsText(counts: NonNullable<VerifiedPack['pack']>['controls']): string {
  const told = saysWords.flatMap(([says, words]) => ((counts[says] ?? 0) > 0 ? [`${grouped(counts[says] ?? 0)} ${words}`] : []));
  return told.length === 0 ? 'none' : told.join(', ');
}

function sentences(sheet: Sheet, title: string, all: readonly string[]): readonly string[] {
  if (all.length === 0) return [...heading(sheet, title, 'nothing')];
  return [...heading(sheet, title, ''), ...all.flatMap((each) => hung(sheet, '  - ', each, 4))];
}

function recomputed(sheet: Sheet, { recomputed: told }: VerifiedPack): readonly string[] {
  return told === null
    ? [...heading(sheet, 'Derived again', 'no: give --recompute, and the captures')]
    : sentences(sheet, 'Derived again', told.sentences);
}

function problems(sheet: Sheet, { problems: found }: VerifiedPack): readonly string[] {
  if (found.length === 0) return [];
  const shown = found.slice(0, MOST);
  const more = found.length - shown.length;
  return [
    ...heading(sheet, 'Problems', grouped(found.length)),
    ...shown.flatMap(({ code, file, place, says, seen, expected }) => [
      ...prose(sheet, 2, [file === '' ? 'the pack' : file, place, `[${code}]`].filter((each) => each !== '').join(' '), 4),
      ...prose(sheet, 4, says),
      ...(seen === null ? [] : labelled(sheet, 4, 'seen', seen, 14)),
      ...(expected === null ? [] : labelled(sheet, 4, 'expected', expected, 14)),
    ]),
    ...(more > 0 ? prose(sheet, 2, `and ${grouped(more)} more: --format json has them all`) : []),
  ];
}
