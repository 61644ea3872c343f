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
 * - `ending` fills `name` (its id) and `outcome`; the rest fill `name` and `value`, `kind` and `rule` where there are several of one name.
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
] as const;
