import { counted, grouped } from '../../../../base/text/count.ts';
import { minuteOf } from '../../../../base/text/moment.ts';
import type { Pack } from '../../../../model/pack.ts';
import type { CheckedPack } from '../check.ts';
import { isFree, isWhole } from './files.ts';

export function provenOf(checked: CheckedPack): readonly string[] {
  return [...ofFiles(checked), ...ofContents(checked), ...ofPages(checked), ...ofMarks(checked)];
}

function* ofFiles(checked: CheckedPack): Iterable<string> {
  const { signed, log } = checked;
  if (isWhole(checked) && isFree(checked, /^manifest\.json$/))
    yield `every one of ${counted(checked.files, 'file')} is there, is as it was listed, and none was added`;
  if (signed !== null && isWhole(checked) && isFree(checked, /^(manifest\.json|pack\.dsse\.json)$/))
    yield signed.isNamed
      ? `all of them were signed by the key you named, or one it vouches for: ${signed.by.join(', ')}`
      : `all of them were signed by one key, ${signed.by.join(', ')}, of which only the pack itself says whose it is`;
  if (log !== null)
    yield `the log ${log.origin} of ${counted(log.size, 'entry', 'entries')} hashes to its signed checkpoint: none of them was changed, taken out or put in since it was signed`;
}

function* ofContents(checked: CheckedPack): Iterable<string> {
  const { pack, log } = checked;
  if (pack === null || !isFree(checked, /^pack\.json$/)) return;
  yield `the population of ${counted(pack.population.rows.length, 'row')} adds up, and each control says what its tests allow`;
  if (log !== null && log.population !== null && log.export !== null) yield fixedText(checked, pack, log.population, log.export);
  if (pack.sample !== null) {
    const { drawn, redraws } = pack.sample;
    const earlier =
      redraws.length === 0
        ? ''
        : `; ${counted(redraws.length, 'earlier draw')} over the same time ${redraws.length === 1 ? 'is' : 'are'} listed`;
    yield `the sample of ${drawn.length} is the one that its seed draws from this population${earlier}`;
  }
  if (log !== null && isFree(checked, /^log\/bodies/)) yield runsText(pack.runs, checked.runs.withoutEnd);
}

function fixedText({ since }: CheckedPack, { sample }: Pack, population: number, exported: number): string {
  const logged = `and this pack was logged (entry ${exported})`;
  if (sample === null) return `the population was fixed in the log (entry ${population}) before this pack was made of it, ${logged}`;
  const seen = since !== null && population < since ? ', under the checkpoint that you saw before' : '';
  return `the population was fixed in the log (entry ${population}${seen}) before the sample was drawn, ${logged}`;
}

function runsText(all: Pack['runs'], withoutEnd: number): string {
  const runs = all.filter(({ intent }) => intent !== null);
  if (runs.length === 0) return 'the log began no run in the period';
  const aborted = runs.filter(({ state }) => state === 'aborted').length;
  const ends = [
    ...(aborted === 0 ? [] : [`${grouped(aborted)} ${aborted === 1 ? 'was' : 'were'} broken off`]),
    withoutEnd === 0 ? 'each told how it ended' : `${grouped(withoutEnd)} never told how it ended`,
  ];
  return `every run that the log began in the period is listed, ${grouped(runs.length)} of them; ${ends.join(', ')}`;
}

function* ofPages(checked: CheckedPack): Iterable<string> {
  const { log, items, records } = checked;
  if (log !== null && items.shown > 0 && isFree(checked, /^pages\.ndjson$/))
    yield `${counted(items.shown, 'item')} of pages ${items.shown === 1 ? 'is' : 'are'} shown as they were logged when they were read`;
  if (log !== null && records.logged > 0 && isFree(checked, /^(pack\.json|logged\.ndjson)$/))
    yield `${grouped(records.logged)} of ${counted(records.all, 'record')} ${records.logged === 1 ? 'concludes' : 'conclude'}, to the letter, what a run logged when it ended`;
}

function* ofMarks({ anchors }: CheckedPack): Iterable<string> {
  for (const { anchor, at, by, isNamed } of anchors)
    if (isNamed)
      yield anchor.how === 'rfc3161'
        ? `the first ${counted(anchor.size, 'entry', 'entries')} of the log existed no later than ${minuteOf(at)} UTC, by a time stamp of ${by}`
        : `the first ${counted(anchor.size, 'entry', 'entries')} of the log were seen by the witness ${by} at ${minuteOf(at)} UTC, and it saw no other course of the log`;
}
