import { counted, grouped } from '../../../../base/text/count.ts';
import { durationText } from '../../../../base/text/duration.ts';
import { minuteOf } from '../../../../base/text/moment.ts';
import type { Pack } from '../../../../model/pack.ts';
import type { CheckedPack } from '../check.ts';
import { isWhole } from './files.ts';

const DAY_MS = 86_400_000;
/** Clocks differ by so much without anybody meaning to. */
const CLOCK_MS = 60_000;

/**
 * What the check does not show, the gravest first: who and whether at all, then what was left out, then what cannot be known of any pack. Whoever reads only
 * this knows what they still have to ask for.
 */
export function notProvenOf(checked: CheckedPack): readonly string[] {
  const { pack } = checked;
  return [
    ...ofMaker(checked),
    ...ofMarks(checked),
    ...(pack === null ? [] : [...ofSample(checked, pack), ...ofRuns(checked, pack), ...ofReads(pack), ...ofWithheld(checked, pack)]),
    ...ofTimes(checked),
    ...ofAny(checked),
  ];
}

function* ofMaker(checked: CheckedPack): Iterable<string> {
  const { signed, log } = checked;
  if (signed !== null && !isWhole(checked)) yield 'who made these files: they are not those that were signed';
  if (signed === null) yield 'who made the pack: nobody whom you named signed it';
  else if (!signed.isNamed) yield 'who made the pack: you named no key, and whoever made it could have made another one';
  if (log === null) yield 'that nothing was left out or rewritten before the pack was made: there is no log that holds';
}

function* ofMarks({ anchors, level, log, since }: CheckedPack): Iterable<string> {
  for (const { anchor, by, isNamed } of anchors) {
    if (isNamed) continue;
    yield anchor.how === 'rfc3161'
      ? `when the first ${counted(anchor.size, 'entry', 'entries')} of the log existed: the time stamp is of an authority you did not name (it calls itself ${by}); name it with --tsa-ca`
      : `that the witness ${by} saw the log: you did not name its key; name it with --witness`;
  }
  if (level !== 'anchored')
    yield 'that the log was not made up afterwards as a whole: no mark of anybody outside whom you named covers all of the period, so that integrity rests on management';
  if (log !== null && !anchors.some(({ anchor, isNamed }) => isNamed && anchor.how === 'cosignature'))
    yield `that there is one course of this log for everybody: no witness whom you named watches it${since === null ? ', and you brought no checkpoint of it that you saw before (--since)' : ''}; hold its checkpoint against those that others were given`;
}

function* ofSample({ log, since }: CheckedPack, { sample, pseudonyms }: Pack): Iterable<string> {
  if (sample === null) return;
  if (sample.seededBy === 'management') {
    yield 'that the sample was left to chance: no nonce of an auditor went into it, the seed is by management';
  } else if (log === null || log.population === null) {
    yield 'that the sample was left to chance: no log shows that its population was fixed before the nonce was known';
  } else if (since === null || log.population >= since) {
    yield `that the population was fixed before management knew the nonce: ${since === null ? 'bring a checkpoint that you were given before you told it (--since)' : `it is not under the checkpoint that you brought, which has ${counted(since, 'entry', 'entries')}`}`;
  }
  if (sample.redraws.length > 0)
    yield `that this draw was not chosen among others: ${counted(sample.redraws.length, 'export')} over the same time came before it; ask for those packs`;
  if (pseudonyms !== null && log !== null)
    yield 'that no earlier draw was left out: entries of earlier exports bear names and are kept back';
}

function* ofRuns({ runs, importsNotLogged, log }: CheckedPack, pack: Pack): Iterable<string> {
  if (runs.withoutEnd > 0)
    yield `what ${counted(runs.withoutEnd, 'run')} read that never told how ${runs.withoutEnd === 1 ? 'it' : 'they'} ended`;
  const aborted = pack.runs.filter(({ state }) => state === 'aborted').length;
  if (aborted > 0)
    yield `what ${counted(aborted, 'run')} would have told that ${aborted === 1 ? 'was' : 'were'} broken off: ask why; the pack says what was given as the reason`;
  if (runs.notLogged > 0)
    yield `that ${counted(runs.notLogged, 'run')} that the log does not hold ${runs.notLogged === 1 ? 'was' : 'were'} as the pack says`;
  if (importsNotLogged > 0)
    yield `that ${counted(importsNotLogged, 'imported source')} ${importsNotLogged === 1 ? 'is' : 'are'} as when imported: no entry of the log that is shown tells of ${importsNotLogged === 1 ? 'it' : 'them'}`;
  const changed = [...new Set(pack.changes.map(({ what }) => what))].sort();
  if (changed.length > 0)
    yield `that answers from the beginning and the end of the period are of one measure: ${counted(pack.changes.length, 'change')} of ${changed.join(', ')} in between; the pack lists them`;
  const twice = pack.people.filter(({ together }) => together.length > 0).length;
  if (twice > 0)
    yield `that duties were kept apart: ${twice === 1 ? 'one person' : `${grouped(twice)} people`} did two things that one person should not both do; the pack names ${twice === 1 ? 'them' : 'each'}`;
  const pruned = pack.integrity.leaves.prune ?? 0;
  if (log !== null && pruned > 0)
    yield `what was removed in the period: ${counted(pruned, 'entry', 'entries')} of the log ${pruned === 1 ? 'tells' : 'tell'} of captures, history or entries that are no more`;
}

function* ofReads({ coverage, boundaries, population }: Pack): Iterable<string> {
  const unread = coverage.filter(({ status }) => status !== 'complete' && status !== 'excluded').length;
  if (unread > 0) yield `anything of what was not read: ${counted(unread, 'surface')} ${unread === 1 ? 'was' : 'were'} not read whole`;
  const excluded = coverage.filter(({ status }) => status === 'excluded').length;
  if (excluded > 0) yield `anything of ${counted(excluded, 'surface')} that management chose not to have read`;
  const named = boundaries.filter(({ knownBy }) => knownBy === 'named').length;
  if (named > 0)
    yield `anything of ${counted(named, 'boundary', 'boundaries')} that what was read names, and that no run read: hold the list against what you know of the company`;
  const longest = boundaries
    .flatMap(({ id, unread: all }) => all.map((each) => ({ id, ...each })))
    .reduce<{ readonly id: string; readonly surface: string; readonly ms: number } | null>(
      (a, b) => (a === null || b.ms > a.ms ? b : a),
      null,
    );
  if (longest !== null && longest.ms > DAY_MS)
    yield `what came and went between reads: for up to ${durationText(longest.ms, 'up')} a surface was not read whole (${longest.surface} of ${longest.id})`;
  const { unmatched } = population.reconciliation;
  if (unmatched.length > 0)
    yield `what became of access of ${counted(unmatched.length, 'record')} about people whom no read knows; all are listed`;
}

function* ofWithheld({ bodies, items, records, log, keysClaimed }: CheckedPack, { pseudonyms }: Pack): Iterable<string> {
  if (pseudonyms !== null)
    yield `who people are, and that two codes are never one person: names are codes, and ${counted(bodies.kept, 'entry', 'entries')} of the log that ${bodies.kept === 1 ? 'bears a name is' : 'bear names are'} kept back`;
  if (keysClaimed)
    yield 'who holds the keys of the log, why they were changed, and whether one was given up as compromised: the entries that say so bear names and are kept back';
  if (bodies.erased > 0)
    yield `what ${counted(bodies.erased, 'entry', 'entries')} of the log said, and who wrote ${bodies.erased === 1 ? 'it' : 'them'}: ${bodies.erased === 1 ? 'it was' : 'they were'} erased${pseudonyms === null ? ', and the log says so' : ', as the pack has it'}`;
  if (items.withheld > 0)
    yield `what ${grouped(items.withheld)} of ${counted(items.cited, 'cited item')} say: they are kept back, and the pack says why`;
  const since = records.all - records.logged;
  if (log !== null && since > 0)
    yield `that what ${grouped(since)} of ${counted(records.all, 'record')} ${since === 1 ? 'concludes' : 'conclude'} was concluded by a run of the time: ${pseudonyms === null ? 'no entry of the log shows it' : 'names are codes, so that no entry of the log could show it'}`;
}

function* ofTimes({ clocks, pack, anchors }: CheckedPack): Iterable<string> {
  const { begun, backwardsMs, aheadMs, unmarkedMs } = clocks;
  if (pack !== null && begun !== null && begun > pack.period.from)
    yield `anything of the time before ${minuteOf(begun)} UTC: the log was begun then, and the period begins before; ask whether there was another log`;
  if (backwardsMs > CLOCK_MS)
    yield `the times that entries of the log tell: they run back by up to ${durationText(backwardsMs, 'up')}, as entries do that were dated back`;
  if (aheadMs > CLOCK_MS)
    yield `the times that entries of the log tell: some are up to ${durationText(aheadMs, 'up')} later than the mark that they lie under`;
  if (unmarkedMs !== null && unmarkedMs > DAY_MS && anchors.some(({ isNamed }) => isNamed))
    yield `that entries of the period are as old as they say: up to ${durationText(unmarkedMs, 'up')} went by before the first mark of somebody outside`;
}

function* ofAny({ pack }: CheckedPack): Iterable<string> {
  if (pack !== null) {
    yield 'that every end was called for: what no imported source tells and no read shows is not in the population';
    yield 'that each row of an imported file became a row here: hold your own copy of the file, from its owner, against the SHA-256 and the number of rows that the pack lists';
    if (pack.records.length > 0)
      yield 'what records conclude, beyond the items shown: have it derived again from captures (--recompute), by somebody other than who made the pack';
  }
  yield 'that the systems answered the truth, and that files for people (CSV, XLSX, PDF, HTML, OSCAL, OCSF) say what pack.json says: those are checked to be the files that were signed, and not read';
}
