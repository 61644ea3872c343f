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
  const unlisted = unmatched.count - Math.min(UNMATCHED, unmatched.first.length);
  return [
    ...heading(sheet, 'Assurance', `what told of endings, from ${minuteOf(time.from)} to ${minuteAfter(time.to)}`),
    ...labelled(sheet, 2, 'on record', record, COLUMN),
    ...silentFirst(sources, time)
      .slice(0, SOURCES)
      .flatMap((source) => sourceLines(sheet, source, time)),
    ...leftOut(sheet, COLUMN, sources.length - SOURCES, 'source'),
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

function sourceLines(sheet: Sheet, source: EventSource, time: Time): readonly string[] {
  const { spans, region, boundary, sourceKind, events } = source;
  const silent = silences(source, time, 'changes');
  const use = spans.some(({ tells }) => tells === 'use') && silences(source, time, 'use').length === 0;
  const place = `${region === null ? '' : ` ${region}`}${boundary === null ? '' : ` in ${boundary}`}`;
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
