import type { EventSource, Unmatched } from '../../src/model/authorisation.ts';
import { outcomes, type Outcome } from '../../src/model/ending.ts';
import type { ExceptionStanding } from '../../src/model/exception.ts';
import type { MetricRow, Metrics } from '../../src/model/metrics.ts';
import type { ReportAssurance } from '../../src/model/report.ts';

const home = 'aws:111122223333';
const tenant = 'entra:3f6c0000-1111-4222-8333-444455556666';
const arn = 'arn:aws:iam::111122223333';
const page = (digit: string): string => digit.repeat(64);
const HOUR = 3_600_000;

const sources: readonly EventSource[] = [
  {
    source: 'aws:cloudtrail',
    sourceKind: 'provider-log',
    region: 'us-east-1',
    boundary: home,
    spans: [
      { from: '2025-10-03T00:00:00.000Z', to: '2025-11-20T00:00:00.000Z', tells: 'changes' },
      { from: '2025-11-25T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', tells: 'use' },
    ],
    events: 4210,
  },
  {
    source: 'entra:directory-audits',
    sourceKind: 'provider-log',
    region: null,
    boundary: tenant,
    spans: [{ from: '2025-09-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', tells: 'changes' }],
    events: 318,
  },
  { source: 'workday', sourceKind: 'hr', region: null, boundary: null, spans: [], events: 12 },
];

const unmatched: readonly Unmatched[] = [
  {
    source: 'workday',
    event: { source: 'workday', id: 'leaver-10501' },
    why: 'ambiguous',
    keys: [{ kind: 'mail', value: 'j.smith@example.com' }],
    candidates: [`${arn}:user/jsmith`, `${arn}:user/jsmith2`],
  },
  { source: 'jira', event: { source: 'jira', id: 'OPS-95' }, why: 'no-key', keys: [], candidates: [] },
];

const exceptions: readonly ExceptionStanding[] = [
  {
    exception: {
      id: 'legacy-directory',
      kind: 'legacy',
      matcher: {
        rule: 'access-overdue',
        subject: 'entra/3f6c/*',
        boundary: tenant,
        capability: 'administer',
        scope: tenant,
        fingerprint: null,
      },
      maxMatches: 5,
      owner: 'platform@example.com',
      approver: 'ciso@example.com',
      reference: 'RISK-12',
      reason: 'the old directory goes in March',
      compensating: ['sign-ins are watched'],
      approvedAt: '2025-12-01T00:00:00.000Z',
      reviewedAt: '2025-12-15T00:00:00.000Z',
      testedAt: '2025-12-16T00:00:00.000Z',
      start: '2025-12-01T00:00:00.000Z',
      end: '2026-03-31T00:00:00.000Z',
      frozen: [page('8')],
      revokedAt: '2025-12-30T00:00:00.000Z',
    },
    state: 'invalid',
    faults: ['approver is owner'],
    covers: [page('9')],
    fresh: [page('b')],
    gone: [page('c')],
  },
  {
    exception: {
      id: 'night-batch',
      kind: 'batch',
      matcher: { rule: null, subject: `${arn}:role/batch`, boundary: null, capability: null, scope: null, fingerprint: page('d') },
      maxMatches: 1,
      owner: 'data@example.com',
      approver: 'security@example.com',
      reference: 'RISK-13',
      reason: 'runs every night',
      compensating: [],
      approvedAt: '2025-11-01T00:00:00.000Z',
      reviewedAt: null,
      testedAt: null,
      start: '2025-11-01T00:00:00.000Z',
      end: '2026-02-01T00:00:00.000Z',
      frozen: [],
      revokedAt: null,
    },
    state: 'in-force',
    faults: [],
    covers: [],
    fresh: [],
    gone: [],
  },
];

const counts = (of: Partial<Record<Outcome, number>>): Readonly<Record<Outcome, number>> =>
  Object.fromEntries(outcomes.map((each) => [each, of[each] ?? 0])) as Record<Outcome, number>;

export const sampleAssurance: ReportAssurance = {
  accesses: 903,
  authorisations: 61,
  requests: 40,
  events: 4540,
  outcomes: counts({ 'not-due': 1, ended: 1, lingering: 1, overdue: 1, contradicted: 1, reappeared: 1, undetermined: 2 }),
  sources,
  unmatched: { count: 13, first: unmatched },
  exceptions,
};

const bounded = (lower: number, upper: number) => ({ lower: lower * HOUR, upper: upper * HOUR });

const all: MetricRow = {
  by: 'all',
  of: 'all',
  endings: { ended: 12, open: 3, undetermined: 2, notDue: 31 },
  debt: bounded(81, 94.5),
  debtExcepted: bounded(53, 54),
  lag: { p50: bounded(2, 3), p95: bounded(15, 16), max: bounded(336, 340), ended: 11, open: 4 },
  lateness: { p50: bounded(1, 1.5), p95: bounded(14, 15), max: bounded(335, 336), ended: 10, open: 5 },
  atOnce: { count: 4, of: 9 },
  automatic: { count: 5, of: 8 },
  levels: [1, 2, 6, 3],
  neverAuthorised: 7,
};

const nothingLate: MetricRow['lag'] = { p50: null, p95: null, max: null, ended: 0, open: 0 };

export const sampleMetrics: Metrics = {
  lookBackDays: 90,
  rows: [
    all,
    { ...all, by: 'system', of: 'aws' },
    { ...all, by: 'system', of: 'entra', lag: nothingLate, lateness: nothingLate },
    { ...all, by: 'tier', of: 'tier 0' },
    { ...all, by: 'control-owner', of: 'cloud-operations@example.com' },
  ],
  standing: { held: bounded(40_000, 41_000), used: bounded(1000, 2000) },
  deFacto: {
    count: 14,
    longest: [
      { identity: 'entra/3f6c/amelie', capability: 'administer', usable: bounded(1900, 1950), renewals: 61, renewalsUnapproved: 17 },
    ],
  },
  lifeCycle: { identities: 171, owner: 31, origin: 44, expiry: 9, rotation: 25, lastUse: 120, offboarding: 13 },
  interval: { longestMs: 24 * HOUR, cannotTestMs: HOUR },
};
