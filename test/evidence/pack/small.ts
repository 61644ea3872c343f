import type { PackInput, PackLeaf, PackLedger } from '../../../src/evidence/pack/input.ts';
import { DAY_MS, instantOf } from '../../../src/base/instant.ts';
import { controlsOf } from '../../../src/evidence/pack/controls/list.ts';
import { nothingAssured } from '../../../src/model/assured.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { SurfaceCoverage } from '../../../src/model/gap.ts';
import type { SurfaceRead } from '../../../src/model/history.ts';
import type { LeafBody } from '../../../src/model/ledger.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import { frameworks } from '../../../src/model/pack.ts';
import { rules } from '../../../src/rules/list.ts';
import { sampleReport } from '../../support/report.ts';
import { sampleEndings } from '../../support/report-endings.ts';

/** A small estate in which nothing is wrong, read whole every day of the period; tests plant one fault each. */
export const home = 'aws:111122223333';
export const period = { from: '2026-07-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' };
export const arn = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;

export function identity(name: string, over: Partial<Identity> = {}): Identity {
  return {
    id: arn(name),
    uid: `AIDA${name.toUpperCase()}0000001`,
    kind: 'user',
    nature: 'human',
    natureReason: 'signs in',
    name,
    boundary: home,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: true,
    ...over,
  };
}

export function event(over: Partial<LifeCycleEvent> & Pick<LifeCycleEvent, 'id' | 'type'>): LifeCycleEvent {
  return {
    at: '2026-08-03T12:00:00.000Z',
    arrivedAt: null,
    succeeded: true,
    subject: null,
    about: [],
    actor: null,
    actedBy: [],
    by: 'unknown',
    object: null,
    scope: null,
    from: null,
    until: null,
    what: 'other',
    outsideBroker: false,
    correlation: null,
    justification: null,
    ticket: null,
    activity: over.type,
    source: 'workday',
    sourceKind: 'hr',
    region: null,
    raw: null,
    ...over,
  };
}

const [base] = sampleEndings as readonly [Ending];

/** Ended an hour after it was due to, which the policy allows: in time, seen by two reads, and nothing left. */
export function ending(id: string, over: Partial<Ending> = {}): Ending {
  const { name = 'ann' } = { name: over.subjectName };
  const subject = over.subject ?? arn(name);
  return {
    ...base,
    id: id.padEnd(64, '0'),
    access: { ...base.access, id: `assignment|${home}|AIDA${name.toUpperCase()}0000001|${id}|`, subject, scope: home, boundary: home },
    boundary: home,
    subject,
    subjectName: name,
    person: null,
    owner: null,
    controlOwner: null,
    authorisations: [],
    authorisedUntil: '2026-08-03T12:00:00.000Z',
    trigger: {
      kind: 'left',
      at: '2026-08-03T12:00:00.000Z',
      events: [{ source: 'workday', id: `left-${name}` }],
      text: 'last day of work',
    },
    due: '2026-08-03T16:00:00.000Z',
    allowedMs: 4 * 3_600_000,
    firstSeen: '2026-06-01T06:00:00.000Z',
    lastSeen: '2026-08-03T12:30:00.000Z',
    ended: { how: 'absent', after: '2026-08-03T12:30:00.000Z', before: '2026-08-03T13:00:00.000Z', recorded: null },
    lag: { lower: 1_800_000, upper: 3_600_000, open: false },
    lateness: { lower: 0, upper: 0, open: false },
    lingering: [],
    otherWays: { state: 'none', ways: [], because: [] },
    endedBy: null,
    events: [{ source: 'workday', id: `left-${name}` }],
    probes: [],
    runs: { first: run('first'), last: run('seen'), ended: run('lacks') },
    ...over,
  };
}

export function run(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0');
}

const surface = 'aws:authorization-details';
const line: SurfaceCoverage = {
  boundary: home,
  surface,
  status: 'complete',
  cause: null,
  detail: null,
  permission: 'iam:GetAccountAuthorizationDetails',
  ifUnread: 'who exists',
  pages: 1,
  facts: 9,
};

export function read(over: Partial<SurfaceRead> & { readonly from: string; readonly run?: string }): PackInput['reads'][number] {
  return {
    boundary: home,
    surface,
    status: 'complete',
    cause: null,
    detail: null,
    pages: 1,
    facts: 9,
    origin: 'live',
    to: over.from,
    skewMs: 0,
    absenceAfterMs: 0,
    snapshot: true,
    filtered: false,
    settings: '{}',
    run: run(over.from.slice(0, 10)),
    ...over,
  };
}

/** Midnights of the period. */
export const days = Array.from({ length: 92 }, (_, day) => instantOf(Date.parse(period.from) + day * DAY_MS));

/** Nothing is wrong in it, nothing ended, and nothing was asked to. */
export function calm(over: Partial<PackInput> = {}): PackInput {
  const asked = new Set(frameworks.flatMap((each) => controlsOf[each].flatMap(({ tests }) => tests.map(({ id }) => id))));
  const rulesAsked = rules.map(({ id }) => id);
  return {
    report: {
      ...sampleReport,
      run: { ...sampleReport.run, from: 'history', asOf: period.to },
      coverage: [line],
      totals: {
        ...sampleReport.totals,
        rules: [...rulesAsked, 'log-not-watching'].map((rule) => ({
          rule,
          questions: asked.size > 0 ? 2 : 0,
          findings: 0,
          clear: 2,
          undetermined: 0,
          excepted: 0,
        })),
      },
      findings: [],
      undetermined: [],
      excepted: [],
      endings: [],
    },
    assured: {
      ...nothingAssured,
      from: 'history',
      sources: [
        {
          source: 'aws:cloudtrail',
          sourceKind: 'provider-log',
          region: 'us-east-1',
          boundary: home,
          spans: [{ from: period.from, to: period.to, tells: 'changes' }],
          events: 3,
        },
      ],
    },
    identities: [identity('ann'), identity('bob'), identity('deployer', { nature: 'non-human', kind: 'service-account' })],
    persons: [],
    boundaries: [{ id: home, name: 'production' }],
    runs: [],
    reads: days.map((from) => read({ from })),
    imports: [],
    probes: [],
    exceptions: [],
    prunedUntil: null,
    ledger: null,
    signed: false,
    rules: rules.map(({ id, revision, controls }) => ({ id, revision, controls })),
    pages: [],
    selfTest: { asked: 9, right: 9, wrong: [] },
    options: { framework: 'soc2', period, sample: null, replaced: [], actor: 'auditor@example.com', pseudonymKey: null },
    ...over,
  };
}

/** The same with endings and events. */
export function withEnds(endings: readonly Ending[], events: readonly LifeCycleEvent[] = [], given: PackInput = calm()): PackInput {
  return { ...given, report: { ...given.report, endings }, assured: { ...given.assured, endings, events } };
}

export function withOptions(given: PackInput, options: Partial<PackInput['options']>): PackInput {
  return { ...given, options: { ...given.options, ...options } };
}

export function ledger(
  bodies: readonly (readonly [at: string, body: LeafBody, of?: number])[],
  over: Partial<PackLedger> = {},
): PackLedger {
  const leaves = bodies.map(([at, body, of], index): PackLeaf => ({
    index,
    leaf: { v: 1, kind: body.kind, at, of: of ?? null, body: '0'.repeat(64) },
    body,
  }));
  return {
    origin: 'example.com/log',
    vkey: 'example.com/log+d50476d5+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea',
    size: leaves.length,
    root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    keys: [],
    anchors: [],
    leaves,
    endings: [],
    population: null,
    ...over,
  };
}
