import type { LifeCycleEvent, LifeCycleEventType } from '../../src/model/life-cycle.ts';

const ACCOUNTS = 40;
const types: readonly LifeCycleEventType[] = ['granted', 'revoked', 'used', 'credential-issued', 'session-revoked'];

/** Whose log tells an event. */
export function boundaryOf(number: number): string {
  return `aws:${String(100_000_000_000 + (number % ACCOUNTS))}`;
}

/** Someone of whom, among so many events, about a hundred tell. */
export function subjectOf(number: number, count: number): string {
  return `arn:aws:iam::${boundaryOf(number).slice(4)}:role/service-${number % Math.max(1, Math.round(count / 100))}`;
}

/** Events of an invented estate, as its logs tell them: one every half minute. */
export function* eventsOf(count: number): Generator<LifeCycleEvent> {
  for (let number = 0; number < count; number++) {
    const at = new Date(Date.UTC(2026, 0, 1) + number * 30_000).toISOString();
    yield {
      id: `${number.toString(16).padStart(8, '0')}-5e8f-4c1b-9c1e-0f6a7d3b2c10`,
      type: types[number % types.length] ?? 'used',
      at,
      arrivedAt: at,
      succeeded: true,
      subject: subjectOf(number, count),
      about: [],
      actor: `arn:aws:iam::${boundaryOf(number).slice(4)}:user/operator-${number % 17}`,
      actedBy: [{ kind: 'user-name', value: `operator-${number % 17}` }],
      by: 'person',
      object: `arn:aws:iam::aws:policy/job-function/Right${number % 1009}`,
      scope: null,
      from: null,
      until: null,
      what: 'assignment',
      outsideBroker: false,
      correlation: null,
      justification: null,
      ticket: number % 10 === 0 ? `OPS-${number}` : null,
      activity: 'AttachRolePolicy',
      source: 'aws:trail',
      sourceKind: 'provider-log',
      region: 'us-east-1',
      raw: number.toString(16).padStart(64, '0'),
    };
  }
}
