import { byCodeUnit } from '../../src/base/order.ts';
import type { Unmatched } from '../../src/model/authorisation.ts';
import {
  dispositions,
  populationSources,
  type Disposition,
  type PopulationRow,
  type PopulationSource,
  type Reconciliation,
  type Sample,
} from '../../src/model/pack.ts';
import { sampleEndings } from './report-endings.ts';

const home = 'aws:111122223333';
const arn = 'arn:aws:iam::111122223333';
const page = (digit: string): string => digit.repeat(64);

const about: Readonly<Record<Disposition, readonly [from: readonly PopulationSource[], ending: number | null, because: string]>> = {
  'ended-in-time': [['source-row', 'log-end', 'state-difference'], 0, 'it ended within the hour that is allowed'],
  'ended-late': [['source-row', 'log-end'], 0, 'it ended 14 h after it was due'],
  'ended-unasked': [['state-difference'], 0, 'two reads lack it, and nothing on record asked for its end'],
  lingering: [['source-row', 'state-difference'], 5, 'sessions made of it may live until 2026-01-01 10:01'],
  overdue: [['source-row'], 1, 'it is there and should not be'],
  contradicted: [['source-row'], 2, 'jira claims its end, and it is there'],
  reappeared: [['log-end'], 3, 'it had ended and is there again'],
  'not-due': [['source-row'], 6, 'it is allowed until 2026-02-01'],
  undetermined: [['source-row', 'log-end'], 4, 'no read since it was due'],
  'no-access-found': [['source-row'], null, 'no read ever showed such an access of this person'],
  'person-unmatched': [['source-row'], null, 'nobody who was read has this employee id'],
  'person-ambiguous': [['source-row'], null, 'it may be jsmith or jsmith2'],
  'outside-scope': [['source-row'], null, 'no run ever read this system'],
};

/** One row of every disposition, by the moment they are about. */
export const packRows: readonly PopulationRow[] = dispositions.map((disposition, index) => {
  const [from, at, because] = about[disposition];
  const ending = at === null ? null : sampleEndings[at]!;
  return {
    id: `${(0xa0 + index).toString(16)}c4`.repeat(16),
    from,
    at: `2025-12-${String(10 + index).padStart(2, '0')}T08:15:00.000Z`,
    subject: disposition.startsWith('person-') ? null : (ending?.subject ?? `${arn}:user/leaver-${index}`),
    subjectName: ending?.subjectName ?? `leaver ${index}`,
    boundary: ending?.boundary ?? (disposition === 'outside-scope' || disposition.startsWith('person-') ? null : home),
    system: from.includes('source-row') ? 'workday' : 'aws',
    what: ending?.access.name ?? 'everything of a leaver',
    events: from.includes('source-row') ? [{ source: 'workday', id: `leaver-${10_440 + index}` }] : [],
    ending: ending?.id ?? null,
    stratum: `${ending?.boundary ?? 'workday'} · ${ending?.tierZero === true ? 'tier 0' : 'other'} · ${ending?.kind ?? 'left'}`,
    disposition,
    because,
  };
});

export function reconciliationOf(rows: readonly PopulationRow[], unmatched: readonly Unmatched[]): Reconciliation {
  const together = new Map<string, { from: readonly PopulationSource[]; rows: number }>();
  for (const { from } of rows) {
    const key = from.join(' ');
    together.set(key, { from, rows: (together.get(key)?.rows ?? 0) + 1 });
  }
  return {
    sources: tallied(populationSources, (source) => rows.filter(({ from }) => from.includes(source)).length),
    together: [...together].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each),
    dispositions: tallied(dispositions, (disposition) => rows.filter((row) => row.disposition === disposition).length),
    unmatched,
  };
}

function tallied<K extends string>(names: readonly K[], count: (name: K) => number): Readonly<Record<K, number>> {
  return Object.fromEntries(names.map((name) => [name, count(name)])) as Record<K, number>;
}

/** Four rows, one of them in the stead of another. */
export const sampleOfPack: Sample = {
  size: 4,
  nonce: 'auditor nonce 7391-4420',
  seededBy: 'auditor',
  seed: page('6'),
  strata: [...new Set(packRows.map(({ stratum }) => stratum))]
    .sort(byCodeUnit)
    .map((name, index) => ({ name, rows: packRows.filter(({ stratum }) => stratum === name).length, drawn: index < 4 ? 1 : 0 })),
  drawn: [0, 4, 8, 10].map((at, index) => ({
    row: packRows[at]!.id,
    stratum: packRows[at]!.stratum,
    order: index + 1,
    replaces: index === 3 ? { row: packRows[11]!.id, why: 'the ticket is sealed by counsel' } : null,
  })),
  redraws: [{ leaf: 31, at: '2026-01-01T12:00:00.000Z', nonce: null, size: 3 }],
};
