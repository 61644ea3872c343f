import { DAY_MS, instantOf, parseInstant } from '../../base/instant.ts';
import { counted, grouped } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { heading, labelled, nonZero, prose, firstFew, type Sheet } from '../../base/text/sheet.ts';
import { dispositions, populationSources, type ControlSays, type Pack, type Period, type PopulationSource } from '../../model/pack.ts';

const COLUMN = 18;
const MOST = 8;

const sourceWords: Readonly<Record<PopulationSource, string>> = {
  'source-row': 'from imported rows',
  'log-end': "from providers' logs",
  'state-difference': 'from reads that lack what was there',
};
const saysWords: readonly (readonly [ControlSays, string])[] = [
  ['supports', 'supported'],
  ['does-not-support', 'not supported'],
  ['cannot-tell', 'cannot be told'],
  ['not-exercised', 'not exercised'],
];

/** What an auditor is told of a pack first. */
export function* packLines(sheet: Sheet, pack: Pack): Generator<string, void, undefined> {
  const { framework, period, asOf } = pack;
  yield* heading(sheet, 'Pack', `${framework}, ${periodText(period)}, as of ${minuteOf(asOf)} UTC`).slice(1);
  yield* populationLines(sheet, pack);
  yield* sampleLines(sheet, pack);
  yield* controlLines(sheet, pack);
  yield* doubtLines(sheet, pack);
  yield* labelled(sheet, 2, 'integrity', pack.integrity.says, COLUMN);
}

/** Days, the last of them included; a period that does not begin and end with a day by its moments. */
function periodText({ from, to }: Period): string {
  const end = parseInstant(to) ?? 0;
  const isDays = from.endsWith('T00:00:00.000Z') && to.endsWith('T00:00:00.000Z');
  return isDays ? `${from.slice(0, 10)} to ${instantOf(end - DAY_MS).slice(0, 10)}` : `${minuteOf(from)} up to ${minuteOf(to)}`;
}

function* populationLines(sheet: Sheet, { population: { rows, reconciliation } }: Pack): Iterable<string> {
  const { sources, together, unmatched } = reconciliation;
  yield* labelled(sheet, 2, 'population', `${counted(rows.length, 'end')} of access called for or shown`, COLUMN);
  for (const source of populationSources) {
    const alone = together.find(({ from }) => from.length === 1 && from[0] === source)?.rows ?? 0;
    yield* prose(
      sheet,
      COLUMN,
      `${grouped(sources[source])} ${sourceWords[source]}${sources[source] === 0 ? '' : `, ${grouped(alone)} by that alone`}`,
      COLUMN + 2,
    );
  }
  const came = nonZero(dispositions.map((each) => [each.replaceAll('-', ' '), reconciliation.dispositions[each]]));
  if (came !== '') yield* labelled(sheet, 2, 'what became', came, COLUMN);
  if (unmatched.length > 0)
    yield* labelled(
      sheet,
      2,
      'about nobody',
      `${counted(unmatched.length, 'record')} of people whom no read knows: all are in the pack; by what names are matched says assurance.keys of the configuration`,
      COLUMN,
    );
}

function* sampleLines(sheet: Sheet, { sample, records }: Pack): Iterable<string> {
  if (sample === null) {
    yield* labelled(sheet, 2, 'tested', `the whole population; ${counted(records.length, 'record')}`, COLUMN);
    return;
  }
  const { drawn, strata, seededBy, redraws } = sample;
  const replaced = drawn.filter(({ replaces }) => replaces !== null).length;
  const by =
    seededBy === 'auditor'
      ? "by the auditor's nonce"
      : 'by a seed of management: it proves nothing about chance; the auditor gives a nonce (--nonce) for one that does';
  yield* labelled(
    sheet,
    2,
    'tested',
    `${counted(drawn.length, 'row')} drawn from ${counted(strata.length, 'stratum', 'strata')} ${by}`,
    COLUMN,
  );
  if (replaced > 0) yield* prose(sheet, COLUMN, `${counted(replaced, 'row')} stand in for others; the pack says why`);
  if (redraws.length > 0)
    yield* prose(sheet, COLUMN, `drawn ${counted(redraws.length, 'time')} before for this period; the pack lists them`);
}

function* controlLines(sheet: Sheet, { controls }: Pack): Iterable<string> {
  let label = 'controls';
  for (const [says, words] of saysWords) {
    const of = controls.filter((control) => control.says === says).map(({ id }) => id);
    if (of.length === 0) continue;
    yield* labelled(sheet, 2, label, `${words}: ${of.join(', ')}`, COLUMN);
    label = '';
  }
}

function* doubtLines(sheet: Sheet, pack: Pack): Iterable<string> {
  const { runs, boundaries, people, selfTest, undetermined } = pack;
  const open = runs.filter(({ state }) => state === 'without-end');
  if (open.length > 0) {
    const those = open.map(({ at, by }) => `${minuteOf(at)}${by === null ? '' : ` by ${by}`}`);
    yield* labelled(
      sheet,
      2,
      'runs without end',
      `${counted(open.length, 'run')} begun, and how it ended was never told: ${firstFew(those, MOST)}`,
      COLUMN,
    );
  }
  const unread = boundaries.filter(({ runs: times }) => times === 0).map(({ name, id }) => name ?? id);
  if (unread.length > 0)
    yield* labelled(
      sheet,
      2,
      'never read',
      `${counted(unread.length, 'boundary', 'boundaries')} that something read names: ${firstFew(unread, MOST)}`,
      COLUMN,
    );
  const twice = people
    .filter(({ together }) => together.length > 0)
    .map(({ person, together }) => `${person} (${together.map((pair) => pair.join(' and ')).join('; ')})`);
  if (twice.length > 0) yield* labelled(sheet, 2, 'same person', firstFew(twice, MOST, '; '), COLUMN);
  if (undetermined.length > 0)
    yield* labelled(sheet, 2, 'left open', `${counted(undetermined.length, 'question')} for want of what was not read`, COLUMN);
  const { asked, right } = selfTest;
  yield* labelled(
    sheet,
    2,
    'self-test',
    `${grouped(right)} of ${counted(asked, 'known answer')} right${right === asked ? '' : ': the rules that made this pack are not what they should be'}`,
    COLUMN,
  );
}

/** What to hand over, and what apart from it. */
export function* handOverLines(sheet: Sheet, { pack, place, zip, files }: HandedOver): Generator<string, void, undefined> {
  yield '';
  yield* labelled(
    sheet,
    2,
    'written',
    `${place}${zip === null ? '' : ` and ${zip}`}: ${counted(files, 'file')}, pack ${pack.id.slice(0, 12)}`,
    COLUMN,
  );
  const { vkey } = pack.integrity;
  if (vkey === null) {
    yield* labelled(sheet, 2, 'send', `${zip ?? place}; nothing in it is signed`, COLUMN);
    return;
  }
  yield* labelled(sheet, 2, 'send', zip ?? place, COLUMN);
  yield* labelled(
    sheet,
    2,
    'another way',
    'the key, by which the auditor checks it: by telephone, on paper, from a page of yours, never beside the pack',
    COLUMN,
  );
  yield `${' '.repeat(COLUMN)}${sheet.paint('command', vkey)}`;
}

export interface HandedOver {
  readonly pack: Pack;
  readonly place: string;
  readonly zip: string | null;
  readonly files: number;
}
