import { describe, expect, test } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Observation } from '../../src/model/question.ts';
import type { View } from '../../src/model/view.ts';
import { ann, ben, cas, daysAgo, role, tenant } from '../../src/rules/activation-examples.ts';
import { rule as neverActivated } from '../../src/rules/approved-never-activated/rule.ts';
import { rule as ownApproval } from '../../src/rules/approver-is-requester/rule.ts';
import { rule as bundle } from '../../src/rules/bundle-breadth/rule.ts';
import { rule as unasked } from '../../src/rules/grant-without-request/rule.ts';
import { rule as beyond } from '../../src/rules/granted-beyond-request/rule.ts';
import { rule as overlapping } from '../../src/rules/overlapping-authorisations/rule.ts';
import { rule as gap } from '../../src/rules/record-gap/rule.ts';
import { rule as renewed } from '../../src/rules/renewed-without-approval/rule.ts';
import { ended, entry, held, request, requested } from '../../src/rules/request-examples.ts';
import { rule as withoutGrant } from '../../src/rules/request-without-grant/rule.ts';
import { judged } from '../contract/rule-suite.ts';

const MINUTE = 60_000;
const log = { source: 'entra:directory-audits', sourceKind: 'provider-log', boundary: tenant } as const;

/** What a rule says of a small estate: `finding`, `clear` or `undetermined`, of each question once. */
function says(rule: unknown, small: SmallGraph, settings: object = {}): readonly string[] {
  const { totals } = judged(rule as Rule<unknown>, small, settings);
  return [
    ...Array.from({ length: totals.findings }, () => 'finding'),
    ...Array.from({ length: totals.clear }, () => 'clear'),
    ...Array.from({ length: totals.undetermined }, () => 'undetermined'),
  ];
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

describe('an end that was asked for', () => {
  const until = daysAgo(1);
  test.each([
    ['by the minutes allowed', 60 * MINUTE, 'clear'],
    ['by a millisecond more', 60 * MINUTE + 1, 'finding'],
  ])('is passed %s', (_, over, expected) => {
    const small = requested('end', { accesses: ['held-1'] }, { accesses: [held({ until: later(until, over) })], endings: [ended()] });
    expect(says(beyond, small)).toEqual([expected]);
  });

  test('is kept by a broker that takes the access away by itself', () => {
    const life = { accesses: [held()], endings: [ended({ endsBy: 'automation' })] } as const;
    expect(says(beyond, requested('broker', { accesses: ['held-1'] }, life))).toEqual(['clear']);
  });
});

describe('what was asked for and where', () => {
  const elsewhere = 'azure:22222222-0000-4000-8000-000000000001';
  const asked = (scope: string) => ({ accesses: ['held-1'], asked: [{ object: role, scope, until: null }], until: null });

  test('another place that was read is beyond it, one that nobody read is not told', () => {
    const life = { accesses: [held()] };
    const both = { boundaries: [{ id: tenant, kind: 'tenant' }, { id: elsewhere }] } as const;
    const sources = { life: { ...requested('', asked(elsewhere)).life, ...life } };
    expect(says(beyond, { ...requested('read', asked(elsewhere), life, both), ...sources })).toEqual(['finding']);
    expect(says(beyond, requested('unread', asked(elsewhere), life))).toEqual(['undetermined']);
  });

  test('one thing of two that it led to is enough', () => {
    const life = { accesses: [held({ until: daysAgo(1) }), held({ id: 'held-2', objects: ['more'], name: 'More' })] };
    const { findings } = judged(beyond, requested('two', { accesses: ['held-1', 'held-2'] }, life));
    expect(findings.map(({ reasons }) => reasons)).toEqual([[expect.stringContaining('it led to More')]]);
  });
});

test.each([
  ['other-role', 'finding'],
  ['roles/other-role', 'finding'],
  ['x/held-role', 'undetermined'],
  ['', 'undetermined'],
])('a request for %j, which may be a name of what was given', (object, expected) => {
  const accesses = [
    held({ objects: ['roles/held-role'], name: 'Held', until: daysAgo(1) }),
    held({ id: 'held-2', objects: ['other-role'] }),
  ];
  const asked = { accesses: ['held-1'], asked: [{ object, scope: null, until: daysAgo(1) }] };
  expect(says(beyond, requested('names', asked, { accesses }))).toEqual([expected]);
});

describe('an approval nobody used', () => {
  const told = { sources: [{ source: 'broker', events: 1 }, log] };
  test.each([
    ['over this very moment', '2026-01-01T00:00:00.000Z', 'finding'],
    ['over in a millisecond', '2026-01-01T00:00:00.001Z', 'clear'],
  ])('%s', (_, until, expected) => {
    expect(says(neverActivated, requested('over', {}, { ...told, requests: [request({ until })] }))).toEqual([expected]);
  });

  test.each([
    [13.99, 'clear'],
    [14, 'finding'],
  ])('with no end, %d days old', (age, expected) => {
    const open = { requestedAt: daysAgo(age), approvedAt: daysAgo(age), from: null, until: null };
    expect(says(neverActivated, requested('open', {}, { ...told, requests: [request(open)] }))).toEqual([expected]);
  });

  test('of a place without a name needs the log of every boundary', () => {
    const boundaries = [{ id: tenant, kind: 'tenant' }, { id: 'aws:111122223333' }] as const;
    const small = requested('two boundaries', {}, { ...told, requests: [request()] }, { boundaries });
    expect(says(neverActivated, small)).toEqual(['undetermined']);
    const scoped = { asked: [{ object: role, scope: tenant, until: null }] };
    expect(says(neverActivated, { ...small, life: { ...told, requests: [request(scoped)] } })).toEqual(['finding']);
  });

  test('whose broker says nothing of the time whole is not told', () => {
    const sources = [{ source: 'jira', sourceKind: 'ticket' }, { source: 'broker', spans: [] }, log] as const;
    expect(says(neverActivated, requested('broker', {}, { sources, requests: [request()] }))).toEqual(['undetermined']);
  });
});

describe('a request that is said to be given', () => {
  const given = { grantedAt: daysAgo(2), events: [{ source: 'broker', id: 'on-1' }] };
  const entries = { lifeCycleEvents: [entry('on-1', 'activated', 2)] };

  test.each([
    [daysAgo(2), 'finding'],
    [later(daysAgo(2), 1), 'undetermined'],
  ])('is looked for in a log from %s on', (from, expected) => {
    const sources = [{ source: 'broker' }, { ...log, spans: [{ from, to: daysAgo(0), tells: 'changes' as const }] }];
    expect(says(withoutGrant, requested('log', {}, { sources, requests: [request(given)] }, entries))).toEqual([expected]);
  });

  test('is not asked about where only the provider says so', () => {
    const events = [entry('on-1', 'activated', 2, { sourceKind: 'provider-log' })];
    expect(says(withoutGrant, requested('provider', given, {}, { lifeCycleEvents: events }))).toEqual([]);
  });
});

describe('two requests for one right', () => {
  const until = '2026-01-02T00:00:00.000Z';
  const second = (from: string) => request({ id: 'broker|r-2', from, until });

  test.each([
    [60 * MINUTE, 'clear'],
    [60 * MINUTE + 1, 'finding'],
  ])('that hold together for %d ms', (together, expected) => {
    const first = request({ until: later(daysAgo(0), 30 * MINUTE) });
    const from = later(daysAgo(0), 30 * MINUTE - together);
    const small = requested('two', {}, { sources: [{ source: 'broker' }], requests: [first, second(from)] });
    expect([...says(overlapping, small)].sort()).toEqual(['clear', expected].sort());
  });

  test('of two people are two', () => {
    const life = { sources: [{ source: 'broker' }], requests: [request({ until }), { ...second(daysAgo(1)), subjects: [cas] }] };
    expect(says(overlapping, requested('people', {}, life))).toEqual(['clear', 'clear']);
  });
});

describe('who decides', () => {
  test('another account of whoever asked is not another person', () => {
    const small = requested('person', { approvers: [cas] });
    expect(observed(ownApproval, viewOfSmallGraph(small)).says).toBe('clear');
    const person = { id: 'person', accounts: [ann, cas], because: [] };
    const view: View = { ...viewOfSmallGraph(small), personOf: (id) => (person.accounts.includes(id) ? person : undefined) };
    expect(observed(ownApproval, view).says).toBe('finding');
  });

  test('an approval of tier 0 by oneself weighs more', () => {
    const own = { approvers: [ann], accesses: ['held-1'] };
    const life = { accesses: [held()], endings: [ended({ tierZero: true })] };
    const weights = [requested('lesser', own), requested('greater', own, life)].map(
      (small) => judged(ownApproval as Rule<unknown>, small).findings[0]?.severity,
    );
    expect(weights).toEqual(['medium', 'high']);
  });

  test('one other approver is enough, though a second is nobody who was read', () => {
    expect(says(ownApproval, requested('beside', { approvers: ['somebody', ben] }))).toEqual(['clear']);
  });

  function observed(rule: typeof ownApproval, view: View): Observation {
    return rule.answer(view, { subject: { type: 'request', id: 'broker|r-1' } }, { days: 30 });
  }
});

test('a renewal counts as late only after the end of the task', () => {
  const events = ['over', 'again'].map((id) => ({ source: 'broker', id }));
  const of = (over: string, again: string): SmallGraph =>
    requested(
      'late',
      { renewals: 1, events },
      {},
      {
        lifeCycleEvents: [entry('over', 'task-ended', 2, { at: over }), entry('again', 'renewed', 1, { at: again })],
      },
    );
  expect(says(renewed, of(daysAgo(2), daysAgo(2)))).toEqual(['clear']);
  expect(says(renewed, of(daysAgo(2), later(daysAgo(2), 1)))).toEqual(['finding']);
});

test('boundaries of one approval are counted once each', () => {
  const accesses = [0, 1, 2].map((n) => held({ id: `held-${n}`, boundary: n < 2 ? 'aws:111122223333' : 'aws:444455556666' }));
  const endings = accesses.map(({ id }) => ended({ id }));
  const small = requested('bundle', { accesses: accesses.map(({ id }) => id) }, { accesses, endings });
  expect(says(bundle, small)).toEqual(['clear']);
  expect(says(bundle, small, { boundaries: 2 })).toEqual(['finding']);
});

test('an access that is not tier 0 is asked about where its boundary is named', () => {
  const life = { sources: [{ source: 'broker' }], endings: [ended({ authorised: 'never' })] };
  const small = requested('named', {}, life);
  expect(says(unasked, small)).toEqual([]);
  expect(says(unasked, small, { boundaries: [tenant] })).toEqual(['finding']);
});

describe('a break in a log', () => {
  test.each([
    [24 * 60 * MINUTE - 1, 'clear'],
    [24 * 60 * MINUTE, 'finding'],
  ])('of %d ms', (length, expected) => {
    const spans = [
      { from: daysAgo(40), to: daysAgo(10), tells: 'changes' as const },
      { from: later(daysAgo(10), length), to: daysAgo(0), tells: 'changes' as const },
    ];
    expect(says(gap, requested('break', {}, { sources: [{ ...log, spans }] }))).toEqual([expected]);
  });

  test('names each region of it, and each import that has one', () => {
    const spans = [{ from: daysAgo(5), to: daysAgo(0), tells: 'changes' as const }];
    const sources = [
      { ...log, region: 'eu-west-1', spans },
      { ...log, region: 'us-east-1', spans },
      { source: 'jira', spans },
    ];
    const { findings } = judged(gap, requested('regions', {}, { sources }));
    const reasons = findings.flatMap((each) => each.reasons);
    for (const part of ['in eu-west-1', 'in us-east-1', 'life-cycle:jira'])
      expect(reasons.filter((each) => each.includes(part))).toHaveLength(1);
  });
});
