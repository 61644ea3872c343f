import type { InsertHow } from './session.ts';
import { columnNames, type BulkTable } from './tables.ts';

const keys: { readonly [Table in BulkTable]?: readonly string[] } = {
  found: ['hash', 'interval_id'],
  teller_runs: ['tellers', 'run', 'what'],
  usage: ['section', 'sha256', 'month'],
};

/** The end of an INSERT that says what is done about rows that are there already; the same in both databases. */
export function onConflict(table: BulkTable, how: InsertHow | undefined): string {
  if (how === undefined) return '';
  if (how === 'new') return ' ON CONFLICT DO NOTHING';
  const key = keys[table] ?? [];
  const others = columnNames(table).filter((name) => !key.includes(name));
  const set = ` ON CONFLICT (${key.join()}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join()}`;
  if (how === 'replace') return set;
  return `${set} WHERE excluded.at > ${table}.at OR (excluded.at = ${table}.at AND excluded.value > ${table}.value)`;
}
