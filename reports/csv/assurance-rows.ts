import type { EventSource, Unmatched } from '../../src/model/authorisation.ts';
import { outcomes } from '../../src/model/ending.ts';
import type { ExceptionStanding } from '../../src/model/exception.ts';
import type { Report } from '../../src/model/report.ts';
import type { Row } from './columns.ts';
import { refText } from './ending-row.ts';

/** What endings were made from. None where no history was at hand, which the section row says. */
export function* assuranceRows({ assurance }: Report): Generator<Row, void, undefined> {
  if (assurance === null) return;
  for (const name of ['accesses', 'authorisations', 'requests', 'events'] as const) {
    yield { record: 'assurance', name, value: assurance[name] };
  }
  for (const outcome of outcomes) yield { record: 'assurance', name: 'outcomes', outcome, value: assurance.outcomes[outcome] };
  yield { record: 'assurance', name: 'unmatched', value: assurance.unmatched.count };
  for (const source of assurance.sources) yield* sourceRows(source);
  for (const each of assurance.unmatched.first) yield unmatchedRow(each);
  for (const each of assurance.exceptions) yield exceptionRow(each);
}

/** A row for each time it told of whole; of a source that told of none one row with no time. */
function* sourceRows({ source, sourceKind, region, boundary, spans, events }: EventSource): Generator<Row, void, undefined> {
  const own: Row = { record: 'source', name: source, kind: sourceKind, region, boundary, value: events };
  if (spans.length === 0) yield own;
  for (const { from, to, tells } of spans) yield { ...own, from, to, tells };
}

function unmatchedRow({ source, event, why, keys, candidates }: Unmatched): Row {
  return {
    record: 'unmatched',
    name: source,
    events: [refText(event)],
    because: [why],
    keys: keys.map(({ kind, value }) => `${kind} ${value}`),
    candidates,
  };
}

function exceptionRow({ exception, state, faults, covers, fresh, gone }: ExceptionStanding): Row {
  const { matcher } = exception;
  return {
    record: 'exception',
    name: exception.id,
    kind: exception.kind,
    status: state,
    rule: matcher.rule,
    subject_id: matcher.subject,
    boundary: matcher.boundary,
    capability: matcher.capability,
    scope: matcher.scope,
    fingerprint: matcher.fingerprint,
    value: exception.maxMatches,
    exception_owner: exception.owner,
    approver: exception.approver,
    reference: exception.reference,
    reasons: [exception.reason],
    compensating: exception.compensating,
    approved_at: exception.approvedAt,
    reviewed_at: exception.reviewedAt,
    tested_at: exception.testedAt,
    from: exception.start,
    to: exception.end,
    revoked_at: exception.revokedAt,
    frozen: exception.frozen,
    faults,
    covers,
    fresh,
    gone,
  };
}
