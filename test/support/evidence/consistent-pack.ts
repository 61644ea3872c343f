import { hashJson } from '../../../src/base/bytes/hash.ts';
import { groupBy } from '../../../src/base/group.ts';
import { byKeys } from '../../../src/base/order.ts';
import type { Json } from '../../../src/base/json.ts';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { leafHash, treeRoot } from '../../../src/evidence/log/merkle.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { ControlResult, Disposition, Pack, PackRun, PopulationRow, RevocationRecord } from '../../../src/model/pack.ts';
import { samplePack } from '../pack.ts';
import { reconciliationOf } from '../pack-population.ts';
import { sampleEndings } from '../report-endings.ts';

/** SHA-256 over all but the id. */
export function withId(pack: Pack): Pack {
  const { id: _, ...rest } = pack;
  return { ...rest, id: hashJson(rest as unknown as Json) };
}

export function rootOfRows(rows: readonly PopulationRow[]): string {
  return Buffer.from(treeRoot(rows.map((row) => leafHash(Buffer.from(canonicalJson(row as unknown as Json)))))).toString('hex');
}

const dispositionOf: Readonly<Record<Ending['outcome'], Disposition>> = {
  'not-due': 'not-due',
  ended: 'ended-late',
  lingering: 'lingering',
  overdue: 'overdue',
  contradicted: 'contradicted',
  reappeared: 'reappeared',
  undetermined: 'undetermined',
};

function rowsOf(endings: readonly Ending[]): readonly PopulationRow[] {
  const about = endings.map((ending, index): PopulationRow => ({
    id: hashJson(['ending', ending.id]),
    from: index % 3 === 0 ? ['source-row', 'state-difference'] : ['source-row'],
    at: `2025-12-${10 + index}T08:15:00.000Z`,
    subject: ending.subject,
    subjectName: ending.subjectName,
    boundary: ending.boundary,
    system: 'workday',
    what: ending.access.name,
    events: [{ source: 'workday', id: `leaver-${index}` }],
    ending: ending.id,
    stratum: `${ending.boundary} · ${ending.tierZero ? 'tier 0' : 'other'} · ${ending.kind}`,
    disposition: dispositionOf[ending.outcome],
    because: ending.because.join('; '),
  }));
  const unknown: PopulationRow = {
    ...about[0]!,
    id: hashJson(['event', 'workday', 'leaver-nobody']),
    from: ['source-row'],
    at: '2025-12-28T08:00:00.000Z',
    subject: null,
    subjectName: 'employee-id 9',
    boundary: null,
    what: 'all access of somebody who left',
    events: [{ source: 'workday', id: 'leaver-nobody' }],
    ending: null,
    stratum: 'workday · other · left',
    disposition: 'person-unmatched',
    because: 'nobody who was read is employee-id 9',
  };
  return [...about, unknown].sort(
    byKeys(
      ({ at }) => at,
      ({ id }) => id,
    ),
  );
}

const late: ReadonlySet<Disposition> = new Set(['ended-late', 'overdue', 'contradicted', 'reappeared']);

const controlsFor = (rows: readonly PopulationRow[]): readonly ControlResult[] => {
  const failing = rows.filter(({ disposition }) => late.has(disposition));
  const open = rows.filter(({ disposition }) => disposition === 'undetermined');
  return [
    {
      framework: 'soc2',
      id: 'CC6.2',
      title: 'Credentials are removed when access is no longer authorised',
      assertion: 'Every access that was due to end in the period ended in time.',
      tests: [
        {
          id: 'ended-in-time',
          what: 'every access that was due ended within the time allowed',
          population: { of: 'rows that were due', size: failing.length + open.length },
          tested: failing.length,
          passed: 0,
          exceptions: failing.map(({ id, because }) => ({ of: 'row', id, why: because })),
          undetermined: open.map(({ id, because }) => ({ id, why: because })),
        },
      ],
      says: 'does-not-support',
      because: ['one access is there and should not be'],
    },
    {
      framework: 'soc2',
      id: 'CC6.3',
      title: 'Access is reviewed',
      assertion: 'Every privileged access was reviewed within 90 days.',
      tests: [
        {
          id: 'reviewed',
          what: 'a review within 90 days',
          population: { of: 'privileged accesses', size: 3 },
          tested: 3,
          passed: 3,
          exceptions: [],
          undetermined: [],
        },
      ],
      says: 'supports',
      because: ['all three were reviewed'],
    },
  ];
};

/** Who did what the small log says: a maker that tells of fewer is found out. */
const people: Pack['people'] = [
  {
    person: 'ann@example.com',
    duties: [
      { duty: 'ran', times: 3, first: '2025-12-01T06:00:00.000Z', last: '2025-12-03T06:00:00.000Z' },
      { duty: 'holds-key', times: 2, first: '2025-09-01T00:00:00.000Z', last: '2025-09-02T00:00:00.000Z' },
    ],
    together: [],
  },
];

export interface Cited {
  readonly page: string;
  readonly pointer: string;
  readonly capture: string;
}

/** One ending of each outcome. */
export const smallEndings: readonly Ending[] = [...sampleEndings].filter(
  ({ outcome }, index, all) => all.findIndex((each) => each.outcome === outcome) === index,
);

/** A pack whose parts all fit each other, of the rich sample: all but what the log tells. */
export function consistentPack(cited: readonly Cited[], runs: readonly PackRun[]): Pack {
  const endings = smallEndings;
  const rows = rowsOf(endings);
  const records = [...endings].sort(byKeys(({ id }) => id)).map((ending, index): RevocationRecord => ({
    ending,
    rows: rows.filter((row) => row.ending === ending.id).map(({ id }) => id),
    timeline: [{ at: ending.firstSeen, until: ending.lastSeen, what: 'seen', text: 'it was there', source: null }],
    cited:
      index === 0
        ? cited.map((each) => ({ ...each, shown: true, withheld: null }))
        : [{ page: `${index}`.repeat(64).slice(0, 64), pointer: '/Users/0', capture: null, shown: false, withheld: 'page-not-kept' }],
    findings: [],
    exception: null,
    logged: null,
  }));
  const unmatched = samplePack.population.reconciliation.unmatched
    .slice(0, 1)
    .map((each) => ({ ...each, event: { source: 'workday', id: 'leaver-nobody' } }));
  return withId({
    ...samplePack,
    framework: 'soc2',
    population: { ...samplePack.population, rows, root: rootOfRows(rows), reconciliation: reconciliationOf(rows, unmatched) },
    sample: null,
    records,
    controls: controlsFor(rows),
    people,
    runs,
    excepted: [],
    selfTest: { asked: 3, right: 3, wrong: [] },
    pseudonyms: null,
  });
}

/** Where strata have at most as many rows as a sample takes of each: drawn by hand, one of each. */
export function strataOf(rows: readonly PopulationRow[]): ReadonlyMap<string, readonly PopulationRow[]> {
  return groupBy(rows, ({ stratum }) => stratum);
}
