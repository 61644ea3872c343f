import { lingerText, wayText } from '../../src/model/ending-words.ts';
import type { EventRef } from '../../src/model/authorisation.ts';
import type { Ending, Span } from '../../src/model/ending.ts';
import type { Cell, Row } from './columns.ts';
import { gapText } from './gap-text.ts';

/** What became of one access, every member in cells of its own; lists one item a line. */
export function endingRow(ending: Ending): Row {
  const { access, otherWays, tests, runs } = ending;
  return {
    record: 'ending',
    name: ending.id,
    kind: ending.kind,
    outcome: ending.outcome,
    subject_name: ending.subjectName,
    subject_id: ending.subject,
    subject_nature: ending.nature,
    person: ending.person,
    boundary: ending.boundary,
    tier_zero: yesNo(ending.tierZero),
    capabilities: ending.capabilities.map(({ capability, scope }) => `${capability} on ${scope}`),
    scope: access.scope,
    access_id: access.id,
    access_kind: access.kind,
    access_boundary: access.boundary,
    access_subject: access.subject,
    access_name: access.name,
    access_objects: access.objects,
    access_source: access.source,
    access_from: access.from,
    access_until: access.until,
    access_activated: yesNo(access.activated),
    owner: ending.owner,
    control_owner: ending.controlOwner,
    ...whenCells(ending),
    ...lateCells('lag', ending.lag),
    ...lateCells('lateness', ending.lateness),
    lingering: ending.lingering.map(
      (each) => `${lingerText(each)}; ${each.midSession}; cut by: ${each.cutBy.join(', ') || 'nothing'}; source: ${each.source}`,
    ),
    linger_until: ending.lingering.flatMap(({ until }) => until ?? []),
    linger_longest_ms: ending.lingering.map(({ longestMs }) => (longestMs === null ? 'no limit known' : String(longestMs))),
    linger_cut: ending.lingering.flatMap(({ cut }) => (cut === null ? [] : [refText(cut)])),
    linger_source: ending.lingering.map(({ source }) => source),
    other_ways: otherWays.state,
    other_ways_list: otherWays.ways.map((way) => `${wayText(way)} by ${way.source}${way.authorised ? ', authorised' : ''}`),
    other_ways_unread: otherWays.because.map(gapText),
    because: ending.because,
    level: ending.level,
    lacks: ending.lacks,
    ends_by: ending.endsBy,
    ended_by: ending.endedBy?.by ?? null,
    ended_by_actor: ending.endedBy?.actor ?? null,
    pattern: ending.pattern,
    mid_session: ending.midSession,
    test_ephemeral: tests.ephemeral,
    test_revoked_at_once: tests.revokedAtOnce,
    test_nothing_left: tests.nothingLeft,
    events: ending.events.map(refText),
    evidence: ending.evidence.map(({ page, pointer }) => `${page}#${pointer}`),
    run_first: runs.first,
    run_last: runs.last,
    run_ended: runs.ended,
    probes: ending.probes,
    exception: ending.exception,
  };
}

function whenCells(ending: Ending): Readonly<Record<string, Cell>> {
  const { trigger, ended } = ending;
  return {
    authorised: ending.authorised,
    authorisations: ending.authorisations,
    authorised_until: ending.authorisedUntil,
    trigger_kind: trigger?.kind ?? null,
    trigger_at: trigger?.at ?? null,
    trigger_text: trigger?.text ?? null,
    trigger_events: trigger?.events.map(refText) ?? null,
    due: ending.due,
    allowed_ms: ending.allowedMs,
    first_seen: ending.firstSeen,
    last_seen: ending.lastSeen,
    ended_how: ended?.how ?? null,
    ended_after: ended?.after ?? null,
    ended_before: ended?.before ?? null,
    ended_recorded: ended === null || ended.recorded === null ? null : refText(ended.recorded),
  };
}

function lateCells(name: 'lag' | 'lateness', span: Span | null): Readonly<Record<string, Cell>> {
  return {
    [`${name}_lower_ms`]: span?.lower ?? null,
    [`${name}_upper_ms`]: span?.upper ?? null,
    [`${name}_open`]: span === null ? null : yesNo(span.open),
  };
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** `jira OPS-90`: the source and its id of an event. */
export function refText({ source, id }: EventRef): string {
  return `${source} ${id}`;
}
