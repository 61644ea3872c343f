import { sql, type SelectQueryBuilder } from 'kysely';
import type { RowFilter } from '../engine.ts';
import type { SqlSession } from './session.ts';
import type { IntervalTable, SectionTable, Tables } from './tables.ts';

type Joined = Omit<Tables, 'i' | 's'> & { readonly i: IntervalTable; readonly s: SectionTable };

/** Intervals by kind, boundary, key, first sighting, id: those that a filter tells, of these sections, and found by
 * these numbers. Left out: of any section, by whatever number.
 */
export function chooseIntervals(
  session: SqlSession,
  filter: RowFilter,
  sections: readonly number[] | undefined,
  hashes: readonly number[] | undefined,
): SelectQueryBuilder<Joined, 'i' | 's', object> {
  const { among } = session;
  const { ids, endedUntil, beganUntil, aliveAfter } = filter;
  let query: SelectQueryBuilder<Joined, 'i' | 's', object> = session.build
    .selectFrom('intervals as i')
    .innerJoin('sections as s', 's.id', 'i.section')
    .orderBy('s.kind')
    .orderBy('s.boundary')
    .orderBy('i.key')
    .orderBy('i.first_at')
    .orderBy('i.id');
  // Told by id or number they are few, and found by that: the sum keeps a database from looking for them by their sections instead.
  const isNarrow = ids !== undefined || hashes !== undefined;
  if (sections !== undefined) query = query.where(among(isNarrow ? sql<number>`${sql.ref('i.section')} + 0` : 'i.section', sections));
  if (ids !== undefined) query = query.where(among('i.id', ids));
  if (hashes !== undefined) {
    const found = session.build.selectFrom('found').select('interval_id').where(among('hash', hashes));
    query = query.where('i.id', 'in', found);
  }
  if (filter.open === true) query = query.where('i.how', 'is', null);
  if (endedUntil !== undefined) query = query.where('i.end_before', '<=', endedUntil);
  if (beganUntil !== undefined) query = query.where('i.first_at', '<=', beganUntil);
  if (aliveAfter !== undefined)
    query = query.where((test) => test.or([test('i.end_before', 'is', null), test('i.end_before', '>', aliveAfter)]));
  return query;
}
