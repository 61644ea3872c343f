import { describe, expect, test } from 'vitest';
import type { PackInput } from '../../../src/evidence/pack/input.ts';
import { controlsOf } from '../../../src/evidence/pack/controls/list.ts';
import { makePack } from '../../../src/evidence/pack/make.ts';
import { frameworks, type ControlSays, type Framework } from '../../../src/model/pack.ts';
import { deployRole } from '../../support/report-findings.ts';
import { arn, calm, days, ending, event, home, ledger, period, read, withEnds, withOptions } from './small.ts';

function sayings(input: PackInput, framework: Framework): Readonly<Record<string, ControlSays>> {
  return Object.fromEntries(makePack(withOptions(input, { framework })).controls.map(({ id, says }) => [id, says]));
}

function testsOf(input: PackInput, framework: Framework, id: string) {
  const all = makePack(withOptions(input, { framework })).controls.flatMap(({ tests }) => tests);
  return all.find((each) => each.id === id);
}

const left = event({ id: 'left-ann', type: 'left', about: [{ kind: 'mail', value: 'ann@example.com' }] });
const good = withEnds([ending('1'), ending('2')], [left]);

describe('tables', () => {
  test.each(frameworks)('of %s have ids that are there once, and assertions that are one sentence', (framework) => {
    const table = controlsOf[framework];
    expect(table.length).toBeGreaterThan(3);
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
    for (const { assertion, tests, title } of table) {
      expect(assertion).toMatch(/^[A-Z][^.]*\.$/);
      expect(title).not.toBe('');
      expect(new Set(tests.map(({ id }) => id)).size).toBe(tests.length);
      expect(tests.length).toBeGreaterThan(0);
    }
  });

  test('never say that anybody complies', () => {
    for (const framework of frameworks) {
      const ours = makePack(withOptions(good, { framework })).controls.map((control) => ({ ...control, title: '' }));
      expect(JSON.stringify(ours).toLowerCase()).not.toContain('compl' + 'ian');
    }
  });
});

describe('what a control says', () => {
  test('supports, where all that was due ended in time and all was read', () => {
    expect(sayings(good, 'nist-800-53')).toMatchObject({ 'PS-4': 'supports', 'AC-3(8)': 'supports', 'IA-5': 'supports' });
    expect(sayings(good, 'pci')).toMatchObject({ '8.2.5': 'supports' });
  });

  test('not exercised, where nothing came up to be tested', () => {
    const { assured, report } = calm();
    const idle = { ...calm(), assured, report: { ...report, totals: { ...report.totals, rules: report.totals.rules.map(none) } } };
    expect(sayings(idle, 'nist-800-53')).toMatchObject({ 'PS-5': 'not-exercised', 'AC-2(13)': 'not-exercised' });
    // Nothing was due, nothing was asked, and all was read: that alone is evidence of looking, not of ending.
    expect(sayings(idle, 'pci')).toMatchObject({ '8.2.5': 'not-exercised' });
  });

  test('does not support, where one access was late, and says which', () => {
    const late = ending('3', { lateness: { lower: 3_600_000, upper: 7_200_000, open: false } });
    const input = withEnds([ending('1'), late], [left]);
    expect(sayings(input, 'nist-800-53')).toMatchObject({ 'PS-4': 'does-not-support', 'AC-12': 'not-exercised' });
    const told = testsOf(input, 'nist-800-53', 'leavers-ended-in-time');
    expect(told).toMatchObject({ population: { size: 2 }, tested: 2, passed: 1, exceptions: [{ of: 'row' }], undetermined: [] });
  });

  test('does not support, where what fails was not drawn', () => {
    const late = ending('3', { lateness: { lower: 3_600_000, upper: 7_200_000, open: false } });
    const input = withEnds([...Array.from({ length: 30 }, (_, i) => ending(`a${i}`)), late], [left]);
    for (const nonce of ['a', 'b', 'c', 'd']) {
      const drawn = withOptions(input, { sample: { size: 1, nonce } });
      expect(sayings(drawn, 'nist-800-53')).toMatchObject({ 'PS-4': 'does-not-support' });
    }
  });

  test('cannot tell, where a surface was not read whole at the end or within the period', () => {
    const line = good.report.coverage[0] as PackInput['report']['coverage'][number];
    for (const status of ['partial', 'unread'] as const) {
      const unread = { ...good, report: { ...good.report, coverage: [{ ...line, status, cause: 'denied' as const }] } };
      expect(sayings(unread, 'nist-800-53')).toMatchObject({ 'PS-4': 'cannot-tell', 'AC-3(8)': 'cannot-tell', 'CA-7': 'cannot-tell' });
    }
    const before = { ...good, reads: [read({ from: '2026-06-30T00:00:00.000Z' })] };
    expect(sayings(before, 'nist-800-53')).toMatchObject({ 'PS-4': 'cannot-tell' });
    const partly = { ...good, reads: days.map((from) => read({ from, status: 'partial' })) };
    expect(sayings(partly, 'nist-800-53')).toMatchObject({ 'PS-4': 'cannot-tell' });
  });

  test('cannot tell, where a boundary is named and was never read', () => {
    const named = { ...good, boundaries: [...good.boundaries, { id: 'aws:999988887777', name: null }] };
    expect(sayings(named, 'pci')).toMatchObject({ '8.2.5': 'cannot-tell' });
  });

  test('cannot tell, where no history was kept, whatever else there is', () => {
    const none = { ...good, assured: { ...good.assured, from: 'none' as const, endings: [] } };
    expect(sayings(none, 'nist-800-53')).toMatchObject({ 'PS-4': 'cannot-tell', 'PS-5': 'cannot-tell', 'AC-3(8)': 'cannot-tell' });
  });

  test('cannot tell, where rows of an import could not be read, or are fewer than its maker counts', () => {
    const file = {
      id: 'a'.repeat(64),
      system: 'workday',
      sourceKind: 'hr' as const,
      query: null,
      parameters: {},
      extractedBy: null,
      extractedAt: null,
      covers: null,
      name: 'leavers.csv',
      sha256: 'b'.repeat(64),
      mapping: { name: 'workday', sha256: 'c'.repeat(64) },
      rows: 9,
      controlTotal: 9,
      events: 9,
      duplicates: 0,
      replays: 0,
      disordered: 0,
      ahead: 0,
      unzoned: 0,
      ignored: 0,
      bad: [],
      badRows: 0,
    };
    expect(sayings({ ...good, imports: [file] }, 'pci')).toMatchObject({ '8.2.5': 'supports' });
    expect(sayings({ ...good, imports: [{ ...file, badRows: 1 }] }, 'pci')).toMatchObject({ '8.2.5': 'cannot-tell' });
    expect(sayings({ ...good, imports: [{ ...file, controlTotal: 10 }] }, 'pci')).toMatchObject({ '8.2.5': 'cannot-tell' });
  });

  test('cannot tell, where a leaver is nobody known', () => {
    const given = withEnds([ending('1')], [left, event({ id: 'left-x', type: 'left', about: [{ kind: 'mail', value: 'x@example.com' }] })]);
    const keys = [{ kind: 'mail', value: 'x@example.com' }];
    const unmatched = [{ source: 'workday', event: { source: 'workday', id: 'left-x' }, why: 'unknown' as const, keys, candidates: [] }];
    expect(sayings({ ...given, assured: { ...given.assured, unmatched } }, 'nist-800-53')).toMatchObject({ 'PS-4': 'cannot-tell' });
  });

  test('cannot tell, where a rule was not asked, and does not support where it found something, excepted or not', () => {
    const rules = good.report.totals.rules.filter(({ rule }) => rule !== 'standing-administrator');
    const unasked = { ...good, report: { ...good.report, totals: { ...good.report.totals, rules } } };
    expect(sayings(unasked, 'gdpr')).toMatchObject({ 'Art. 25(2)': 'cannot-tell' });
    const finding = { ...deployRole, rule: 'standing-administrator' };
    expect(sayings({ ...good, report: { ...good.report, findings: [finding] } }, 'gdpr')).toMatchObject({
      'Art. 25(2)': 'does-not-support',
    });
    const excepted = [{ exception: 'legacy', owner: 'x', until: '2027-01-01', finding }];
    expect(sayings({ ...good, report: { ...good.report, excepted } }, 'gdpr')).toMatchObject({ 'Art. 25(2)': 'does-not-support' });
  });

  test('cannot tell of evidence that nobody outside marked', () => {
    expect(sayings(good, 'nist-800-53')).toMatchObject({ 'AU-9(3)': 'cannot-tell' });
  });

  test('another way that remains fails what was offboarded, and sessions that may run leave it open', () => {
    const way = {
      identity: arn('ann'),
      capability: 'administer' as const,
      scope: home,
      source: 's',
      text: 'a key',
      authorised: false,
      knownSecret: false,
    };
    const some = ending('1', { otherWays: { state: 'some', ways: [way], because: [] } });
    expect(sayings(withEnds([some], [left]), 'pci')).toMatchObject({ '8.2.5': 'does-not-support' });
    const session = { ...(ending('x', {}).lingering[0] ?? lingering), state: 'unknown' as const };
    expect(sayings(withEnds([ending('1', { lingering: [session] })], [left]), 'pci')).toMatchObject({ '8.2.5': 'cannot-tell' });
  });

  test('a run that was begun and never ended fails the account of runs', () => {
    const by = { name: 'ops', from: 'given' as const };
    const at = '2026-07-02T00:00:00.000Z';
    const intent = {
      kind: 'run-intent' as const,
      command: 'scan' as const,
      nonce: 'aa',
      by,
      program: '1',
      configuration: '',
      scope: [],
      anchor: null,
    };
    const input = { ...good, ledger: ledger([[at, intent]]) };
    expect(testsOf(input, 'nist-800-53', 'runs-accounted')).toMatchObject({ exceptions: [{ of: 'run', id: '0' }] });
    expect(sayings(input, 'nist-800-53')).toMatchObject({ 'CA-7': 'does-not-support' });
  });

  test('a request that its requester approved alone fails, whatever the case of letters', () => {
    const request = {
      id: 'jira|1',
      source: 'jira',
      sourceKind: 'ticket' as const,
      subjects: [arn('ann')],
      unmatched: [],
      asked: [],
      requester: 'Ann@example.com',
      approvers: ['ann@example.com'],
      requestedAt: '2026-07-02T00:00:00.000Z',
      approvedAt: '2026-07-02T01:00:00.000Z',
      deniedAt: null,
      grantedAt: '2026-07-02T02:00:00.000Z',
      endedAt: null,
      from: null,
      until: null,
      ticket: null,
      accesses: [],
      renewals: 0,
      renewalsUnapproved: 0,
      events: [],
    };
    const of = (over: object): PackInput => ({ ...good, assured: { ...good.assured, requests: [{ ...request, ...over }] } });
    expect(testsOf(of({}), 'pci', 'approved-by-another')).toMatchObject({ passed: 0, exceptions: [{ of: 'request', id: 'jira|1' }] });
    expect(testsOf(of({ approvers: ['bob'] }), 'pci', 'approved-by-another')).toMatchObject({ passed: 1, exceptions: [] });
    expect(testsOf(of({ approvers: [] }), 'pci', 'approved-by-another')).toMatchObject({ exceptions: [{ id: 'jira|1' }] });
    const outside = of({ grantedAt: period.to });
    expect(testsOf(outside, 'pci', 'approved-by-another')).toMatchObject({ population: { size: 0 } });
  });
});

const lingering = {
  what: 'role session',
  longestMs: 3_600_000,
  source: 'a document',
  midSession: 'on-command' as const,
  cutBy: [],
  until: null,
  cut: null,
};

function none(each: PackInput['report']['totals']['rules'][number]): typeof each {
  return { ...each, questions: 0, clear: 0 };
}
