import type { SmallGraph } from '../../../src/contract/rule.ts';
import { endingsOf } from '../../../src/assurance/ended/ended.ts';
import { entitled } from '../../../src/assurance/entitled/entitled.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { AssuranceSettings } from '../../../src/assurance/settings.ts';
import { viewOfSmallGraph } from '../../../src/judge/small.ts';
import type { Access, Holding, Linger } from '../../../src/model/access.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { PrivilegeException } from '../../../src/model/exception.ts';
import type { Gap } from '../../../src/model/gap.ts';
import type { LifeCycleEvent, LogSpan } from '../../../src/model/life-cycle.ts';
import type { Person } from '../../../src/model/person.ts';
import type { Verification } from '../../../src/model/verification.ts';
import type { View } from '../../../src/model/view.ts';

/** `10-06 18:00` of 2026 in UTC, with seconds where they are given. */
export function moment(text: string): string {
  const [day, time] = text.split(' ');
  return `2026-${day ?? ''}T${time?.length === 5 ? `${time}:00` : (time ?? '00:00:00')}.000Z`;
}

export const ACCOUNT = 'aws:111122223333';
export const ANN = 'arn:aws:iam::111122223333:user/ann';
const POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';

export interface Case {
  readonly name: string;
  readonly asOf: string;
  readonly graph?: SmallGraph;
  readonly access?: Partial<Access>;
  readonly holdings: readonly (Pick<Holding, 'firstSeen' | 'lastSeen'> & {
    readonly notBefore?: string;
    readonly end?: { readonly after: string; readonly before: string; readonly how?: NonNullable<Holding['end']>['how'] };
    readonly missing?: string;
    readonly access?: Partial<Access>;
  })[];
  readonly events?: readonly (Partial<LifeCycleEvent> & Pick<LifeCycleEvent, 'id' | 'type' | 'at'>)[];
  readonly spans?: readonly (Partial<LogSpan> & Pick<LogSpan, 'from' | 'to'> & { readonly boundary?: string | null })[];
  readonly probes?: readonly { readonly says: Verification['says']; readonly at: string; readonly spacedByMs?: number }[];
  readonly exceptions?: readonly Partial<PrivilegeException>[];
  readonly frozen?: AssureInput['frozen'];
  /** Accounts of one person. */
  readonly person?: readonly string[];
  readonly past?: AssureInput['past'];
  readonly lingers?: readonly Linger[] | null;
  /** What the surface that tells of the access declares; left out: it shows nothing that is gone. */
  readonly delayMs?: number;
  readonly unread?: readonly Gap[];
  readonly settings?: Partial<AssuranceSettings>;
}

/** Ann's administrator policy in one account, whose surfaces were read whole, with what a case says of it. Events are the account's own log's unless they say otherwise. */
export function inputOf(given: Case): AssureInput {
  const asOf = moment(given.asOf);
  const access: Access = {
    id: `assignment|${ACCOUNT}|AIDAANN|${POLICY}|`,
    kind: 'assignment',
    boundary: ACCOUNT,
    subject: ANN,
    objects: [POLICY],
    name: 'AdministratorAccess',
    scope: null,
    source: 'attachment ann admin',
    from: null,
    until: null,
    activated: false,
    ...given.access,
  };
  const last = (at: string): string => (at === 'now' ? asOf : moment(at));
  const holdings = given.holdings.map((each, at): Holding => {
    const { end } = each;
    return {
      access: { ...access, ...each.access },
      notBefore: each.notBefore === undefined ? null : moment(each.notBefore),
      firstSeen: moment(each.firstSeen),
      lastSeen: last(each.lastSeen),
      end: end === undefined ? null : { how: end.how ?? 'absent', after: moment(end.after), before: moment(end.before), run: `end-${at}` },
      missing: each.missing === undefined ? null : { run: `missing-${at}`, since: moment(each.missing), wants: 'a second read' },
      runs: { first: `first-${at}`, last: `last-${at}` },
      evidence: [],
    };
  });
  const open = holdings.some(({ end }) => end === null);
  const own = { subject: ANN, capability: 'administer' as const, scope: ACCOUNT };
  const graph: SmallGraph = {
    name: given.name,
    asOf,
    identities: [{ id: ANN, uid: 'AIDAANN', tags: { owner: 'platform' } }],
    ...given.graph,
    grants: [
      ...(given.graph?.grants ?? []),
      ...(open ? [{ ...own, source: { id: access.source, kind: 'attached-policy', name: 'AdministratorAccess', boundary: ACCOUNT } }] : []),
    ],
  };
  return {
    view: withPerson(viewOfSmallGraph(graph), given.person ?? []),
    holdings,
    events: (given.events ?? []).map((each) => ({
      arrivedAt: null,
      succeeded: true,
      subject: ANN,
      about: [],
      actor: 'arn:aws:iam::111122223333:user/bob',
      actedBy: [],
      by: 'person',
      object: POLICY,
      scope: null,
      from: null,
      what: 'assignment',
      outsideBroker: false,
      correlation: null,
      justification: null,
      ticket: null,
      activity: each.type,
      source: 'aws:cloudtrail-events',
      sourceKind: 'provider-log',
      region: 'us-east-1',
      raw: null,
      ...each,
      at: moment(each.at),
      until: each.until === undefined || each.until === null ? null : moment(each.until),
    })),
    spans: (given.spans ?? []).map(({ boundary = ACCOUNT, ...span }) => ({
      boundary,
      span: {
        source: 'aws:cloudtrail-events',
        sourceKind: 'provider-log',
        region: 'us-east-1',
        tells: 'use',
        ...span,
        from: moment(span.from),
        to: last(span.to),
      },
    })),
    imports: [],
    verifications: (given.probes ?? []).map((each, at) => ({
      id: `probe-${at}`,
      access: access.id,
      boundary: ACCOUNT,
      says: each.says,
      cause: null,
      because: '',
      sentAt: moment(each.at),
      receivedAt: moment(each.at),
      control: 'user ann',
      spacedByMs: each.spacedByMs ?? 60_000,
      capture: 'capture',
      pages: [],
    })),
    exceptions: (given.exceptions ?? []).map((each) => ({
      id: 'exception',
      kind: 'legacy',
      matcher: { rule: null, subject: ANN, boundary: null, capability: null, scope: null, fingerprint: null },
      maxMatches: 1,
      owner: 'platform',
      approver: 'risk',
      reference: 'R-1',
      reason: 'batch',
      compensating: [],
      approvedAt: moment('01-01 00:00'),
      reviewedAt: null,
      testedAt: null,
      start: moment('01-01 00:00'),
      end: moment('12-31 00:00'),
      frozen: [],
      revokedAt: null,
      ...each,
    })),
    frozen: given.frozen ?? [],
    past: given.past ?? [{ ...own, source: access.source, through: [] }],
    reads: [],
    lingers: () => (given.lingers === undefined ? [] : given.lingers),
    delayOf: () => given.delayMs ?? 0,
    unread: () => given.unread ?? [],
    settings: { ...usualAssurance, ...given.settings },
  };
}

function withPerson(view: View, accounts: readonly string[]): View {
  const person: Person = { id: `person:${accounts[0] ?? ''}`, accounts, because: [] };
  return { ...view, persons: accounts.length === 0 ? [] : [person], personOf: (id) => (accounts.includes(id) ? person : undefined) };
}

export function endingsIn(input: AssureInput): readonly Ending[] {
  return endingsOf(input, entitled(input)).map(({ ending }) => ending);
}
