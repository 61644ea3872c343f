import type { SmallGraph } from '../contract/rule.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';

type Grants = NonNullable<SmallGraph['grants']>;
type Policies = NonNullable<SmallGraph['activationPolicies']>;
type Events = NonNullable<SmallGraph['lifeCycleEvents']>;

/** A small directory for the examples of rules about what must be switched on. */
export const tenant = 'entra:11111111-0000-4000-8000-000000000001';
const objects = 'entra/11111111-0000-4000-8000-000000000001';
export const ann = `${objects}/aaaaaaaa-0000-4000-8000-000000000001`;
export const ben = `${objects}/bbbbbbbb-0000-4000-8000-000000000002`;
export const cas = `${objects}/cccccccc-0000-4000-8000-000000000003`;
export const admins = `${objects}/dddddddd-0000-4000-8000-000000000004`;
export const role = '62e90394-69f5-4237-9190-012177145e10';
export const policy = `${objects}/policy/directory/${role}`;

export const people: NonNullable<SmallGraph['identities']> = [
  { id: ann, kind: 'user', name: 'ann', nature: 'human' },
  { id: ben, kind: 'user', name: 'ben', nature: 'human' },
  { id: cas, kind: 'user', name: 'cas', nature: 'human' },
  { id: admins, kind: 'group', name: 'payments-admins' },
];

/** Eligible to administer the directory, by the policy of these examples. */
export function eligible(subject: string, over: Partial<Grants[number]> = {}): Grants[number] {
  return {
    subject,
    capability: 'administer',
    scope: tenant,
    bounds: { lo: 'eligible', hi: 'eligible' },
    gate: 'self',
    gatedBy: policy,
    endsBy: 'provider',
    source: { id: `eligibility|${role}|${subject}`, kind: 'eligible-role', name: 'Global Administrator', boundary: tenant },
    ...over,
  };
}

/** A policy that demands all there is to demand, but for what is told. */
export function demanding(over: Partial<Policies[number]> = {}): Policies[number] {
  return {
    id: policy,
    name: 'Global Administrator',
    governs: role,
    scope: tenant,
    gate: 'approved',
    approvers: [ben],
    secondFactor: true,
    context: over.gate === 'checked',
    justification: true,
    longestActivationMs: 8 * 3_600_000,
    allowsPermanentAssignment: false,
    longestAssignmentMs: 15 * 86_400_000,
    allowsPermanentEligibility: false,
    longestEligibilityMs: 365 * 86_400_000,
    ...over,
  };
}

/** A directory in which ann may administer everything once she has switched it on. */
export function directory(name: string, over: Partial<Policies[number]> = {}, more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    name,
    boundaries: [{ id: tenant, kind: 'tenant' }],
    identities: people,
    grants: [eligible(ann)],
    activationPolicies: [demanding(over)],
    ...more,
  };
}

/** The same where ann holds the role, and whether she switched it on or has it for good was not read. */
export function unclear(name: string, over: Partial<Policies[number]> = {}): SmallGraph {
  const held = eligible(ann, { bounds: { lo: 'activated', hi: 'standing' }, gate: 'none', because: ['instances were not read'] });
  return directory(name, over, { grants: [held] });
}

/** The same where the policies were refused. */
export function withoutPolicies(name: string): SmallGraph {
  const { gatedBy: _, ...grant } = eligible(ann);
  return { ...directory(name), grants: [grant], activationPolicies: [], unread: [{ kind: 'activation-policy' }] };
}

/** Days before the time of the examples, as an instant. */
export function daysAgo(days: number): string {
  return new Date(Date.UTC(2026, 0, 1) - days * 86_400_000).toISOString();
}

/** The role was switched on, for so many hours. */
export function switchedOn(subject: string, days: number, hours = 8, over: Partial<LifeCycleEvent> = {}): Events[number] {
  return {
    id: `activation-${subject.slice(-4)}-${days}`,
    type: 'activated',
    what: 'assignment',
    at: daysAgo(days),
    until: daysAgo(days - hours / 24),
    subject,
    actor: subject,
    object: role,
    scope: tenant,
    by: 'person',
    ...over,
  };
}

/** The oldest entry of a log that reaches so many days back. */
export function logSince(days: number): Events[number] {
  return { id: `first-${days}`, type: 'policy-changed', at: daysAgo(days), subject: cas, scope: tenant };
}
