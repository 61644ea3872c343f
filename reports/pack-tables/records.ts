import { lingerText, wayText } from '../../src/model/ending-words.ts';
import type { Ending, Span } from '../../src/model/ending.ts';
import type { CitedItem, Pack, RevocationRecord, TimelineEntry } from '../../src/model/pack.ts';
import { momentOf, tableOf, type Columns, type Table } from './table.ts';
import { evidenceText, gapText, refText, yesNo } from './words.ts';

/** What is known of each access and its end, moment by moment, and what that rests on. */
export function recordTables({ records }: Pack): readonly Table[] {
  const entries = records.flatMap(({ ending, timeline }) => timeline.map((entry) => ({ ending, entry })));
  const cited = records.flatMap(({ ending, cited: items }) => items.map((item) => ({ ending, item })));
  return [recordsTable(records), timelineTable(entries), citedTable(cited)];
}

function recordsTable(records: readonly RevocationRecord[]): Table {
  const ofEnding = (columns: Columns<Ending>): Columns<RevocationRecord> =>
    Object.fromEntries(Object.entries(columns).map(([name, make]) => [name, ({ ending }: RevocationRecord) => make(ending)]));
  return tableOf<RevocationRecord>(
    { id: 'records', sheet: 'Records', says: 'One access and its end, with all that is known of it.' },
    {
      ...ofEnding(what),
      ...ofEnding(when),
      ...ofEnding(rest),
      findings: ({ findings }) => findings,
      exception: ({ exception }) => exception,
      rows: ({ rows }) => rows,
      logged_leaf: ({ logged }) => logged?.leaf ?? null,
      logged_item: ({ logged }) => logged?.item ?? null,
    },
    records,
  );
}

const what: Columns<Ending> = {
  record: ({ id }) => id,
  outcome: ({ outcome }) => outcome,
  because: ({ because }) => because,
  subject_name: ({ subjectName }) => subjectName,
  subject: ({ subject }) => subject,
  nature: ({ nature }) => nature,
  person: ({ person }) => person,
  boundary: ({ boundary }) => boundary,
  kind: ({ kind }) => kind,
  access: ({ access }) => access.name,
  access_id: ({ access }) => access.id,
  access_kind: ({ access }) => access.kind,
  access_boundary: ({ access }) => access.boundary,
  access_subject: ({ access }) => access.subject,
  access_objects: ({ access }) => access.objects,
  access_scope: ({ access }) => access.scope,
  access_source: ({ access }) => access.source,
  access_from: ({ access }) => momentOf(access.from),
  access_until: ({ access }) => momentOf(access.until),
  access_activated: ({ access }) => yesNo(access.activated),
  capabilities: ({ capabilities }) => capabilities.map(({ capability, scope }) => `${capability} on ${scope}`),
  tier_zero: ({ tierZero }) => yesNo(tierZero),
  owner: ({ owner }) => owner,
  control_owner: ({ controlOwner }) => controlOwner,
};

const when: Columns<Ending> = {
  authorised: ({ authorised }) => authorised,
  authorisations: ({ authorisations }) => authorisations,
  authorised_until: ({ authorisedUntil }) => momentOf(authorisedUntil),
  trigger_kind: ({ trigger }) => trigger?.kind ?? null,
  trigger_at: ({ trigger }) => momentOf(trigger?.at ?? null),
  trigger_text: ({ trigger }) => trigger?.text ?? null,
  trigger_events: ({ trigger }) => trigger?.events.map(refText) ?? null,
  due: ({ due }) => momentOf(due),
  allowed_ms: ({ allowedMs }) => allowedMs,
  first_seen: ({ firstSeen }) => momentOf(firstSeen),
  last_seen: ({ lastSeen }) => momentOf(lastSeen),
  ended_how: ({ ended }) => ended?.how ?? null,
  ended_after: ({ ended }) => momentOf(ended?.after ?? null),
  ended_not_later_than: ({ ended }) => momentOf(ended?.before ?? null),
  ended_recorded: ({ ended }) => (ended === null || ended.recorded === null ? null : refText(ended.recorded)),
  ...lateColumns('lag', ({ lag }) => lag),
  ...lateColumns('lateness', ({ lateness }) => lateness),
};

const rest: Columns<Ending> = {
  lingering: ({ lingering }) =>
    lingering.map(
      (each) => `${lingerText(each)}; ${each.midSession}; cut by: ${each.cutBy.join(', ') || 'nothing'}; source: ${each.source}`,
    ),
  linger_until: ({ lingering }) => lingering.flatMap(({ until }) => until ?? []),
  linger_longest_ms: ({ lingering }) => lingering.map(({ longestMs }) => (longestMs === null ? 'no limit known' : String(longestMs))),
  other_ways: ({ otherWays }) => otherWays.state,
  other_ways_list: ({ otherWays }) =>
    otherWays.ways.map((way) => `${wayText(way)} by ${way.source}${way.authorised ? ', authorised' : ''}`),
  other_ways_unread: ({ otherWays }) => otherWays.because.map(gapText),
  level: ({ level }) => level,
  lacks: ({ lacks }) => lacks,
  ends_by: ({ endsBy }) => endsBy,
  ended_by: ({ endedBy }) => endedBy?.by ?? null,
  ended_by_actor: ({ endedBy }) => endedBy?.actor ?? null,
  pattern: ({ pattern }) => pattern,
  mid_session: ({ midSession }) => midSession,
  test_ephemeral: ({ tests }) => tests.ephemeral,
  test_revoked_at_once: ({ tests }) => tests.revokedAtOnce,
  test_nothing_left: ({ tests }) => tests.nothingLeft,
  events: ({ events }) => events.map(refText),
  evidence: ({ evidence }) => evidence.map(evidenceText),
  run_first: ({ runs }) => runs.first,
  run_last: ({ runs }) => runs.last,
  run_ended: ({ runs }) => runs.ended,
  probes: ({ probes }) => probes,
};

function lateColumns(name: string, of: (ending: Ending) => Span | null): Columns<Ending> {
  return {
    [`${name}_lower_ms`]: (ending) => of(ending)?.lower ?? null,
    [`${name}_upper_ms`]: (ending) => of(ending)?.upper ?? null,
    [`${name}_still_grows`]: (ending) => {
      const span = of(ending);
      return span === null ? null : yesNo(span.open);
    },
  };
}

function timelineTable(entries: readonly { readonly ending: Ending; readonly entry: TimelineEntry }[]): Table {
  return tableOf(
    { id: 'timeline', sheet: 'Time line', says: 'A moment or a stretch of the time line of a record.' },
    {
      record: ({ ending }) => ending.id,
      subject_name: ({ ending }) => ending.subjectName,
      at: ({ entry }) => momentOf(entry.at),
      until: ({ entry }) => momentOf(entry.until),
      what: ({ entry }) => entry.what,
      text: ({ entry }) => entry.text,
      source: ({ entry }) => (entry.source === null ? null : refText(entry.source)),
    },
    entries,
  );
}

function citedTable(cited: readonly { readonly ending: Ending; readonly item: CitedItem }[]): Table {
  return tableOf(
    { id: 'cited', sheet: 'Cited items', says: 'An item of a page that a record rests on, and whether the pack shows it.' },
    {
      record: ({ ending }) => ending.id,
      page: ({ item }) => item.page,
      pointer: ({ item }) => item.pointer,
      capture: ({ item }) => item.capture,
      shown: ({ item }) => yesNo(item.shown),
      withheld: ({ item }) => item.withheld,
    },
    cited,
  );
}
