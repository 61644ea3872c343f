import { describe, expect, test } from 'vitest';
import type { PackInput } from '../../../src/evidence/pack/input.ts';
import { makePack } from '../../../src/evidence/pack/make.ts';
import type { PopulationRow } from '../../../src/model/pack.ts';
import { arn, calm, ending, event, home, period, read, run, withEnds } from './small.ts';

function rowsOf(input: PackInput): readonly PopulationRow[] {
  return makePack(input).population.rows;
}

const left = event({ id: 'left-ann', type: 'left', about: [{ kind: 'mail', value: 'ann@example.com' }] });

describe('rows', () => {
  test('a leaver with five accesses makes five rows, each with the event', () => {
    const rows = rowsOf(
      withEnds(
        ['1', '2', '3', '4', '5'].map((id) => ending(id)),
        [left],
      ),
    );
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      expect(row.events).toEqual([{ source: 'workday', id: 'left-ann' }]);
      expect(row.from).toEqual(['source-row', 'state-difference']);
      expect(row.disposition).toBe('ended-in-time');
      expect(row.at).toBe('2026-08-03T12:00:00.000Z');
    }
  });

  test('what a log, a source and reads tell of one access is one row', () => {
    const recorded = { source: 'aws:cloudtrail', id: 'detach' };
    const log = event({ ...recorded, type: 'revoked', sourceKind: 'provider-log', subject: arn('ann'), at: '2026-08-03T12:45:00.000Z' });
    const told = ending('1', {
      ended: { how: 'absent', after: '2026-08-03T12:44:00.000Z', before: '2026-08-03T12:46:00.000Z', recorded },
      events: [{ source: 'workday', id: 'left-ann' }, recorded],
    });
    const { population } = makePack(withEnds([told], [left, log]));
    expect(population.rows.map(({ from }) => from)).toEqual([['source-row', 'log-end', 'state-difference']]);
    expect(population.reconciliation.sources).toEqual({ 'source-row': 1, 'log-end': 1, 'state-difference': 1 });
    expect(population.reconciliation.together).toEqual([{ from: ['source-row', 'log-end', 'state-difference'], rows: 1 }]);
  });

  test('an end that nothing asked for is told as such', () => {
    const unasked = ending('1', { trigger: null, due: null, lag: null, lateness: null, events: [] });
    expect(rowsOf(withEnds([unasked]))).toMatchObject([{ disposition: 'ended-unasked', from: ['state-difference'] }]);
  });

  test('whether an end was in time is not told where it lies between two reads', () => {
    const between = ending('1', { lateness: { lower: 0, upper: 60_000, open: false } });
    expect(rowsOf(withEnds([between], [left]))).toMatchObject([{ disposition: 'undetermined' }]);
    const late = ending('1', { lateness: { lower: 1, upper: 60_000, open: false } });
    expect(rowsOf(withEnds([late], [left]))).toMatchObject([{ disposition: 'ended-late' }]);
  });

  test('an access that should have ended before the period and is there is a row of it', () => {
    const old = ending('1', {
      outcome: 'overdue',
      ended: null,
      due: '2026-02-01T00:00:00.000Z',
      trigger: { kind: 'left', at: '2026-02-01T00:00:00.000Z', events: [], text: 'last day of work' },
    });
    expect(rowsOf(withEnds([old]))).toMatchObject([{ disposition: 'overdue', from: ['source-row'] }]);
  });

  test('an access that ended before the period is no row of it', () => {
    const before = ending('1', {
      due: '2026-02-01T00:00:00.000Z',
      trigger: { kind: 'left', at: '2026-02-01T00:00:00.000Z', events: [], text: 'last day of work' },
      ended: { how: 'absent', after: '2026-02-01T00:00:00.000Z', before: '2026-02-02T00:00:00.000Z', recorded: null },
      events: [],
    });
    expect(rowsOf(withEnds([before]))).toEqual([]);
  });

  test('what a later run does not show, without proof that it is gone, is a row', () => {
    const lacking = ending('1', {
      outcome: 'undetermined',
      because: ['not seen since'],
      trigger: null,
      due: null,
      lag: null,
      lateness: null,
      ended: null,
      events: [],
      lastSeen: '2026-08-03T00:00:00.000Z',
      runs: { first: run('first'), last: run('2026-08-03'), ended: null },
    });
    const line = (day: string): PackInput['runs'][number] => ({
      id: run(day),
      capture: run(day),
      version: '1',
      connectors: [],
      from: `${day}T00:00:00.000Z`,
      to: `${day}T00:00:00.000Z`,
      pages: 1,
      number: 1,
      recordedAt: `${day}T00:00:00.000Z`,
      conclusions: null,
      hash: '',
    });
    const runs = ['2026-08-03', '2026-08-04'].map(line);
    expect(rowsOf({ ...withEnds([lacking]), runs })).toMatchObject([{ from: ['state-difference'], disposition: 'undetermined' }]);
    expect(rowsOf({ ...withEnds([lacking]), runs: runs.slice(0, 1) })).toEqual([]);
  });

  test('a row about somebody unknown is a row, and is shown among the unmatched', () => {
    const given = withEnds([], [left]);
    const unmatched = { source: 'workday', event: { source: 'workday', id: 'left-ann' }, keys: left.about, candidates: [] };
    const of = (why: 'unknown' | 'ambiguous' | 'no-key', keys = left.about): PackInput => ({
      ...given,
      assured: { ...given.assured, unmatched: [{ ...unmatched, why, keys }] },
    });
    const { population } = makePack(of('unknown'));
    expect(population.rows).toMatchObject([{ disposition: 'person-unmatched', subject: null, subjectName: 'mail ann@example.com' }]);
    expect(population.reconciliation.unmatched).toHaveLength(1);
    expect(rowsOf(of('no-key'))).toMatchObject([{ disposition: 'person-unmatched' }]);
    expect(rowsOf(of('ambiguous'))).toMatchObject([{ disposition: 'person-ambiguous' }]);
    expect(rowsOf(of('unknown', [{ kind: 'object', value: 'payroll' }]))).toMatchObject([{ disposition: 'outside-scope' }]);
  });

  test('that there was no access is told only where all was read', () => {
    const named = withEnds([], [{ ...left, subject: arn('ann') }]);
    expect(rowsOf(named)).toMatchObject([{ disposition: 'no-access-found', subject: arn('ann') }]);
    const coverage = named.report.coverage.map((each) => ({ ...each, status: 'partial' as const, cause: 'denied' as const }));
    expect(rowsOf({ ...named, report: { ...named.report, coverage } })).toMatchObject([{ disposition: 'undetermined' }]);
    const elsewhere = { ...named, identities: named.identities.map((each) => ({ ...each, boundary: 'github:acme' })) };
    expect(rowsOf(elsewhere)).toMatchObject([{ disposition: 'outside-scope' }]);
  });

  test('somebody who holds something that no record joins is not said to hold nothing', () => {
    const given = withEnds([], [{ ...left, subject: arn('ann') }]);
    const { access } = ending('1');
    expect(rowsOf({ ...given, assured: { ...given.assured, accesses: [access] } })).toMatchObject([{ disposition: 'undetermined' }]);
  });

  test('what failed, and a request that was denied before anything was given, ask for no end', () => {
    const failed = event({ id: 'x', type: 'revoked', succeeded: false, subject: arn('ann') });
    const denied = event({ id: 'y', type: 'denied', correlation: 'OPS-1', source: 'jira', sourceKind: 'ticket', subject: arn('ann') });
    expect(rowsOf(withEnds([], [failed, denied]))).toEqual([]);
    const approved = { ...denied, id: 'z', type: 'approved' as const, at: '2026-08-01T00:00:00.000Z' };
    expect(rowsOf(withEnds([], [denied, approved]))).toMatchObject([{ events: [{ id: 'y' }] }]);
  });

  test('an event on the last moment of the period is of the next one', () => {
    const at = (when: string): PackInput => withEnds([], [{ ...left, at: when, subject: arn('ann') }]);
    expect(rowsOf(at(period.from))).toHaveLength(1);
    expect(rowsOf(at(period.to))).toHaveLength(0);
  });

  test('an authorisation that ran out and gave nothing is a row', () => {
    const given = calm();
    const authorisation = {
      id: 'jira|OPS-9',
      kind: 'request' as const,
      subjects: [arn('bob')],
      covers: { objects: ['Admin'], scope: null, kinds: null },
      from: '2026-07-02T00:00:00.000Z',
      until: '2026-07-03T00:00:00.000Z',
      requester: null,
      approvers: [],
      ticket: null,
      events: [{ source: 'jira', id: 'OPS-9' }],
    };
    const rows = rowsOf({ ...given, assured: { ...given.assured, authorisations: [authorisation] } });
    expect(rows).toMatchObject([{ disposition: 'no-access-found', at: '2026-07-03T00:00:00.000Z', system: 'jira', boundary: home }]);
  });
});

describe('boundaries', () => {
  test('the longest time in which a surface was not read whole counts from the beginning of the period and up to its end', () => {
    const given = calm();
    const at = ['2026-07-11T00:00:00.000Z', '2026-07-21T00:00:00.000Z', '2026-08-31T00:00:00.000Z'];
    const reads = [...at.map((from) => read({ from })), read({ from: '2026-08-10T00:00:00.000Z', status: 'partial' })];
    const [boundary] = makePack({ ...given, reads }).boundaries;
    expect(boundary).toMatchObject({ knownBy: 'read', runs: 4, first: at[0], last: at[2] });
    expect(boundary?.unread).toEqual([
      { surface: 'aws:authorization-details', from: at[1], to: at[2], ms: 41 * 86_400_000, completeReads: 3 },
    ]);
    const [last] = makePack({ ...given, reads: reads.slice(0, 1) }).boundaries;
    expect(last?.unread[0]).toMatchObject({ from: at[0], to: period.to });
    const [none] = makePack({ ...given, reads: [] }).boundaries;
    expect(none).toMatchObject({ knownBy: 'named', unread: [{ from: period.from, to: period.to, completeReads: 0 }] });
  });
});
