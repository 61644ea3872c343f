export type Cell = string | number | null | readonly string[];

/** What a row is one of. `section` rows come first and say how many rows each part has, so that a cut file shows. */
export type RecordKind =
  | 'section'
  | 'run'
  | 'coverage'
  | 'total'
  | 'finding'
  | 'undetermined'
  | 'excepted'
  | 'ending'
  | 'assurance'
  | 'source'
  | 'unmatched'
  | 'exception'
  | 'history'
  | 'resolved'
  | 'unconfirmed'
  | 'metric'
  | 'test';

/** A cell not named is empty: it has no meaning for that kind of row. */
export interface Row {
  readonly record: RecordKind;
  readonly [column: string]: Cell;
}

/**
 * The header, in this order in every file. New columns are added at the end.
 *
 * - `finding` and `excepted` fill `severity` to `fingerprint` and, where history was kept, `first_seen` to `reappeared`; `excepted` also the
 *   three of the exception.
 * - `resolved` and `unconfirmed`, findings of earlier runs, fill `severity`, `rule`, `subject_id`, `capability`, `scope`, `fingerprint` and
 *   `first_seen`; `resolved` also `ended_how`, `ended_after` and `ended_before`, `unconfirmed` `last_seen` and `wants`.
 * - `undetermined` fills `rule`, the subject, `capability`, `scope`, `questions` (how many it stands for) and `because`.
 * - `coverage` fills `boundary`, `surface`, `status`, `cause`, `detail`, `permission`, `if_unread`, `pages` and `facts`.
 * - `ending` fills `name` (its id), `kind` and `outcome`, the subject, what the access is and gave, and every moment and bound of it: `due`,
 *   `ended_after` and `ended_before`, `lateness_lower_ms` and `lateness_upper_ms` (`lateness_open`: the upper one still grows), `level` and `lacks`.
 * - `source` fills `name`, `kind`, `region`, `boundary`, `value` (its events), `from`, `to` and `tells`: a row for each time it told of
 *   whole; `unmatched` `name`, `events`, `because`, `keys` and `candidates`.
 * - `exception` fills `name`, `kind`, `status`, what it matches (`rule` to `fingerprint`; `value`: at most so many), `exception_owner`,
 *   `from`, `to` and the columns from `approver` on.
 * - `metric` fills `name` and `value`, and `kind` and `of` for those of one group of endings, `subject_id` and `capability` for those of one right.
 * - The rest fill `name` and `value`, `kind`, `rule` and `outcome` where there are several of one name.
 *
 * A cell with a list has one item a line.
 */
export const columns = [
  ...['record', 'name', 'value', 'kind'],
  ...['severity', 'rule', 'title', 'family'],
  ...['subject_name', 'subject_id', 'subject_uid', 'subject_kind', 'subject_nature', 'boundary'],
  ...['object_type', 'object_id', 'object_name'],
  ...['capability', 'scope', 'persistence', 'bounds_lo', 'bounds_hi', 'reasons'],
  ...['root_cause_id', 'root_cause_kind', 'root_cause_name', 'path', 'caveats'],
  ...['remediation', 'commands', 'may_break', 'verify', 'controls', 'evidence', 'fingerprint'],
  ...['exception', 'exception_owner', 'exception_until'],
  ...['questions', 'because'],
  ...['surface', 'status', 'cause', 'detail', 'permission', 'if_unread', 'pages', 'facts'],
  ...['outcome'],
  ...['first_seen', 'last_seen', 'seen_since', 'runs_seen', 'reappeared', 'ended_how', 'ended_after', 'ended_before', 'wants'],
  'subject_accounts',
  ...['person', 'tier_zero', 'capabilities', 'owner', 'control_owner'],
  ...['access_id', 'access_kind', 'access_boundary', 'access_subject', 'access_name', 'access_objects', 'access_source'],
  ...['access_from', 'access_until', 'access_activated'],
  ...['authorised', 'authorisations', 'authorised_until', 'trigger_kind', 'trigger_at', 'trigger_text', 'trigger_events'],
  ...['due', 'allowed_ms', 'ended_recorded', 'lag_lower_ms', 'lag_upper_ms', 'lag_open'],
  ...['lateness_lower_ms', 'lateness_upper_ms', 'lateness_open'],
  ...['lingering', 'linger_until', 'linger_longest_ms', 'linger_cut', 'linger_source'],
  ...['other_ways', 'other_ways_list', 'other_ways_unread', 'level', 'lacks', 'ends_by', 'ended_by', 'ended_by_actor'],
  ...['pattern', 'mid_session', 'test_ephemeral', 'test_revoked_at_once', 'test_nothing_left'],
  ...['events', 'run_first', 'run_last', 'run_ended', 'probes'],
  ...['region', 'from', 'to', 'tells', 'keys', 'candidates'],
  ...['approver', 'reference', 'compensating', 'approved_at', 'reviewed_at', 'tested_at', 'revoked_at'],
  ...['frozen', 'faults', 'covers', 'fresh', 'gone', 'of'],
] as const;
