import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { rule as rootAccessKey } from '../../connectors/aws/rules/root-access-key/rule.ts';
import { rule as rootUsed } from '../../connectors/aws/rules/root-used/rule.ts';
import { rule as rootWithoutMfa } from '../../connectors/aws/rules/root-without-mfa/rule.ts';
import { rule as overAge } from '../../src/rules/access-key-over-age/rule.ts';
import { rule as passwordUnused } from '../../src/rules/password-unused/rule.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { buildGraph } from '../../src/graph/build.ts';
import { judge } from '../../src/judge/judge.ts';
import { expandSmallGraph } from '../../src/judge/small.ts';
import type { Gap } from '../../src/model/gap.ts';
import { createView } from '../../src/paths/view.ts';
import { ask, says } from './ask.ts';
import { ago, ANN, BOUNDARY, OTHER, ROOT } from './estate.ts';

const otherRoot = 'arn:aws:iam::444455556666:root';
const password = { id: `${ROOT}#password`, identity: ROOT, lastUsed: ago(400), secondFactor: true } as const;
const key = { id: `${ROOT}#access-key-1`, identity: ROOT, lastUsed: ago(400) } as const;
const safe: SmallGraph = { name: 'a root user as it should be', identities: [{ id: ROOT }], credentials: [password] };
const rootRules: readonly (readonly [string, Rule<unknown>])[] = [rootAccessKey, rootUsed, rootWithoutMfa].map((rule) => [rule.id, rule]);

describe.each(rootRules)('%s', (_, rule) => {
  test('is clear of a root user as it should be', () => {
    expect(says(rule, safe)).toBe('clear');
  });

  test('asks once for each account, and of no other provider', () => {
    const { totals, undetermined } = ask(rule, {
      ...safe,
      boundaries: [{ id: BOUNDARY }, { id: OTHER }, { id: 'github:acme' }],
      identities: [{ id: ROOT }, { id: otherRoot }],
    });
    expect(totals).toMatchObject({ questions: 2, clear: 1, undetermined: 1 });
    expect(undetermined.map((line) => line.subject.id)).toEqual([otherRoot]);
  });

  test('an account without the row of the root user is open, not safe', () => {
    expect(
      says(rule, { name: 'no row', identities: [{ id: ROOT }, { id: ANN }], credentials: [{ id: `${ANN}#password`, identity: ANN }] }),
    ).toBe('undetermined');
    expect(says(rule, { name: 'no root user known' })).toBe('undetermined');
  });

  test('a row lost of the root user is open, a row lost of somebody else is not', () => {
    const gap = (subject: string): Gap => ({
      boundary: BOUNDARY,
      surface: 'aws:credential',
      subject,
      cause: 'malformed',
      detail: 'a broken row',
    });
    expect(says(rule, safe, {}, [gap(ROOT)])).toBe('undetermined');
    expect(says(rule, safe, {}, [gap(ANN)])).toBe('clear');
  });

  test('a row that shows no credentials is an answer', () => {
    expect(says(rule, { name: 'no credentials', identities: [{ id: ROOT }], usage: [{ identity: ROOT }] })).toBe('clear');
  });

  test('the finding is about the root user', () => {
    const bad = { ...password, secondFactor: false, lastUsed: ago(1) };
    const { findings } = ask(rule, { ...safe, credentials: [bad, key] });
    expect(findings.map((finding) => finding.subject)).toEqual([expect.objectContaining({ id: ROOT, kind: 'root', boundary: BOUNDARY })]);
    expect(findings[0]?.evidence.length).toBeGreaterThan(0);
  });
});

describe('root access key', () => {
  test.each([
    ['active', 'critical'],
    ['inactive', 'high'],
  ] as const)('%s is %s', (state, severity) => {
    expect(says(rootAccessKey, { ...safe, credentials: [password, { ...key, state }] })).toBe(severity);
  });

  test('names the active key first, and all of them', () => {
    const { findings } = ask(rootAccessKey, {
      ...safe,
      credentials: [
        { ...key, state: 'inactive' },
        { ...key, id: `${ROOT}#access-key-2` },
      ],
    });
    expect(findings[0]?.object?.name).toBe('access-key-2');
    expect(findings[0]?.reasons).toEqual(['access-key-2 of the root is active', 'access-key-1 of the root is inactive and kept']);
  });
});

describe('root user used', () => {
  const used = (passwordUse: string, keyUse: string): SmallGraph => ({
    ...safe,
    credentials: [
      { ...password, lastUsed: passwordUse },
      { ...key, lastUsed: keyUse },
    ],
  });
  test.each([
    ['password exactly as long ago as the window', ago(90), 'never', 'high'],
    ['password a millisecond longer ago', ago(90, 1), 'never', 'clear'],
    ['a key within the window, which is graver', ago(1), ago(80), 'critical'],
    ['a key within the window, the password not told', 'unknown', ago(80), 'critical'],
    ['a key long ago, the password not told', 'unknown', ago(200), 'undetermined'],
    ['nothing ever', 'never', 'never', 'clear'],
  ])('%s', (_, passwordUse, keyUse, answer) => {
    expect(says(rootUsed, used(passwordUse, keyUse))).toBe(answer);
  });

  test('with a key that is inactive now is used all the same', () => {
    expect(says(rootUsed, { ...safe, credentials: [password, { ...key, state: 'inactive', lastUsed: ago(2) }] })).toBe('critical');
  });

  test('the window is a setting', () => {
    expect(says(rootUsed, used(ago(30), 'never'), { windowDays: 7 })).toBe('clear');
    expect(says(rootUsed, used(ago(300), 'never'), { windowDays: 365 })).toBe('high');
  });
});

test('general rules leave the root user to its own: an unused root password is as it should be', () => {
  const small = { ...safe, credentials: [password, { ...key, rotatedAt: ago(2000) }] };
  for (const rule of [passwordUnused, overAge]) expect(ask(rule, small).totals.questions).toBe(0);
});

describe('an account whose summary was read', () => {
  const noRow: Gap = {
    boundary: BOUNDARY,
    surface: 'aws:credential',
    subject: ROOT,
    cause: 'malformed',
    detail: 'no row of the root user',
  };
  const summarized = (rule: Rule<unknown>, credentials: NonNullable<SmallGraph['credentials']>, status: 'complete' | 'unread'): string => {
    const input = expandSmallGraph({ name: 'summary', identities: [{ id: ROOT }], credentials });
    const [line] = input.coverage;
    if (line === undefined) throw new Error('a small graph without coverage');
    const summary = { ...line, surface: 'aws:account-summary', status, cause: null, pages: status === 'complete' ? 1 : 0 };
    const coverage = input.coverage.map((each) => (each.surface === noRow.surface ? { ...each, status: 'partial' as const } : each));
    const surfaces = [...input.surfaces, { id: summary.surface, yields: ['credential-detail' as const], role: 'describes' as const }];
    const graph = buildGraph({ ...input, coverage: [...coverage, summary], surfaces, gaps: [noRow] });
    const view = createView(graph, { asOf: '2026-01-01T00:00:00.000Z', maxTimeBoundMs: 1 });
    const { findings, totals } = judge({ view, rules: [{ rule, settings: v.parse(rule.settings, {}) }], remedy: () => [] });
    return findings[0]?.severity ?? (totals[0]?.clear === 1 ? 'clear' : 'undetermined');
  };

  test('has an answer about keys and second factor without a row of the report, and none about use', () => {
    const has = { ...password, lastUsed: 'unknown' as const };
    expect(rootRules.map(([, rule]) => summarized(rule, [has], 'complete'))).toEqual(['clear', 'undetermined', 'clear']);
    expect(rootRules.map(([, rule]) => summarized(rule, [], 'complete'))).toEqual(['clear', 'undetermined', 'clear']);
    expect(summarized(rootWithoutMfa, [{ ...has, secondFactor: false }], 'complete')).toBe('critical');
    expect(summarized(rootAccessKey, [key], 'complete')).toBe('critical');
  });

  test('in vain has none', () => {
    for (const credentials of [[], [password]])
      expect(rootRules.map(([, rule]) => summarized(rule, credentials, 'unread'))).toEqual([
        'undetermined',
        'undetermined',
        'undetermined',
      ]);
  });
});
