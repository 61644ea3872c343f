import { describe, expect, test } from 'vitest';
import { hashJson } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import type { PackInput } from '../../../src/evidence/pack/input.ts';
import { makePack } from '../../../src/evidence/pack/make.ts';
import type { LeafBody, OutsideAnchor } from '../../../src/model/ledger.ts';
import type { RunLine } from '../../../src/contract/store.ts';
import { arn, calm, ending, event, identity, ledger, period, run, withEnds, withOptions } from './small.ts';

const by = (name: string) => ({ name, from: 'given' as const });
const intent = (nonce: string, who = 'ops'): LeafBody => ({
  kind: 'run-intent',
  command: 'scan',
  nonce,
  by: by(who),
  program: '1',
  configuration: '',
  scope: [],
  anchor: null,
});
const end = (nonce: string, id: string | null): LeafBody => ({
  kind: 'run-end',
  command: 'scan',
  nonce,
  capture: run('capture'),
  pages: 1,
  run: id,
  asOf: null,
  boundaries: [],
  report: null,
  coverage: { complete: 1, partial: 0, unread: 0, excluded: 0 },
  findings: null,
  rules: [],
  batches: [],
});

function line(name: string, to: string, over: Partial<RunLine> = {}): RunLine {
  return {
    id: run(name),
    capture: run(name),
    version: '1.0.0',
    connectors: [{ id: 'aws', mapping: 4 }],
    from: to,
    to,
    pages: 1,
    number: 1,
    recordedAt: to,
    conclusions: { asOf: to, configuration: 'c1', rules: [{ id: 'no-owner', revision: 1 }] },
    hash: '',
    ...over,
  };
}

describe('runs', () => {
  test('are told with what became of them; an intent without an end stays in every later pack', () => {
    const log = ledger([
      ['2026-05-01T00:00:00.000Z', intent('lost')],
      ['2026-05-02T00:00:00.000Z', intent('old')],
      ['2026-05-02T01:00:00.000Z', end('old', null), 1],
      ['2026-07-02T00:00:00.000Z', intent('good')],
      ['2026-07-02T01:00:00.000Z', end('good', run('a')), 3],
      ['2026-07-03T00:00:00.000Z', intent('cut')],
      ['2026-07-03T01:00:00.000Z', { kind: 'run-abort', nonce: 'cut', code: 'interrupted', why: 'a signal' }, 5],
      ['2026-11-03T00:00:00.000Z', intent('later')],
    ]);
    const runs = [line('a', '2026-07-02T00:30:00.000Z'), line('b', '2026-07-05T00:00:00.000Z')];
    const told = makePack({ ...calm(), ledger: log, runs }).runs;
    expect(told.map(({ nonce, state, intent: of, end: to }) => [nonce, state, of, to])).toEqual([
      ['lost', 'without-end', 0, null],
      ['good', 'ended', 3, 4],
      ['cut', 'aborted', 5, 6],
      [null, 'not-logged', null, null],
    ]);
    expect(told[1]).toMatchObject({ run: run('a'), by: 'ops', command: 'scan' });
    expect(told[2]?.why).toBe('interrupted: a signal');
    expect(told[3]?.run).toBe(run('b'));
  });

  test('of which the intent was erased are told all the same', () => {
    const log = ledger([['2026-07-02T00:00:00.000Z', intent('x')]]);
    const leaves = log.leaves.map((each) => ({ ...each, body: null }));
    expect(makePack({ ...calm(), ledger: { ...log, leaves } }).runs).toMatchObject([
      { state: 'without-end', nonce: null, by: null, why: 'what it was to read was erased' },
    ]);
  });
});

describe('changes', () => {
  test('are those between runs of the period and the run before each', () => {
    const runs = [
      line('a', '2026-06-30T00:00:00.000Z'),
      line('b', '2026-07-01T00:00:00.000Z', { version: '1.1.0' }),
      line('c', '2026-07-02T00:00:00.000Z', { version: '1.1.0', connectors: [{ id: 'aws', mapping: 5 }], conclusions: null }),
      line('d', '2026-07-03T00:00:00.000Z', {
        version: '1.1.0',
        connectors: [{ id: 'entra', mapping: 1 }],
        conclusions: { asOf: '', configuration: 'c2', rules: [{ id: 'no-owner', revision: 2 }] },
      }),
      line('e', '2026-11-03T00:00:00.000Z'),
    ];
    const change: LeafBody = { kind: 'key-change', from: 'k1', to: 'k2', why: 'rotation', since: null, by: by('keeper') };
    const told = makePack({ ...calm(), runs: runs.toReversed(), ledger: ledger([['2026-08-01T00:00:00.000Z', change]]) }).changes;
    expect(told.map(({ what, id, from, to }) => [what, id, from, to])).toEqual([
      ['program', 'vestige', '1.0.0', '1.1.0'],
      ['mapping', 'aws', '4', '5'],
      ['configuration', 'vestige.yaml', 'c1', 'c2'],
      ['rule', 'no-owner', '1', '2'],
      ['key', 'rotation', 'k1', 'k2'],
    ]);
  });
});

describe('people', () => {
  test('who revoke and make the evidence of it are told, by whatever name of theirs', () => {
    const log = event({ id: 'detach', source: 'aws:cloudtrail', type: 'revoked', sourceKind: 'provider-log' });
    const its = ending('1', {
      endedBy: { actor: arn('bob'), by: 'person' },
      ended: {
        how: 'absent',
        after: '2026-08-03T12:30:00.000Z',
        before: '2026-08-03T13:00:00.000Z',
        recorded: { source: 'aws:cloudtrail', id: 'detach' },
      },
    });
    const bob = identity('bob', { handles: [{ kind: 'mail', value: 'Bob@example.com', immutable: false }] });
    const input = withOptions(withEnds([its], [log], calm({ identities: [bob] })), { actor: 'bob@example.com' });
    const { people, controls } = makePack(input);
    expect(people).toMatchObject([{ person: arn('bob'), together: [['revoked', 'exported']] }]);
    expect(controls.flatMap(({ tests }) => tests).find(({ id }) => id === 'duties-apart')?.exceptions).toEqual([
      { of: 'person', id: arn('bob'), why: 'revoked and exported' },
    ]);
    const other = makePack(withOptions(input, { actor: 'olga@example.com' }));
    expect(other.people.flatMap(({ together }) => together)).toEqual([]);
  });

  test('who ask for one thing and approve another are not in conflict; of the same they are', () => {
    const request = (id: string, requester: string, approver: string): PackInput['assured']['requests'][number] => ({
      id,
      source: 'jira',
      sourceKind: 'ticket',
      subjects: [],
      unmatched: [],
      asked: [],
      requester,
      approvers: [approver],
      requestedAt: '2026-07-02T00:00:00.000Z',
      approvedAt: '2026-07-02T01:00:00.000Z',
      deniedAt: null,
      grantedAt: null,
      endedAt: null,
      from: null,
      until: null,
      ticket: null,
      accesses: [],
      renewals: 0,
      renewalsUnapproved: 0,
      events: [],
    });
    const of = (requests: PackInput['assured']['requests']) => {
      const given = calm();
      return makePack({ ...given, assured: { ...given.assured, requests } }).people.filter(({ together }) => together.length > 0);
    };
    expect(of([request('1', 'x', 'y'), request('2', 'y', 'x')])).toEqual([]);
    expect(of([request('1', 'x', 'X')])).toMatchObject([{ together: [['requested', 'approved-request']] }]);
  });

  test('who hold keys do so whenever they came to them', () => {
    const log = ledger([
      ['2025-01-01T00:00:00.000Z', { kind: 'begun', origin: 'o', vkey: 'k', by: by('keeper'), program: '1' }],
      ['2026-08-01T00:00:00.000Z', { kind: 'prune', what: 'history', until: null, removed: 1, ids: '', by: by('keeper') }],
    ]);
    const keeper = makePack({ ...calm(), ledger: log }).people.find(({ person }) => person === 'keeper');
    expect(keeper?.duties.map(({ duty }) => duty)).toEqual(['pruned', 'holds-key']);
    expect(keeper?.together).toEqual([['pruned', 'holds-key']]);
  });
});

describe('integrity', () => {
  const at = '2026-07-02T00:00:00.000Z';
  const anchor = (size: number): OutsideAnchor => ({ how: 'rfc3161', size, root: '', at, by: 'tsa.example', sha256: run('token') });
  const log = ledger([
    [at, intent('x')],
    [at, end('x', null), 0],
  ]);
  const of = (input: Partial<PackInput>) => makePack({ ...calm(), ...input }).integrity;

  test('rests on management unless every entry of the period lies under a mark of somebody outside', () => {
    expect(of({})).toMatchObject({ level: 'unsigned', says: expect.stringContaining('integrity rests on management') });
    expect(of({ signed: true })).toMatchObject({ level: 'signed', says: expect.stringContaining('integrity rests on management') });
    expect(of({ ledger: log })).toMatchObject({ level: 'logged', says: expect.stringContaining('integrity rests on management') });
    expect(of({ ledger: { ...log, anchors: [anchor(1)] } })).toMatchObject({
      level: 'logged',
      says: expect.stringContaining('Only 1 of 2 entries'),
    });
    const anchored = of({ ledger: { ...log, anchors: [anchor(2)] } });
    expect(anchored).toMatchObject({ level: 'anchored', leaves: { 'run-intent': 1, 'run-end': 1 } });
    expect(anchored.says).not.toContain('management');
  });

  test('of a ledger that holds nothing of the period is no more than logged', () => {
    expect(of({ ledger: ledger([['2025-01-01T00:00:00.000Z', intent('x')]], { anchors: [anchor(1)] }) }).level).toBe('logged');
  });
});

describe('records', () => {
  test('say where the same was logged, and of what says more now that it was not', () => {
    const its = ending('1');
    const batch = { leaf: 7, item: 3, sha256: hashJson(its as unknown as Json) };
    const of = (sha256: string) =>
      makePack({ ...withEnds([its]), ledger: ledger([], { endings: [{ ...batch, sha256 }] }) }).records[0]?.logged;
    expect(of(batch.sha256)).toEqual({ leaf: 7, item: 3 });
    expect(of(run('else'))).toBeNull();
  });

  test('tell an access from its beginning to what may linger, in the order of time', () => {
    const left = event({ id: 'left-ann', type: 'left' });
    const its = ending('1', {
      authorisations: ['jira|1'],
      lingering: [
        {
          what: 'role session',
          longestMs: 3_600_000,
          source: 'a document',
          midSession: 'on-command',
          cutBy: [],
          until: '2026-08-03T14:00:00.000Z',
          state: 'passed',
          cut: null,
        },
      ],
    });
    const given = withEnds([its], [left]);
    const authorisation = {
      id: 'jira|1',
      kind: 'request' as const,
      subjects: [arn('ann')],
      covers: { objects: null, scope: null, kinds: null },
      from: '2026-05-01T00:00:00.000Z',
      until: null,
      requester: 'ann',
      approvers: ['bob'],
      ticket: 'OPS-1',
      events: [],
    };
    const [record] = makePack({ ...given, assured: { ...given.assured, authorisations: [authorisation] } }).records;
    expect(record?.timeline.map(({ what, at }) => [what, at])).toEqual([
      ['authorised', '2026-05-01T00:00:00.000Z'],
      ['seen', '2026-06-01T06:00:00.000Z'],
      ['trigger', '2026-08-03T12:00:00.000Z'],
      ['ended', '2026-08-03T12:30:00.000Z'],
      ['may-linger', '2026-08-03T12:30:00.000Z'],
      ['not-seen', '2026-08-03T13:00:00.000Z'],
      ['due', '2026-08-03T16:00:00.000Z'],
    ]);
    expect(record?.timeline[0]?.text).toBe('allowed by a request that was approved (OPS-1), approved by bob');
    expect(record?.rows).toHaveLength(1);
  });
});

test('a pack tells of the period it was asked for and of the moment it speaks for', () => {
  expect(makePack(calm())).toMatchObject({ schema: 1, framework: 'soc2', period, asOf: period.to });
});
