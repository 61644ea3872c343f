import { counted, grouped } from '../base/text/count.ts';
import { firstFew, heading, labelled, nonZero, prose, type Sheet } from '../base/text/sheet.ts';
import type { CheckedPack } from '../evidence/check/pack/check.ts';
import type { Backlog } from '../model/backlog.ts';
import { dispositions, populationSources, type ControlSays, type Pack, type PopulationSource } from '../model/pack.ts';
import { severities } from '../model/question.ts';
import type { DemoEvidence } from './evidence.ts';

const COLUMN = 14;
const ITEMS = 3;

const sourceWords: Readonly<Record<PopulationSource, string>> = {
  'source-row': 'imported rows',
  'log-end': "providers' logs",
  'state-difference': 'reads that lack what was there',
};
const saysWords: readonly (readonly [ControlSays, string])[] = [
  ['supports', 'supported'],
  ['does-not-support', 'not supported'],
  ['cannot-tell', 'cannot be told'],
  ['not-exercised', 'not exercised'],
];

/** What the demo says after its report, in three sections of at most a dozen lines. Nothing in it depends on what chance went into the ledger. */
export function demoSections(sheet: Sheet, evidence: DemoEvidence, backlog: Backlog): readonly string[] {
  const lines = [...evidenceLines(sheet, evidence.exported.pack), ...checkedLines(sheet, evidence), ...backlogLines(sheet, backlog)];
  return lines.map((line) => `${line}\n`);
}

function* evidenceLines(sheet: Sheet, { framework, period, population, controls, runs, integrity }: Pack): Iterable<string> {
  const { rows, reconciliation } = population;
  const { sources, together, unmatched } = reconciliation;
  const says = `${framework}, from ${period.from.slice(0, 10)} up to ${period.to.slice(0, 10)}: ${counted(rows.length, 'end')} of access`;
  yield* heading(sheet, 'Evidence', says);
  const told = populationSources.map((source) => {
    const alone = together.find(({ from }) => from.length === 1 && from[0] === source)?.rows ?? 0;
    return `${grouped(sources[source])} by ${sourceWords[source]} (${grouped(alone)} by nothing else)`;
  });
  yield* labelled(sheet, 2, 'called for', told.join(', '), COLUMN);
  const became = nonZero(dispositions.map((each) => [each.replaceAll('-', ' '), reconciliation.dispositions[each]]));
  const nobody = unmatched.length === 0 ? '' : `; ${counted(unmatched.length, 'record')} about nobody known`;
  yield* labelled(sheet, 2, 'became', `${became}${nobody}`, COLUMN);
  const groups = saysWords.flatMap(([which, words]) => {
    const ids = controls.filter((control) => control.says === which).map(({ id }) => id);
    return ids.length === 0 ? [] : [`${words}: ${ids.join(', ')}`];
  });
  yield* labelled(sheet, 2, 'controls', groups.join('; '), COLUMN);
  const ended = runs.filter(({ state }) => state === 'ended').length;
  const others = runs.length - ended;
  const ends = others === 0 ? 'each logged before it read and when it ended' : `${grouped(others)} of them not logged to the end`;
  yield* labelled(sheet, 2, 'runs', `${counted(runs.length, 'run')} of the period, ${ends}`, COLUMN);
  yield* labelled(sheet, 2, 'integrity', integrityText(integrity), COLUMN);
}

function integrityText({ level }: Pack['integrity']): string {
  if (level === 'logged')
    return 'logged, and no more: nobody outside has marked the log, so that it could have been made up as a whole, and integrity rests on management';
  return level === 'anchored' ? 'logged, and marked by somebody outside' : `${level}: integrity rests on management`;
}

function* checkedLines(sheet: Sheet, { checked, altered }: DemoEvidence): Iterable<string> {
  const holds = checked.problems.length === 0;
  const wrong = counted(checked.problems.length, 'thing is', 'things are');
  yield* heading(sheet, 'Checked', holds ? `the pack holds, by the ledger's key alone` : `the pack does not hold: ${wrong} wrong with it`);
  if (!holds) yield* labelled(sheet, 2, 'wrong', firstFew([...new Set(checked.problems.map(({ says }) => says))], 2, '; '), COLUMN);
  if (holds) yield* labelled(sheet, 2, 'proven', proven(checked).join('; '), COLUMN);
  yield* labelled(sheet, 2, 'not proven', notProven(checked).join('; '), COLUMN);
  const named = [...new Set(altered.checked.problems.map(({ file }) => file))];
  const heard = named.length === 0 ? 'the pack is said to hold all the same' : `the pack does not hold: ${firstFew(named, 2)}`;
  yield* labelled(sheet, 2, 'altered', `with one bit changed in ${altered.file} ${heard}`, COLUMN);
}

/** Of a pack in which nothing is wrong. */
function proven({ files, signed, log, runs, items }: CheckedPack): readonly string[] {
  return [
    ...(signed?.isNamed === true ? [`all ${grouped(files)} files are as they were signed`] : []),
    ...(log === null ? [] : ['no entry of the log was changed since']),
    ...(log === null || log.population === null ? [] : ['the population was fixed in it before anything was made of it']),
    ...(log === null || runs.withoutEnd > 0 ? [] : ['each run that it began is told to its end']),
    ...(items.shown === 0 ? [] : [`${counted(items.shown, 'item')} of pages are as they were logged when they were read`]),
  ];
}

function notProven({ pack, level, items }: CheckedPack): readonly string[] {
  const unread = (pack?.coverage ?? []).filter(({ status }) => status !== 'complete' && status !== 'excluded');
  const stale = unread.filter(({ cause }) => cause === 'stale').length;
  return [
    ...(level === 'anchored' ? [] : ['when the log was written, and that all are shown the same one']),
    'that the systems answered the truth',
    ...(stale === 0 ? [] : [`how ${counted(stale, 'surface')} stood at the end, which were last read long before`]),
    ...(unread.length === stale ? [] : [`anything of ${counted(unread.length - stale, 'surface')} not read whole`]),
    ...(items.withheld === 0 ? [] : [`what ${grouped(items.withheld)} of ${counted(items.cited, 'cited item')} say, which are not shown`]),
  ];
}

function* backlogLines(sheet: Sheet, { items }: Backlog): Iterable<string> {
  const live = items.filter(({ state }) => state === 'open' || state === 'returned');
  const counts = nonZero(severities.map((severity) => [severity, live.filter((each) => each.severity === severity).length] as const));
  yield* heading(sheet, 'Backlog', `${counted(live.length, 'item')} to be done: ${counts}`);
  for (const { rank, title, owner, due, findings, breaks } of live.slice(0, ITEMS)) {
    yield* prose(sheet, 2, `${rank}. ${title}`, 5);
    const told = [
      owner === null ? 'no owner known' : `owner ${owner}`,
      ...(due === null ? [] : [`due ${due.slice(0, 10)}`]),
      counted(findings.length, 'finding'),
      ...(breaks === null || breaks.loses.length === 0 ? [] : [`${counted(breaks.loses.length, 'way is', 'ways are')} lost with it`]),
    ];
    yield* prose(sheet, 5, told.join(' · '), 5).map((line) => sheet.paint('faint', line));
  }
  if (live.length > ITEMS) yield* prose(sheet, 2, `and ${grouped(live.length - ITEMS)} more`);
}
