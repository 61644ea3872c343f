import type { SmallGraph, SmallLife } from '../contract/rule.ts';
import type { Access } from '../model/access.ts';
import type { Credential } from '../model/entity.ts';
import { ann, ben, daysAgo, people, role, tenant } from './activation-examples.ts';

type Endings = NonNullable<SmallLife['endings']>;
type Events = NonNullable<SmallGraph['lifeCycleEvents']>;

const HOUR = 3_600_000;

/** Until when ann should have had what these examples are about: five days before the report. */
export const should = daysAgo(5);
export const seenAt = [{ page: '0'.repeat(64), pointer: '/value/0' }] as const;

export const assignment: Access = {
  id: 'assignment-1',
  kind: 'assignment',
  boundary: tenant,
  subject: ann,
  objects: [role, 'Global Administrator'],
  name: 'Global Administrator',
  scope: tenant,
  source: `assignment|${role}|${ann}`,
  from: null,
  until: null,
  activated: false,
};

/** A role assignment of ann that was there until now, and had to be gone five days ago. */
export function late(over: Partial<Endings[number]> = {}): Endings[number] {
  return {
    id: 'ending-1',
    access: assignment,
    subject: ann,
    subjectName: 'ann',
    trigger: { kind: 'authorisation-ended', at: should, events: [], text: 'approved until then' },
    due: should,
    firstSeen: daysAgo(20),
    lag: { lower: 5 * 24 * HOUR, upper: 5 * 24 * HOUR, open: true },
    lateness: { lower: 5 * 24 * HOUR, upper: 5 * 24 * HOUR, open: true },
    outcome: 'overdue',
    evidence: seenAt,
    ...over,
  };
}

/** The same that was observed to end between two and one hour after it should have. */
export function gone(over: Partial<Endings[number]> = {}): Endings[number] {
  return late({
    lastSeen: daysAgo(5 - 1 / 24),
    ended: { how: 'absent', after: daysAgo(5 - 1 / 24), before: daysAgo(5 - 2 / 24), recorded: null },
    lag: { lower: HOUR, upper: 2 * HOUR, open: false },
    lateness: { lower: HOUR, upper: 2 * HOUR, open: false },
    outcome: 'ended',
    level: 2,
    ...over,
  });
}

export const trigger = {
  left: { kind: 'left', at: should, events: [], text: 'last day of work' },
  denied: { kind: 'review-denied', at: should, events: [], text: 'review denied' },
  ended: { kind: 'authorisation-ended', at: should, events: [], text: 'approved until then' },
} as const;

/** A directory with what records of life cycles come to: a broker told whole of all time, unless it is said otherwise. */
export function records(name: string, endings: Endings, life: Partial<SmallLife> = {}, more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    name,
    boundaries: [{ id: tenant, kind: 'tenant' }],
    identities: people,
    life: { endings, sources: [{ source: 'pam' }], ...life },
    ...more,
  };
}

/** Where no store of earlier runs was at hand. */
export function withoutHistory(name = 'no history was at hand'): SmallGraph {
  return { name, boundaries: [{ id: tenant, kind: 'tenant' }], identities: people };
}

/** Where a source stopped telling before the time that is asked about. */
export function outdated(name: string, endings: Endings = []): SmallGraph {
  return records(name, endings, {
    sources: [{ source: 'pam', spans: [{ from: daysAgo(400), to: daysAgo(20), tells: 'changes' }] }],
  });
}

/** The log of the directory, told whole; beside the broker. */
export const logged: NonNullable<SmallLife['sources']> = [
  { source: 'entra:directory-audits', sourceKind: 'provider-log', boundary: tenant },
  { source: 'pam' },
];

/** A record of the log that ann's role was taken away. */
export function removal(over: Partial<Events[number]> = {}): Events[number] {
  return {
    id: 'removal-1',
    type: 'revoked',
    what: 'assignment',
    at: daysAgo(5 - 1.5 / 24),
    subject: ann,
    actor: ben,
    by: 'person',
    object: role,
    source: 'entra:directory-audits',
    ...over,
  };
}

const app = 'entra/11111111-0000-4000-8000-000000000001/eeeeeeee-0000-4000-8000-000000000005';
const secret = `${app}#secret-1`;

/** A secret of an application that ann made before she left. */
export function leaverSecret(
  name: string,
  over: Partial<Credential>,
  capability: 'administer' | 'read-data' = 'read-data',
  life: SmallLife = {},
): SmallGraph {
  const made = {
    id: 'made-1',
    type: 'credential-issued',
    at: daysAgo(40),
    subject: app,
    actor: ann,
    object: secret,
    what: 'credential',
  } as const;
  const told = {
    triggers: [{ kind: 'left', at: should, subjects: [ann], text: 'last day of work' }],
    sources: [...logged, { source: 'hr', sourceKind: 'hr' }],
  } as const;
  const { identities = [], ...rest } = records(name, [], { ...told, ...life });
  return {
    ...rest,
    identities: [...identities, { id: app, kind: 'service-principal', name: 'billing', boundary: tenant }],
    credentials: [{ id: secret, identity: app, kind: 'client-secret', name: 'secret-1', ...over }],
    grants: [{ subject: app, capability, scope: tenant }],
    lifeCycleEvents: [made],
  };
}
