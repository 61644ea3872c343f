import { assure } from '../../../src/assurance/assure.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import { usualAssurance, type AssuranceSettings } from '../../../src/assurance/settings.ts';
import { DAY_MS, instantOf } from '../../../src/base/instant.ts';
import { viewOfSmallGraph } from '../../../src/judge/small.ts';
import type { Access, Holding } from '../../../src/model/access.ts';
import type { PrivilegeException } from '../../../src/model/exception.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import type { Metrics, MetricRow } from '../../../src/model/metrics.ts';
import { event } from '../entitled/small.ts';

export const MINUTE = 60_000;
/** The first minute of a world. A world's look-back begins with it. */
export const START = Date.UTC(2026, 8, 1);
export const LAST = DAY_MS / MINUTE;

/** What truly happened to one access, in minutes. `due`: the provider's own end, which it does not keep; `null`: it has none. */
export interface True {
  readonly subject: number;
  readonly boundary: number;
  readonly tierZero: boolean;
  readonly begin: number;
  readonly end: number;
  readonly due: number | null;
}

export interface World {
  readonly accesses: readonly True[];
  /** Minutes at which everything was read whole, at once. */
  readonly reads: readonly number[];
  /** Each ends what a subject had at that minute, and nothing that began later. */
  readonly incidents?: readonly { readonly subject: number; readonly at: number }[];
  /** Of one subject, from one minute to another. */
  readonly exceptions?: readonly { readonly subject: number; readonly from: number; readonly to: number }[];
  readonly settings?: Partial<AssuranceSettings>;
}

export function at(minute: number): string {
  return instantOf(START + minute * MINUTE);
}

export const userOf = (subject: number): string => `arn:aws:iam::111122223333:user/u${subject}`;
export const accountOf = (boundary: number): string => `aws:11112222333${boundary}`;

/** What reads say of an access, by going through them one by one; `null`: none saw it. Minutes. */
export interface Seen {
  readonly notBefore: number | null;
  readonly first: number;
  readonly last: number;
  readonly gone: number | null;
}

export function seenOf({ begin, end }: True, reads: readonly number[]): Seen | null {
  const [first] = reads.filter((read) => read >= begin && read < end);
  if (first === undefined) return null;
  return {
    notBefore: reads.filter((read) => read < begin).at(-1) ?? null,
    first,
    last: reads.filter((read) => read >= begin && read < end).at(-1) ?? first,
    gone: reads.find((read) => read >= end) ?? null,
  };
}

export function inputOf(world: World): AssureInput {
  const reads = [...new Set(world.reads)].sort((a, b) => a - b);
  const known = world.accesses.flatMap((each, index) => {
    const seen = seenOf(each, reads);
    return seen === null ? [] : [{ each, seen, access: accessOf(each, index) }];
  });
  const giving = known.map(({ each, access }) => ({
    subject: access.subject,
    capability: each.tierZero ? ('administer' as const) : ('read-data' as const),
    scope: access.boundary,
    source: { id: access.source, kind: 'attached-policy', name: access.name, boundary: access.boundary },
  }));
  return {
    view: viewOfSmallGraph({
      name: 'world',
      asOf: at(LAST),
      boundaries: [0, 1].map((each) => ({ id: accountOf(each) })),
      identities: [0, 1, 2].map((each) => ({ id: userOf(each), uid: `AIDA${each}`, tags: each === 0 ? { owner: 'platform' } : {} })),
      grants: giving.filter((_, index) => known[index]?.seen.gone === null),
    }),
    holdings: known.map(({ access, seen }): Holding => ({
      access,
      notBefore: seen.notBefore === null ? null : at(seen.notBefore),
      firstSeen: at(seen.first),
      lastSeen: at(seen.last),
      end: seen.gone === null ? null : { how: 'absent', after: at(seen.last), before: at(seen.gone), run: `r${seen.gone}` },
      missing: null,
      runs: { first: `r${seen.first}`, last: `r${seen.last}` },
      evidence: [],
    })),
    events: (world.incidents ?? []).map((each, index) => incidentOf(each, index)),
    spans: [],
    imports: [],
    verifications: [],
    exceptions: (world.exceptions ?? []).map((each, index) => exceptionOf(each, index)),
    past: giving.map(({ source, ...of }) => ({ ...of, source: source.id, through: [] })),
    reads: reads.map((each) => ({ from: at(each), to: at(each), run: `r${each}` })),
    lingers: () => [],
    delayOf: () => 0,
    unread: () => [],
    settings: { ...usualAssurance, lookBackDays: 1, clockUncertaintyMs: 0, ...world.settings },
  };
}

function accessOf({ subject, boundary, due }: True, index: number): Access {
  return {
    id: `assignment|${accountOf(boundary)}|AIDA${subject}|p${index}|`,
    kind: 'assignment',
    boundary: accountOf(boundary),
    subject: userOf(subject),
    objects: [`p${index}`],
    name: `policy ${index}`,
    scope: null,
    source: `attachment-${index}`,
    from: null,
    until: due === null ? null : at(due),
    activated: false,
  };
}

function incidentOf({ subject, at: minute }: NonNullable<World['incidents']>[number], index: number): LifeCycleEvent {
  return event({ id: `incident-${index}`, type: 'incident', at: at(minute), subject: userOf(subject), source: 'desk' });
}

function exceptionOf(
  { subject, from, to }: { readonly subject: number; readonly from: number; readonly to: number },
  index: number,
): PrivilegeException {
  return {
    id: `exception-${index}`,
    kind: 'legacy',
    matcher: { rule: null, subject: userOf(subject), boundary: null, capability: null, scope: null, fingerprint: null },
    maxMatches: 9,
    owner: 'platform',
    approver: 'risk',
    reference: 'R-1',
    reason: 'old',
    compensating: [],
    approvedAt: at(from),
    reviewedAt: null,
    testedAt: null,
    start: at(from),
    end: at(to),
    frozen: [],
    revokedAt: null,
  };
}

export function metricsIn(input: AssureInput): Metrics {
  return assure(input).metrics;
}

export function allOf({ rows }: Metrics): MetricRow {
  const [first] = rows;
  if (first?.by !== 'all') throw new Error('the first row is of all');
  return first;
}

/** How many minutes of the world a test says yes to, in milliseconds. */
export function minutes(isSo: (minute: number) => boolean): number {
  let count = 0;
  for (let minute = 0; minute < LAST; minute++) if (isSo(minute)) count++;
  return count * MINUTE;
}
