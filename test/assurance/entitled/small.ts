import { DAY_MS } from '../../../src/base/instant.ts';
import { buildGraph } from '../../../src/graph/build.ts';
import { personsOf } from '../../../src/graph/persons.ts';
import { createView } from '../../../src/paths/view.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import type { AssuranceSettings } from '../../../src/assurance/settings.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { SmallGraph } from '../../../src/contract/rule.ts';
import { expandSmallGraph } from '../../../src/judge/small.ts';
import type { Access, Holding } from '../../../src/model/access.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { LifeCycleEvent, LogSpan } from '../../../src/model/life-cycle.ts';

export const AWS = 'aws:111122223333';
export const ENTRA = 'entra:t';
/** Each of one person; ann has an account in either place, joined by an immutable handle. */
export const ANN = 'arn:aws:iam::111122223333:user/ann';
export const ANN_ENTRA = 'entra/t/ann';
export const BOB = 'arn:aws:iam::111122223333:user/bob';
export const AS_OF = '2026-11-20T00:00:00.000Z';

/** `10 18:00` of November 2026. */
export function at(text: string): string {
  const [day = '', time = '00:00'] = text.split(' ');
  return `2026-11-${day.padStart(2, '0')}T${time}:00.000Z`;
}

type SmallIdentity = Partial<Identity> & { readonly id: string };

export const people: readonly SmallIdentity[] = [
  {
    id: ANN,
    uid: 'AIDAANN',
    handles: [
      { kind: 'entra-object', value: 'OBJ-ANN', immutable: true },
      { kind: 'mail', value: 'Ann@example.com', immutable: false },
    ],
    tags: { Employee: '10442' },
  },
  { id: ANN_ENTRA, boundary: ENTRA, kind: 'user', nature: 'human', handles: [{ kind: 'entra-object', value: 'obj-ann', immutable: true }] },
  { id: BOB, uid: 'AIDABOB', handles: [{ kind: 'mail', value: 'bob@example.com', immutable: false }], tags: { Employee: '10443' } },
];

export type SmallEvent = Partial<LifeCycleEvent> & { readonly id: string; readonly type: LifeCycleEvent['type']; readonly at: string };

/** Told by a ticket system by a person, about nobody, of no object. */
export function event(given: SmallEvent): LifeCycleEvent {
  return {
    arrivedAt: null,
    succeeded: true,
    subject: null,
    about: [],
    actor: null,
    actedBy: [],
    by: 'person',
    object: null,
    scope: null,
    from: null,
    until: null,
    what: 'other',
    outsideBroker: false,
    correlation: null,
    justification: null,
    ticket: null,
    activity: '',
    source: 'jira',
    sourceKind: 'ticket',
    region: null,
    raw: null,
    ...given,
  };
}

/** Ann's attachment of `Admin`. */
export function access(given: Partial<Access> = {}): Access {
  const subject = given.subject ?? ANN;
  const objects = given.objects ?? ['arn:aws:iam::aws:policy/Admin'];
  return {
    id: `assignment|${AWS}|${subject}|${objects.join(' ')}|${given.scope ?? ''}`,
    kind: 'assignment',
    boundary: AWS,
    subject,
    objects,
    name: 'Admin',
    scope: null,
    source: 'attached',
    from: null,
    until: null,
    activated: false,
    ...given,
  };
}

/** There since the 5th, not on the 4th; open unless an end is given. */
export function holding(given: Partial<Omit<Holding, 'access'>> & { readonly access?: Partial<Access> } = {}): Holding {
  const { access: of, ...rest } = given;
  return {
    notBefore: at('4'),
    firstSeen: at('5'),
    lastSeen: at('19'),
    end: null,
    missing: null,
    runs: { first: 'r1', last: 'r9' },
    evidence: [],
    ...rest,
    access: access(of),
  };
}

export function ended(after: string, before: string): Holding['end'] {
  return { how: 'absent', after, before, run: 'r10' };
}

/** A source told of whole. */
export function span(source: string, sourceKind: LogSpan['sourceKind'], from = at('1'), to = AS_OF): AssureInput['spans'][number] {
  return { boundary: null, span: { source, sourceKind, region: null, from, to, tells: 'changes' } };
}

export interface SmallInput {
  readonly events?: readonly LifeCycleEvent[];
  readonly holdings?: readonly Holding[];
  readonly spans?: AssureInput['spans'];
  readonly imports?: AssureInput['imports'];
  readonly identities?: readonly SmallIdentity[];
  readonly gone?: readonly Identity[];
  readonly scopes?: SmallGraph['scopes'];
  readonly settings?: Partial<AssuranceSettings>;
  readonly asOf?: string;
}

export function input(given: SmallInput): AssureInput {
  const graph = expandSmallGraph({
    name: 'people',
    asOf: given.asOf ?? AS_OF,
    boundaries: [{ id: AWS }, { id: ENTRA, kind: 'tenant' }],
    scopes: given.scopes ?? [],
    identities: given.identities ?? people,
  });
  const accounts = [...graph.identities].map(({ value: { id, boundary, handles = [] } }) => ({ id, boundary: boundary ?? '', handles }));
  const { persons } = personsOf(accounts, []);
  const view = createView(buildGraph({ ...graph, persons }), { asOf: given.asOf ?? AS_OF, maxTimeBoundMs: DAY_MS, crownJewels: [] });
  return {
    view,
    holdings: given.holdings ?? [holding()],
    events: given.events ?? [],
    spans: given.spans ?? [span('jira', 'ticket')],
    imports: given.imports ?? [],
    verifications: [],
    exceptions: [],
    past: [],
    reads: [],
    lingers: () => null,
    unread: () => [],
    settings: { ...usualAssurance, ...given.settings },
    ...(given.gone === undefined ? {} : { gone: given.gone }),
  };
}

const annsTicket = { about: [{ kind: 'mail', value: 'ann@example.com' }], object: 'Admin', correlation: 'T-1' } as const;

/** Ann asks for `Admin` up to the 10th, 18:00, and bob approves. */
export function approved(given: Partial<LifeCycleEvent> = {}): readonly LifeCycleEvent[] {
  return [
    event({ id: 'T-1/1', type: 'requested', at: at('4 08:00'), ...annsTicket, actor: ANN, until: at('10 18:00'), ...given }),
    event({ id: 'T-1/2', type: 'approved', at: at('4 09:00'), ...annsTicket, actor: BOB, ...given }),
  ];
}

/** Of other people: by their names it is known what is not `Admin`, and where. */
export const others: readonly Holding[] = [
  holding({ access: { subject: BOB, objects: ['Reader'], name: 'Reader', scope: AWS } }),
  holding({ access: { subject: 'entra/t/bob', boundary: ENTRA, objects: ['Owner'], name: 'Owner', scope: ENTRA } }),
];
