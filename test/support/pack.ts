import { pickControls, packControls } from './pack-controls.ts';
import { packRows, sampleOfPack, reconciliationOf } from './pack-population.ts';
import { sampleReport } from './report.ts';
import { sampleAssurance, sampleMetrics } from './report-assurance.ts';
import { sampleEndings } from './report-endings.ts';
import type { Ending } from '../../src/model/ending.ts';
import type { LifeCycleImport } from '../../src/model/life-cycle-import.ts';
import { dispositions, type Framework, type Pack, type PackRun, type RevocationRecord } from '../../src/model/pack.ts';

const home = 'aws:111122223333';
const tenant = 'entra:3f6c0000-1111-4222-8333-444455556666';
const page = (digit: string): string => digit.repeat(64);
const HOUR = 3_600_000;

const imports: readonly LifeCycleImport[] = [
  {
    id: page('4'),
    system: 'workday',
    sourceKind: 'hr',
    query: 'Terminations, Q4 2025',
    parameters: { region: 'EMEA' },
    extractedBy: 'hr-analyst@example.com',
    extractedAt: '2025-12-31T08:00:00.000Z',
    covers: { from: '2025-10-01T00:00:00.000Z', to: '2025-12-31T00:00:00.000Z' },
    name: 'leavers-q4.csv',
    sha256: page('5'),
    mapping: { name: 'workday', sha256: page('6') },
    rows: 14,
    controlTotal: 15,
    events: 12,
    duplicates: 1,
    replays: 0,
    disordered: 0,
    ahead: 1,
    unzoned: 0,
    ignored: 0,
    bad: [{ at: 'leavers-q4.csv:9', why: 'last_day is not a time: "soon"' }],
    badRows: 1,
  },
  {
    id: page('7'),
    system: 'jira',
    sourceKind: 'ticket',
    query: null,
    parameters: {},
    extractedBy: null,
    extractedAt: null,
    covers: null,
    name: 'ops.jsonl',
    sha256: page('8'),
    mapping: { name: 'jira', sha256: page('9') },
    rows: 40,
    controlTotal: null,
    events: 40,
    duplicates: 0,
    replays: 0,
    disordered: 2,
    ahead: 0,
    unzoned: 3,
    ignored: 4,
    bad: [],
    badRows: 0,
  },
];

function recordOf(ending: Ending, index: number): RevocationRecord {
  return {
    ending,
    rows: packRows.filter((row) => row.ending === ending.id).map(({ id }) => id),
    timeline: [
      { at: ending.firstSeen, until: ending.lastSeen, what: 'seen', text: `${ending.access.name} was there`, source: null },
      ...(ending.trigger === null
        ? []
        : [
            {
              at: ending.trigger.at,
              until: null,
              what: 'trigger' as const,
              text: ending.trigger.text,
              source: ending.trigger.events[0] ?? null,
            },
          ]),
      ...(ending.ended === null
        ? []
        : [
            {
              at: ending.ended.after,
              until: ending.ended.before,
              what: 'ended' as const,
              text: 'it ended in this time',
              source: ending.ended.recorded,
            },
          ]),
    ],
    cited: ending.evidence.map((each, at) => ({
      ...each,
      capture: at === 0 ? page('e') : null,
      shown: at === 0,
      withheld: at === 0 ? null : (['pseudonymised', 'erased', 'not-logged', 'page-not-kept'] as const)[index % 4]!,
    })),
    findings: index === 0 ? [sampleReport.findings[0]!.fingerprint] : [],
    exception: ending.exception,
    logged: index % 2 === 0 ? { leaf: 40 + index, item: index } : null,
  };
}

const runs: readonly PackRun[] = [
  {
    nonce: page('a'),
    intent: 3,
    end: 9,
    state: 'ended',
    command: 'scan',
    at: '2025-12-01T06:00:00.000Z',
    by: 'scheduler@example.com',
    capture: page('e'),
    run: page('3'),
    why: null,
  },
  {
    nonce: page('b'),
    intent: 10,
    end: 11,
    state: 'aborted',
    command: 'capture',
    at: '2025-12-08T06:00:00.000Z',
    by: 'ann@example.com',
    capture: null,
    run: null,
    why: 'interrupted by its user',
  },
  {
    nonce: page('c'),
    intent: 12,
    end: null,
    state: 'without-end',
    command: 'verify',
    at: '2025-12-09T06:00:00.000Z',
    by: 'ann@example.com',
    capture: null,
    run: null,
    why: 'it was begun and never told how it ended',
  },
  {
    nonce: null,
    intent: null,
    end: null,
    state: 'not-logged',
    command: null,
    at: '2025-11-01T06:00:00.000Z',
    by: null,
    capture: page('d'),
    run: page('4'),
    why: 'no ledger was kept when it ran',
  },
];

/** A pack with something in every part and every kind of member, `null` and filled: each disposition, outcome and word of a control. */
export const samplePack: Pack = {
  schema: 1,
  id: '0afe'.repeat(16),
  framework: 'nist-800-53',
  period: { from: '2025-10-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
  asOf: '2026-01-01T00:00:00.000Z',
  run: sampleReport.run,
  coverage: sampleReport.coverage,
  totals: sampleReport.totals,
  tests: sampleReport.tests,
  metrics: sampleMetrics,
  population: {
    rows: packRows,
    root: page('2'),
    reconciliation: reconciliationOf(packRows, sampleAssurance.unmatched.first),
    sources: sampleAssurance.sources,
    imports,
  },
  sample: sampleOfPack,
  records: [...sampleEndings].map(recordOf),
  controls: packControls,
  findings: sampleReport.findings,
  undetermined: sampleReport.undetermined,
  excepted: sampleReport.excepted.map(({ exception, finding }) => ({ exception, finding })),
  exceptions: sampleAssurance.exceptions,
  boundaries: [
    {
      id: home,
      name: 'production',
      knownBy: 'read',
      runs: 9,
      first: '2025-10-01T06:00:00.000Z',
      last: '2025-12-31T06:00:00.000Z',
      unread: [
        {
          surface: 'aws:credential-report',
          from: '2025-10-02T06:00:00.000Z',
          to: '2025-11-02T07:30:00.000Z',
          ms: 31 * 24 * HOUR + 90 * 60_000,
          completeReads: 4,
        },
        {
          surface: 'aws:authorization-details',
          from: '2025-12-01T06:00:00.000Z',
          to: '2025-12-09T06:00:00.000Z',
          ms: 8 * 24 * HOUR,
          completeReads: 9,
        },
      ],
    },
    { id: tenant, name: 'example.com', knownBy: 'named', runs: 0, first: null, last: null, unread: [] },
  ],
  runs,
  people: [
    {
      person: 'ann@example.com',
      duties: [
        { duty: 'ran', times: 2, first: '2025-12-08T06:00:00.000Z', last: '2025-12-09T06:00:00.000Z' },
        { duty: 'approved-exception', times: 1, first: '2025-12-01T00:00:00.000Z', last: '2025-12-01T00:00:00.000Z' },
        { duty: 'owns-exception', times: 1, first: '2025-12-02T00:00:00.000Z', last: '2025-12-02T00:00:00.000Z' },
        { duty: 'exported', times: 1, first: '2026-01-02T00:00:00.000Z', last: '2026-01-02T00:00:00.000Z' },
      ],
      together: [
        ['owns-exception', 'approved-exception'],
        ['ran', 'exported'],
      ],
    },
    {
      person: 'ciso@example.com',
      duties: [{ duty: 'holds-key', times: 1, first: '2025-10-01T00:00:00.000Z', last: '2025-10-01T00:00:00.000Z' }],
      together: [],
    },
  ],
  changes: [
    { at: '2025-11-10T06:00:00.000Z', what: 'rule', id: 'standing-administrator', from: '1', to: '2' },
    { at: '2025-11-12T06:00:00.000Z', what: 'configuration', id: 'vestige.yaml', from: page('0'), to: page('f') },
    { at: '2025-11-13T06:00:00.000Z', what: 'key', id: 'ledger', from: null, to: 'example.com/ledger+3b1c2d4e' },
  ],
  selfTest: {
    asked: 412,
    right: 411,
    wrong: [{ rule: 'access-key-unused', example: 'key used yesterday', expected: 'clear', got: 'finding' }],
  },
  integrity: {
    level: 'anchored',
    says: 'The ledger is signed, and an outside time stamp shows that its first 42 entries are no younger than 2026-01-02 00:05.',
    origin: 'example.com/vestige-ledger',
    vkey: 'example.com/vestige-ledger+3b1c2d4e+AZ8k0TFvBqSLm1mUmQzNqB3kQm6dZ8Uj1o2a9Tn5K0pQ',
    size: 44,
    root: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
    population: 42,
    anchors: [
      {
        how: 'rfc3161',
        size: 43,
        root: 'Vp8t9sRk2JwqUu6wQ0cM3sN8xT7yR1bK5dL4hG2fE9o=',
        at: '2026-01-02T00:05:00.000Z',
        by: 'tsa.example.org',
        sha256: page('1'),
      },
      {
        how: 'cosignature',
        size: 44,
        root: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
        at: '2026-01-02T00:06:00.000Z',
        by: 'witness.example.net/w1',
        sha256: '5e1f'.repeat(16),
      },
    ],
    leaves: { begun: 1, 'run-intent': 3, 'run-end': 1, 'run-abort': 1, batch: 3, import: 2, population: 1, export: 1 },
  },
  pseudonyms: { key: 'd0d0'.repeat(16), people: 17 },
};

/** What is made where nothing was read, asked or logged. */
export const emptyPack: Pack = {
  ...samplePack,
  id: '0e0e'.repeat(16),
  run: { ...samplePack.run, pages: 0, inputs: [], connectors: [], rules: [] },
  coverage: [],
  totals: { ...samplePack.totals, boundaries: [], rules: [] },
  metrics: null,
  population: { rows: [], root: page('0'), reconciliation: reconciliationOf([], []), sources: [], imports: [] },
  sample: null,
  records: [],
  controls: [],
  findings: [],
  undetermined: [],
  excepted: [],
  exceptions: [],
  boundaries: [],
  runs: [],
  people: [],
  changes: [],
  selfTest: { asked: 0, right: 0, wrong: [] },
  integrity: {
    level: 'unsigned',
    says: 'Nothing is signed, so integrity rests on management.',
    origin: null,
    vkey: null,
    size: null,
    root: null,
    population: null,
    anchors: [],
    leaves: {},
  },
  pseudonyms: null,
};

/** The same records held against another framework: one control of it for each thing a control can say. */
export function packOf(framework: Framework): Pack {
  return { ...samplePack, framework, controls: pickControls(framework) };
}

/** As a large estate gives it: so many rows, each with a record, and no two the same. */
export function largePack(rows: number): Pack {
  const population = Array.from({ length: rows }, (_, index) => {
    const row = packRows[index % packRows.length]!;
    const number = String(index).padStart(6, '0');
    return {
      ...row,
      id: number.padStart(64, '0'),
      subject: `arn:aws:iam::111122223333:user/team-${index % 97}/person-${number}`,
      subjectName: `person-${number}`,
    };
  });
  const records = Array.from({ length: Math.floor(rows / 2) }, (_, index) => {
    const record = samplePack.records[index % samplePack.records.length]!;
    const id = String(index).padStart(64, 'e');
    return { ...record, ending: { ...record.ending, id, subjectName: `person-${index}` }, rows: [population[index]!.id] };
  });
  const counts = reconciliationOf(population, samplePack.population.reconciliation.unmatched);
  return { ...samplePack, population: { ...samplePack.population, rows: population, reconciliation: counts }, records };
}

export const everyDisposition: readonly string[] = dispositions;
