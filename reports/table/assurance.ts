import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import { minuteAfter, minuteOf } from '../../src/base/text/moment.ts';
import { firstFew, heading, labelled, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import type { EventSource, Unmatched } from '../../src/model/authorisation.ts';
import { assuredTime, silences, silentFirst, type Time } from '../../src/model/event-coverage.ts';
import type { Metrics } from '../../src/model/metrics.ts';
import type { Report, ReportAssurance } from '../../src/model/report.ts';
import { leftOut } from './left-out.ts';

const SOURCES = 20;
const SPANS = 4;
const UNMATCHED = 5;
const CANDIDATES = 3;
const COLUMN = 14;

/** What endings were made from: what told of how much time, and what could not be brought home. Nothing where no history was at hand. */
export function assuranceSection(sheet: Sheet, report: Report): readonly string[] {
  const { assurance } = report;
  if (assurance === null) return [];
  const { sources, unmatched } = assurance;
  const record = recordText(assurance, report.metrics);
  if (sources.length === 0 && unmatched.count === 0) {
    const above = report.endings.length === 0 ? [] : [''];
    return [...above, ...short(sheet, 'Assurance', `${record}; no log and no import told of it, so nothing is known of who and why`)];
  }
  const time = assuredTime(report);
  // One log of several boundaries that was read alike is one line.
  const alike = [
    ...groupBy(silentFirst(sources, time), ({ source, region, spans, sourceKind }) =>
      JSON.stringify([source, region, spans, sourceKind]),
    ).values(),
  ];
  const unlisted = unmatched.count - Math.min(UNMATCHED, unmatched.first.length);
  return [
    ...heading(sheet, 'Assurance', `what told of endings, from ${minuteOf(time.from)} to ${minuteAfter(time.to)}`),
    ...labelled(sheet, 2, 'on record', record, COLUMN),
    ...alike.slice(0, SOURCES).flatMap((group) => sourceLines(sheet, group, time)),
    ...leftOut(
      sheet,
      COLUMN,
      alike.slice(SOURCES).reduce((sum, group) => sum + group.length, 0),
      'source',
    ),
    ...labelled(sheet, 2, 'unmatched', unmatchedText(unmatched.count), COLUMN, unmatched.count === 0 ? 'faint' : 'partial'),
    ...unmatched.first.slice(0, UNMATCHED).flatMap((each) => labelled(sheet, 2, '', rowText(each), COLUMN)),
    ...(unlisted <= 0 ? [] : prose(sheet, COLUMN, `and ${counted(unlisted, 'more row')}; the first hundred with --format json or html`)),
  ];
}

function recordText({ accesses, authorisations, requests, events }: ReportAssurance, metrics: Metrics | null): string {
  const never = metrics?.rows.find(({ by }) => by === 'all')?.neverAuthorised ?? null;
  const known = [counted(authorisations, 'authorisation'), counted(requests, 'request'), counted(events, 'event')].join(', ');
  return `${known}; ${counted(accesses, 'access', 'accesses')} there now${never === null ? '' : `, never authorised ${grouped(never)}`}`;
}

function unmatchedText(count: number): string {
  if (count === 0) return 'no row: every one is about somebody who was read';
  return `${counted(count, 'row')} about somebody or something not read, or not told apart; never guessed at`;
}

function rowText({ event, why, keys, candidates }: Unmatched): string {
  const names = keys.map(({ kind, value }) => `${kind} ${value}`).join(', ');
  const may = candidates.length === 0 ? '' : `; may be ${firstFew(candidates, CANDIDATES)}`;
  return `${event.source} ${event.id}: ${why === 'no-key' ? 'no key' : why}${names === '' ? '' : `, ${names}`}${may}`;
}

function sourceLines(sheet: Sheet, group: readonly EventSource[], time: Time): readonly string[] {
  const [source] = group;
  if (source === undefined) return [];
  const { spans, region, boundary, sourceKind } = source;
  const events = group.reduce((sum, each) => sum + each.events, 0);
  const silent = silences(source, time, 'changes');
  const use = spans.some(({ tells }) => tells === 'use') && silences(source, time, 'use').length === 0;
  const place = `${region === null ? '' : ` ${region}`}${boundary === null ? '' : group.length > 1 ? ` in ${grouped(group.length)} boundaries` : ` in ${boundary}`}`;
  const whole = spans.map(({ from, to, tells }) => `${between({ from, to })}${tells === 'use' ? ' with use' : ''}`);
  const says =
    spans.length === 0
      ? 'of no time whole, so that its silence says nothing'
      : `whole ${firstFew(whole, SPANS)}${silent.length === 0 ? '' : `; silence says nothing ${firstFew(silent.map(between), SPANS)}`}`;
  const ink = spans.length === 0 ? 'unread' : silent.length > 0 || !use ? 'partial' : 'complete';
  return labelled(sheet, 2, 'told by', `${source.source}${place} (${sourceKind}), ${counted(events, 'event')}: ${says}`, COLUMN, ink);
}

function between({ from, to }: Time): string {
  return `${minuteOf(from)} to ${minuteOf(to)}`;
}
