import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/base/text/width.ts';
import { diffCsv, historyCsv } from '../../../src/cli/history/csv.ts';
import { diffLines } from '../../../src/cli/history/diff-text.ts';
import { historyLines } from '../../../src/cli/history/of-text.ts';
import { beganText, recordedText, stateText } from '../../../src/cli/history/words.ts';
import type { Recorded } from '../../../src/model/history.ts';
import type { Diff, DiffEntry } from '../../../src/run/history/diff.ts';
import type { HistoryEntry, HistoryOf } from '../../../src/run/history/of.ts';
import { days, intervalOf, momentAt, plainSheet } from './support.ts';

const ended = { how: 'absent', after: days.first, before: days.last, run: 'c'.repeat(64), to: null } as const;
const gone = intervalOf({ last: { run: 'a'.repeat(64), at: days.first }, end: ended });
const back = intervalOf({ number: 2, previous: 1, notBefore: days.second, first: { run: 'c'.repeat(64), at: days.last } });
const text = 'administer on aws:111122223333 by AdministratorAccess, standing';

const entries: readonly HistoryEntry[] = [
  { part: 'right', interval: gone, state: { state: 'ended', ...ended }, text, as: null },
  { part: 'right', interval: back, state: { state: 'present' }, text, as: null },
  {
    part: 'finding',
    interval: intervalOf({ kind: 'finding', key: 'f'.repeat(64), number: 3, last: { run: 'b'.repeat(64), at: days.second } }),
    state: { state: 'missing', since: days.last, wants: 'a second read' },
    text: 'critical standing-administrator',
    as: 'arn:aws:iam::111122223333:user/deployer',
  },
  {
    part: 'fact',
    interval: intervalOf({ kind: 'attachment', number: 4 }),
    state: { state: 'unread', since: days.second },
    text: 'attachment',
    as: null,
  },
];
const history: HistoryOf = {
  asked: 'deploy-bot',
  runs: 3,
  since: days.first,
  until: days.last,
  subjects: [
    { id: 'arn:aws:iam::111122223333:user/deploy-bot', uid: 'AIDA1', first: days.first, last: days.last, state: { state: 'present' } },
  ],
  entries,
  usage: [],
};

const entry = (change: Partial<DiffEntry>): DiffEntry => ({ part: 'right', text, before: null, after: null, renamed: null, ...change });
const diff: Diff = {
  first: momentAt(days.first, 'a'),
  second: momentAt(days.last, 'c', 'latest'),
  began: [entry({ after: back })],
  appeared: [entry({ part: 'fact', after: intervalOf() })],
  returned: [entry({ before: gone, after: back })],
  changed: [],
  ended: [entry({ before: gone })],
  missing: [entry({ before: intervalOf({ missing: { run: 'c'.repeat(64), since: days.last, wants: 'a second read' } }) })],
  notCompared: [
    {
      boundary: 'aws:444455556666',
      surface: 'aws:credential-report',
      lacks: 'second',
      why: 'iam:GetCredentialReport: AccessDenied',
      records: 12,
    },
  ],
};

const joined = (lines: Iterable<string>): string => [...lines].join('');
const flat = (lines: Iterable<string>): string => joined(lines).replace(/\s+/g, ' ');

describe('the history of a name as text', () => {
  it('counts what was judged otherwise as neither ended nor there', () => {
    const how = { ...ended, how: 'restated' } as const;
    const restated: HistoryEntry = {
      part: 'right',
      interval: intervalOf({ number: 7, key: 'other', end: how }),
      state: { state: 'ended', ...how },
      text,
      as: null,
    };
    const heads = (own: readonly HistoryEntry[]): string =>
      [...historyLines({ ...history, entries: own }, plainSheet, { facts: false })]
        .join('')
        .split('\n')
        .find((line) => line.startsWith('RIGHTS')) ?? '';
    expect(heads([restated])).toContain('RIGHTS  1 right: 1 judged otherwise  ─');
    expect(heads([restated, ...entries.slice(0, 1)])).toContain('RIGHTS  2 rights: 1 ended, 1 judged otherwise  ─');
    expect(heads(entries.slice(0, 1))).toContain('RIGHTS  1 right: ended  ─');
  });

  it('tells each record once, with its intervals and how each stands, what is there before what was', () => {
    const shown = flat(historyLines(history, plainSheet, { facts: false }));
    expect(shown).toContain('deploy-bot, in 3 runs from 2026-09-30 06:00 to 2026-11-01 06:00, UTC');
    expect(shown.split(text)).toHaveLength(2);
    expect(shown).toContain('known since 2026-09-30 06:00; gone between 2026-09-30 06:00 and 2026-11-01 06:01 (complete reads lack it)');
    expect(shown).toContain('came back between 2026-10-15 06:00 and 2026-11-01 06:01; still there, last seen 2026-11-01 06:00');
    expect(shown).toContain('not seen since 2026-10-15 06:00: a second read is wanted before it counts as gone');
    expect(shown).toContain('(as arn:aws:iam::111122223333:user/deployer)');
    expect(shown).toContain('and 1 fact behind it: --facts tells them');
    expect(flat(historyLines(history, plainSheet, { facts: true }))).toContain('not read since 2026-10-15 06:00');
  });

  it('tells a finding whose severity changed once, with each severity, after graver ones', () => {
    const told = (key: string, severity: string, more: Parameters<typeof intervalOf>[0] = {}): HistoryEntry => ({
      part: 'finding',
      interval: intervalOf({ kind: 'finding', key, value: { severity }, ...more }),
      state: { state: 'present' },
      text: `${key} (${severity}), of deploy-bot`,
      as: null,
    });
    const change = { how: 'changed', after: days.first, before: days.second, run: 'b'.repeat(64), to: null } as const;
    const regraded = [
      told('no-owner', 'low', { number: 5, end: change }),
      told('no-owner', 'medium', { number: 6, previous: 5, first: { run: 'b'.repeat(64), at: days.second } }),
    ];
    const shown = flat(historyLines({ ...history, entries: [...regraded, told('admin', 'critical')] }, plainSheet, { facts: false }));
    expect(shown).toContain('admin (critical), of deploy-bot known since');
    expect(shown).toContain('no-owner, of deploy-bot low, known since 2026-09-30 06:00 medium, changed to this between');
    expect(shown.indexOf('admin (critical)')).toBeLessThan(shown.indexOf('no-owner'));
  });

  it('says why something may seem to have ended before it was seen', () => {
    const note = 'allow for answers that lag';
    expect(flat(historyLines(history, plainSheet, { facts: false }))).not.toContain(note);
    const early = { ...entries[0]!, interval: { ...gone, end: { ...ended, after: '2026-09-30T05:59:00.000Z' } } };
    expect(flat(historyLines({ ...history, entries: [early] }, plainSheet, { facts: false }))).toContain(note);
  });

  it('says how many records it leaves out', () => {
    const many = Array.from({ length: 43 }, (_, at) => ({ ...entries[1]!, interval: intervalOf({ key: `k${at}` }), text: `right ${at}` }));
    expect(flat(historyLines({ ...history, entries: many }, plainSheet, { facts: false }))).toContain(
      'and 3 more rights: --format json has all',
    );
  });

  it('is a row for each interval in CSV, with every moment', () => {
    const rows: readonly Readonly<Record<string, string>>[] = parse(joined(historyCsv(history)), { bom: true, columns: true });
    expect(rows.map((row) => row['state'])).toEqual(['ended', 'present', 'missing', 'unread']);
    expect(rows[0]).toMatchObject({
      part: 'right',
      first_seen: days.first,
      ended_how: 'absent',
      ended_after: days.first,
      ended_before: days.last,
    });
    expect(rows[1]).toMatchObject({ not_before: days.second, previous: '1', ended_how: '' });
  });
});

describe('differences as text', () => {
  it('tells each kind with when, and what cannot be compared', () => {
    const shown = flat(diffLines(diff, plainSheet, { facts: false }));
    expect(shown).toContain('from 2026-09-30 06:00 (run aaaaaaaa) to 2026-11-01 06:00 (latest, run cccccccc), UTC');
    expect(shown).toContain('1 began, 1 came back, 1 ended, 1 missing');
    expect(shown).toContain('gone between 2026-09-30 06:00 and 2026-11-01 06:01');
    expect(shown).toContain('last seen 2026-11-01 06:00: a second read is wanted');
    expect(shown).toContain(
      'aws:credential-report in aws:444455556666: not read at the second (12 records): iam:GetCredentialReport: AccessDenied',
    );
    expect(shown).not.toContain('FIRST SEEN');
    expect(shown).toContain('and 1 difference in the facts behind them');
  });

  it('tells once, by both names, what only goes by another name', () => {
    const was = intervalOf({ end: { ...ended, how: 'renamed', to: 'sim:user/b' } });
    const renamed = { from: 'sim:user/a', to: 'sim:user/b' };
    const changed = [
      entry({ part: 'identity', text: 'user b', before: was, after: back, renamed }),
      entry({ before: was, after: back, renamed }),
    ];
    const shown = flat(diffLines({ ...diff, changed }, plainSheet, { facts: false }));
    expect(shown).toContain('identity user b right');
    expect(shown.split('renamed between 2026-09-30 06:00 and 2026-11-01 06:01: sim:user/a → sim:user/b')).toHaveLength(2);
    const rows: readonly Readonly<Record<string, string>>[] = parse(joined(diffCsv({ ...diff, changed })), { bom: true, columns: true });
    expect(rows.filter((row) => row['renamed_from'] === 'sim:user/a')).toHaveLength(2);
  });

  it('says of a finding what its severity was, of what is lacking what later runs showed, and the gravest first', () => {
    const graded = (severity: string): ReturnType<typeof intervalOf> => intervalOf({ kind: 'finding', value: { severity } });
    const finding = (now: string, was: string): DiffEntry =>
      entry({ part: 'finding', text: `no-owner (${now}), of b`, before: graded(was), after: graded(now) });
    const shown = flat(
      diffLines({ ...diff, changed: [finding('low', 'high'), finding('high', 'low')], missing: [entry({ before: gone })] }, plainSheet, {
        facts: false,
      }),
    );
    expect(shown).toContain('no-owner (high, was low), of b finding no-owner (low, was high), of b');
    expect(shown).toContain('last seen 2026-09-30 06:00; by a later run gone between');
  });

  it('says nothing differs only of what both read', () => {
    const none = { ...diff, began: [], appeared: [], returned: [], ended: [], missing: [] };
    const shown = flat(diffLines(none, plainSheet, { facts: true }));
    expect(shown).toContain('nothing differs of what both read');
    expect(shown).toContain('nothing is said of these');
  });

  it('is a row for each difference in CSV, with what cannot be compared', () => {
    const rows: readonly Readonly<Record<string, string>>[] = parse(joined(diffCsv(diff)), { bom: true, columns: true });
    expect(rows.map((row) => row['difference'])).toEqual(['began', 'appeared', 'returned', 'ended', 'missing', 'not-compared']);
    expect(rows.at(-1)).toMatchObject({ boundary: 'aws:444455556666', surface: 'aws:credential-report', lacks: 'second', records: '12' });
  });
});

describe('both', () => {
  it.each([40, 80, 120])('are nowhere wider than %i columns', (width) => {
    const sheet = { ...plainSheet, width };
    const lines = joined([...historyLines(history, sheet, { facts: true }), ...diffLines(diff, sheet, { facts: true })]).split('\n');
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  it('let no hostile name act on a terminal or a spreadsheet', () => {
    const hostile = '=cmd|\u001b[2J\u202e';
    const named = { ...history, asked: hostile, entries: entries.map((each) => ({ ...each, text: hostile, as: hostile })) };
    const shown = joined([...historyLines(named, plainSheet, { facts: true }), ...historyCsv(named)]);
    expect(shown).not.toMatch(/[\u001b\u202e]/u);
    const rows: readonly (readonly string[])[] = parse(joined(historyCsv(named)), { bom: true });
    expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
  });
});

describe('words', () => {
  it('do not say of a thing first seen that it began then', () => {
    expect(beganText(intervalOf(), undefined)).toBe('known since 2026-09-30 06:00');
    expect(beganText(intervalOf({ notBefore: days.first, first: { run: 'x', at: days.second } }), undefined)).toBe(
      'began between 2026-09-30 06:00 and 2026-10-15 06:00',
    );
    expect(beganText(intervalOf({ previous: 1 }), intervalOf({ end: { ...ended, how: 'changed' } }))).toBe(
      'changed to this between 2026-09-30 06:00 and 2026-11-01 06:01',
    );
  });

  it('never say gone of what is only missing or unread', () => {
    expect(stateText({ state: 'missing', since: days.last, wants: 'a second read' }, days.second)).not.toMatch(/^gone|is gone/);
    expect(stateText({ state: 'unread', since: days.second }, days.second)).toBe('not read since 2026-10-15 06:00');
  });

  it('tell what recording changed', () => {
    const none: Recorded = { run: 'a', how: 'new', seen: 9, began: 0, returned: 0, changed: 0, unchanged: 9, missing: 0, ended: 0 };
    const facts = { ...none, began: 3, ended: 1, missing: 1 };
    const conclusions = { ...none, missing: 1 };
    expect(recordedText({ how: 'recorded', run: 'a', facts, conclusions, untimed: [] }, 7)).toBe(
      'history: run 7 recorded: 3 began, 1 ended, 2 missing (not yet shown to be gone)',
    );
    expect(recordedText({ how: 'recorded', run: 'a', facts: none, conclusions: none, untimed: [] }, 8)).toBe(
      'history: run 8 recorded: 9 records as before',
    );
    expect(recordedText({ how: 'recorded', run: 'a', facts, conclusions, untimed: [] }, 1)).toBe(
      'history: run 1 recorded: 18 records seen first',
    );
    const again = { ...none, how: 'again' } as const;
    expect(recordedText({ how: 'recorded', run: 'a', facts: again, conclusions: again, untimed: [] }, 2)).toContain(
      'was recorded before, as run 2',
    );
    expect(recordedText({ how: 'recorded', run: 'a', facts: { ...facts, how: 'late' }, conclusions, untimed: [] }, 9)).toContain(
      'late: runs of later times',
    );
  });
});
