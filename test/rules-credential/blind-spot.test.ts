import { describe, expect, test } from 'vitest';
import { rule as blindSpot } from '../../src/rules/blind-spot/rule.ts';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { factKinds } from '../../src/model/fact.ts';
import type { FactKind } from '../../src/model/fact.ts';
import { ask } from './ask.ts';
import { BOUNDARY, OTHER, ROLE } from './estate.ts';

type Unread = NonNullable<SmallGraph['unread']>;
const found = (unread: Unread): readonly (readonly [string, string])[] =>
  ask(blindSpot, { name: 'unread', unread }).findings.map((finding) => [finding.subject.id, finding.severity]);

test('is asked about every surface of every boundary', () => {
  const { totals } = ask(blindSpot, { name: 'two', boundaries: [{ id: BOUNDARY }, { id: OTHER }] });
  expect(totals).toMatchObject({ questions: 2 * factKinds.length, clear: 2 * factKinds.length });
});

describe('weighs by what may be hidden', () => {
  const expected: Readonly<Record<FactKind, readonly [unread: string, partial: string]>> = {
    boundary: ['high', 'medium'],
    identity: ['high', 'medium'],
    policy: ['high', 'medium'],
    attachment: ['high', 'medium'],
    membership: ['high', 'medium'],
    trust: ['high', 'medium'],
    'resource-policy': ['high', 'medium'],
    'secret-policy': ['high', 'medium'],
    'key-policy': ['high', 'medium'],
    provider: ['high', 'medium'],
    workload: ['high', 'medium'],
    credential: ['medium', 'medium'],
    usage: ['medium', 'medium'],
    limiter: ['low', 'low'],
    'session-limit': ['low', 'low'],
    assignment: ['high', 'medium'],
    'service-credential': ['medium', 'medium'],
    'service-usage': ['low', 'low'],
    'credential-detail': ['low', 'low'],
    'life-cycle': ['low', 'low'],
    'life-cycle-event': ['low', 'low'],
    'log-span': ['low', 'low'],
    'review-span': ['low', 'low'],
    'activation-policy': ['medium', 'medium'],
    observation: ['low', 'low'],
  };
  test.each(factKinds.map((kind) => [kind, ...expected[kind]] as const))('%s: unread %s, in part %s', (kind, unread, partial) => {
    expect(found([{ kind }])).toEqual([[`aws:${kind}@${BOUNDARY}`, unread]]);
    expect(found([{ kind, status: 'partial' }])).toEqual([[`aws:${kind}@${BOUNDARY}`, partial]]);
  });
});

test.each(factKinds.filter((kind) => kind !== 'boundary'))('%s that nobody asked for is no blind spot', (kind) => {
  const { totals } = ask(blindSpot, { name: 'excluded', unread: [{ kind, status: 'excluded' }] });
  expect(totals).toMatchObject({ findings: 0, undetermined: 0, clear: factKinds.length });
});

test('says what cannot be said, why, and the least that would read it', () => {
  const [finding] = ask(blindSpot, { name: 'refused', unread: [{ kind: 'policy', cause: 'throttled' }] }).findings;
  expect(finding?.reasons).toEqual([
    `not read: aws:policy in ${BOUNDARY}: throttled`,
    'it may hold grants that nobody counted',
    'not known without it: nothing can be said about facts of kind policy',
    'the least that reads it: small:Read-policy',
  ]);
  expect(finding?.subject).toMatchObject({ kind: 'surface', boundary: BOUNDARY });
});

test('one surface unread in two boundaries is two findings with two fingerprints', () => {
  const boundaries = [{ id: BOUNDARY }, { id: OTHER }];
  const { findings } = ask(blindSpot, { name: 'two', boundaries, unread: [{ kind: 'policy' }] });
  expect(new Set(findings.map((finding) => finding.fingerprint)).size).toBe(2);
});

test('a list read to its end that lacks a name others use is open', () => {
  const links = [{ from: `${ROLE}-hidden`, to: ROLE }];
  const { totals, undetermined } = ask(blindSpot, { name: 'lacking', identities: [{ id: ROLE }], links });
  expect(totals).toMatchObject({ findings: 0, undetermined: 1, clear: factKinds.length - 1 });
  expect(undetermined[0]?.because[0]).toMatchObject({ subject: `${ROLE}-hidden`, cause: 'vanished' });
});

test('a party outside, which nobody should have listed, is no blind spot', () => {
  const links = [{ from: 'arn:aws:iam::999988887777:root', to: ROLE }];
  expect(ask(blindSpot, { name: 'outside', identities: [{ id: ROLE }], links }).totals.clear).toBe(factKinds.length);
});
