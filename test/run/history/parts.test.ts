import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../../src/base/json.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import type { Interval, RecordKind } from '../../../src/model/history.ts';
import { historyOf } from '../../../src/run/history/of.ts';
import { memoryStore, told } from './dumps.ts';
import { silentOf, everything, liveCapture, type Meddle } from './live.ts';

const days = ['2026-11-22', '2026-11-24', '2026-11-26'];

async function scanned(store: HistoryStore, day: string, meddle: Meddle = () => undefined, settings: Json = everything): Promise<void> {
  await told(store, await liveCapture(`${day}T00:00:00Z`, meddle, settings), `${day}T01:00:00.000Z`, silentOf(settings));
}

async function of(store: HistoryStore, kind: RecordKind, boundary = 'aws:identity-center'): Promise<readonly Interval[]> {
  const found: Interval[] = [];
  for await (const each of store.intervals({ kinds: [kind] })) if (each.boundary.startsWith(boundary)) found.push(each);
  return found;
}

/** Answers with an empty list where these operations are asked. */
function emptied(...lists: readonly string[]): Meddle {
  return (_at, _call, body) => {
    if (!isJsonObject(body) || !lists.some((list) => Array.isArray(body[list]))) return undefined;
    return { body: Object.fromEntries(Object.entries(body).map(([name, value]) => [name, lists.includes(name) ? [] : value])) as Json };
  };
}

describe('what is asked only where other answers lead there', () => {
  it('does not end when it is asked in the other direction, and ends when its own lacks it', async () => {
    const store = memoryStore();
    const by = (assignments: string): Json => ({ ...(everything as object), assignments });
    await scanned(store, '2026-11-22', undefined, by('by-account'));
    const before = await of(store, 'assignment');
    expect(before.length).toBeGreaterThan(3);
    for (const day of days.slice(1)) await scanned(store, day, undefined, by('by-principal'));
    const numbers = new Set(before.map(({ number }) => number));
    const after = (await of(store, 'assignment')).filter(({ number }) => numbers.has(number));
    expect(after.filter(({ end, missing }) => end !== null || missing !== null)).toEqual([]);
    expect((await of(store, 'assignment')).length).toBeGreaterThan(before.length);
    for (const day of ['2026-12-01', '2026-12-02']) await scanned(store, day, emptied('AccountAssignments'), by('by-principal'));
    const ended = (await of(store, 'assignment')).filter(({ end }) => end?.how === 'absent');
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.every(({ key, number }) => !numbers.has(number) && key.startsWith('principal|'))).toBe(true);
  });

  it('does not take members for gone of a group that may act as nothing any more', async () => {
    const store = memoryStore();
    await scanned(store, '2026-11-22');
    const members = await of(store, 'membership');
    expect(members.length).toBeGreaterThan(1);
    for (const day of days.slice(1)) await scanned(store, day, emptied('AccountAssignments', 'entitlements'));
    for (const { end, missing, key } of await of(store, 'membership')) expect([key, end, missing]).toEqual([key, null, null]);
    const [first] = members;
    const history = await historyOf(store, first?.names.find((name) => name.includes(':group/')) ?? '');
    expect(history.entries.find(({ interval }) => interval.kind === 'membership')?.state).toEqual({
      state: 'unread',
      since: first?.last.at,
    });
  });

  it('takes members for gone when their groups are', async () => {
    const store = memoryStore();
    await scanned(store, '2026-11-22');
    const count = (await of(store, 'membership')).length;
    const withoutGroups: Meddle = (at, call, body) =>
      emptied('Groups', 'GroupMemberships', 'AccountAssignments', 'entitlements')(at, call, body);
    for (const day of [...days.slice(1), '2026-11-28']) await scanned(store, day, withoutGroups);
    const ended = (await of(store, 'membership')).filter(({ end }) => end?.how === 'absent');
    expect(ended).toHaveLength(count);
  });

  it('does not take a password for gone when a credential report tells of it in its own way', async () => {
    const store = memoryStore();
    const noReport: Meddle = ({ task }) => (task.surface === 'aws:credential-report' ? { refused: 'denied' } : undefined);
    await scanned(store, '2026-11-22', noReport);
    const listed = (await of(store, 'credential', 'aws:111122223333')).filter(({ key }) => key.startsWith('login-profile|'));
    expect(listed.length).toBeGreaterThan(0);
    for (const day of days.slice(1)) await scanned(store, day);
    const now = (await of(store, 'credential', 'aws:111122223333')).filter(({ key }) => listed.some((each) => each.key === key));
    for (const { key, end } of now) expect([key, end]).toEqual([key, null]);
  });

  it('does not take a key for gone that a credential report is too old to know', async () => {
    const store = memoryStore();
    const noReport: Meddle = ({ task }) => (task.surface === 'aws:credential-report' ? { refused: 'denied' } : undefined);
    const key = (list: readonly Interval[]): Interval | undefined => list.find(({ key }) => key === 'AKIAANNNEW');
    const withoutKeys: Meddle = (at, _call, body) => {
      if (at.task.surface !== 'aws:credential-report' || !isJsonObject(body)) return undefined;
      const rows = (body['rows'] as readonly (readonly string[])[]).map((row) =>
        row.map((field, column) => (column >= 8 && row[0] === 'ann' ? (column === 8 || column === 13 ? 'false' : 'N/A') : field)),
      );
      return { body: { ...body, rows } };
    };
    await told(store, await liveCapture('2026-11-22T00:00:00Z', noReport), '2026-11-22T01:00:00.000Z', silentOf(everything));
    expect(key(await of(store, 'credential', 'aws:111122223333'))).toBeDefined();
    for (const hour of ['01', '02', '03']) {
      await told(store, await liveCapture(`2026-11-22T${hour}:00:00Z`, withoutKeys), '2026-11-22T01:00:00.000Z', silentOf(everything));
    }
    expect(key(await of(store, 'credential', 'aws:111122223333'))?.end).toBeNull();
    for (const day of ['2026-11-24', '2026-11-25']) await scanned(store, day, withoutKeys);
    expect(key(await of(store, 'credential', 'aws:111122223333'))?.end).toMatchObject({ how: 'absent' });
  });
});
