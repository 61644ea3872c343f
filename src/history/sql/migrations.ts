import { sha256Hex } from '../../base/bytes/hash.ts';

/*
 * How the tables came to be, one list for both databases. Words in braces stand for what the two write differently (see `spell`). What is
 * published here never changes: a store remembers the hash of each, and one made otherwise is told to be broken. A change is a new number.
 */

export interface Migration {
  readonly number: number;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    number: 1,
    statements: [
      `CREATE TABLE {s}runs (number {int} PRIMARY KEY, id {text} NOT NULL UNIQUE, capture {text} NOT NULL, version {text} NOT NULL,
        connectors {text} NOT NULL, from_at {int} NOT NULL, to_at {int} NOT NULL, pages {int} NOT NULL, recorded_at {int} NOT NULL,
        conclusions {text}, hash {text} NOT NULL){strict}`,
      `CREATE TABLE {s}settings (id {int} PRIMARY KEY, sha256 {text} NOT NULL UNIQUE, text {text} NOT NULL){strict}`,
      `CREATE TABLE {s}reads (run {int} NOT NULL REFERENCES {s}runs (number), boundary {text} NOT NULL, surface {text} NOT NULL,
        status {text} NOT NULL, cause {text}, detail {text}, pages {int} NOT NULL, facts {int} NOT NULL, origin {text} NOT NULL,
        from_at {int}, to_at {int}, skew_ms {real}, absence_after_ms {real}, snapshot {int} NOT NULL, filtered {int} NOT NULL,
        setting {int} NOT NULL REFERENCES {s}settings (id)){strict}`,
      `CREATE INDEX reads_by_run ON {s}reads (run)`,
      `CREATE TABLE {s}gaps (run {int} NOT NULL REFERENCES {s}runs (number), position {int} NOT NULL, gap {text} NOT NULL,
        PRIMARY KEY (run, position)){strict}`,
      `CREATE TABLE {s}teller_sets (id {int} PRIMARY KEY, members {text} NOT NULL){strict}`,
      `CREATE TABLE {s}teller_runs (tellers {int} NOT NULL REFERENCES {s}teller_sets (id), run {int} NOT NULL REFERENCES {s}runs (number),
        what {text} NOT NULL, from_at {int} NOT NULL, to_at {int} NOT NULL, seen {bytes} NOT NULL,
        PRIMARY KEY (tellers, run, what)){strict}`,
      `CREATE INDEX teller_runs_by_run ON {s}teller_runs (run)`,
      `CREATE TABLE {s}sections (id {int} PRIMARY KEY, kind {text} NOT NULL, boundary {text} NOT NULL){strict}`,
      `CREATE TABLE {s}heads (section {int} NOT NULL REFERENCES {s}sections (id), part {int} NOT NULL, bytes {bytes} NOT NULL,
        PRIMARY KEY (section, part)){strict}`,
      `{external heads.bytes}`,
      `CREATE TABLE {s}intervals (id {int} PRIMARY KEY, section {int} NOT NULL, key {text} NOT NULL, family {text} NOT NULL,
        value {text} NOT NULL, incarnation {text}, tellers {int} NOT NULL, depends_on {text} NOT NULL, names {text} NOT NULL,
        evidence {text} NOT NULL, not_before {int}, first_run {int} NOT NULL, first_at {int} NOT NULL, seen_run {int} NOT NULL, seen_at {int} NOT NULL,
        missing_run {int}, missing_at {int}, wants {text}, how {text}, end_after {int}, end_before {int}, end_run {int},
        renamed_to {text}, previous {int}){strict}`,
      `CREATE INDEX intervals_by_section ON {s}intervals (section)`,
      `CREATE TABLE {s}found (hash {int} NOT NULL, interval_id {int} NOT NULL, PRIMARY KEY (hash, interval_id)){strict,keyed}`,
      `CREATE TABLE {s}usage (section {int} NOT NULL REFERENCES {s}sections (id), sha256 {text} NOT NULL, month {text} NOT NULL,
        key {text} NOT NULL, value {text} NOT NULL, at {int} NOT NULL, PRIMARY KEY (section, sha256, month)){strict}`,
      `CREATE TABLE {s}prunes (id {int} PRIMARY KEY, at {int} NOT NULL, what {text} NOT NULL){strict}`,
      `CREATE TABLE {s}given (what {text} PRIMARY KEY, id {int} NOT NULL){strict}`,
    ],
  },
  {
    // The journal. Facts of what happened made intervals before: they go, which is written down as a pruning, for their form was another one and
    // the captures they are of tell them anew when they are analysed again.
    number: 2,
    statements: [
      `CREATE TABLE {s}journal (id {int} PRIMARY KEY, sort {text} NOT NULL, key {text} NOT NULL, key_hash {int} NOT NULL, boundary {text},
        at {int} NOT NULL, hash {text} NOT NULL, version {int} NOT NULL, stands {int} NOT NULL, told {int}, recorded_at {int} NOT NULL,
        names {text} NOT NULL, value {text} NOT NULL){strict}`,
      `CREATE INDEX journal_by_time ON {s}journal (sort, at)`,
      `CREATE INDEX journal_by_key ON {s}journal (key_hash)`,
      `CREATE TABLE {s}journal_found (hash {int} NOT NULL, entry_id {int} NOT NULL, PRIMARY KEY (hash, entry_id)){strict,keyed}`,
      `CREATE TABLE {s}forgotten (mark {text} PRIMARY KEY){strict,keyed}`,
      `INSERT INTO {s}prunes (id, at, what) SELECT (SELECT coalesce(max(id), 0) + 1 FROM {s}given WHERE what = 'prune'),
        (SELECT coalesce(max(recorded_at), 0) FROM {s}runs), CAST({object}('cutoff', NULL, 'policy', 'schema 2', 'held', {list}(), 'needed', 0,
        'usageHeldIn', {list}(), 'removed', {object}('intervals', count(*), 'digest', NULL, 'runs', {list}(), 'usage', 0)) AS text)
        FROM {s}intervals WHERE section IN (SELECT id FROM {s}sections WHERE kind IN ('life-cycle-event', 'log-span')) HAVING count(*) > 0`,
      `DELETE FROM {s}given WHERE what = 'prune' AND EXISTS (SELECT 1 FROM {s}prunes)`,
      `INSERT INTO {s}given (what, id) SELECT 'prune', max(id) FROM {s}prunes HAVING count(*) > 0`,
      `DELETE FROM {s}found WHERE interval_id IN (SELECT id FROM {s}intervals
        WHERE section IN (SELECT id FROM {s}sections WHERE kind IN ('life-cycle-event', 'log-span')))`,
      `DELETE FROM {s}intervals WHERE section IN (SELECT id FROM {s}sections WHERE kind IN ('life-cycle-event', 'log-span'))`,
      `DELETE FROM {s}heads WHERE section IN (SELECT id FROM {s}sections WHERE kind IN ('life-cycle-event', 'log-span'))`,
    ],
  },
];

/** The schema this program writes. */
export const newest = migrations.length;

/** The table that remembers which were applied; made before any of them. */
export const remember = 'CREATE TABLE IF NOT EXISTS {s}migrations (number {int} PRIMARY KEY, sha256 {text} NOT NULL){strict}';

export function checksum(migration: Migration): string {
  return sha256Hex(migration.statements.join('\n'));
}

const spellings = {
  sqlite: {
    s: '',
    int: 'INTEGER',
    real: 'REAL',
    text: 'TEXT',
    bytes: 'BLOB',
    strict: ' STRICT',
    'strict,keyed': ' STRICT, WITHOUT ROWID',
    object: 'json_object',
    list: 'json_array',
  },
  postgres: {
    s: 'vestige.',
    int: 'bigint',
    real: 'double precision',
    text: 'text COLLATE "C"',
    bytes: 'bytea',
    strict: '',
    'strict,keyed': '',
    object: 'json_build_object',
    list: 'json_build_array',
  },
} as const;

/** A statement as one of the databases has it; `undefined` where it needs none. */
export function spell(statement: string, dialect: keyof typeof spellings): string | undefined {
  const external = /^\{external (\w+)\.(\w+)\}$/.exec(statement);
  if (external !== null) {
    // What cannot be compressed is kept as it is, outside its row.
    const [, table = '', column = ''] = external;
    return dialect === 'postgres' ? `ALTER TABLE vestige.${table} ALTER COLUMN ${column} SET STORAGE EXTERNAL` : undefined;
  }
  const words: { readonly [word: string]: string } = spellings[dialect];
  return statement.replaceAll(/\{([^}]+)\}/g, (whole, word: string) => words[word] ?? whole);
}
