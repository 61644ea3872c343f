import { afterEach, describe, expect, test } from 'vitest';
import type { HistoryStore } from '../../src/contract/store.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Engine } from '../../src/history/engine.ts';
import { conclusionBatch, factBatch, identity, intervalsOf, minute, NOW, read, recorded, run, sees, unread } from './batches.ts';

/** What every engine does alike under a store. `makeEngine` gives an engine over an empty place of its own; the suite closes it. */
export function storeSuite(name: string, makeEngine: () => Promise<Engine>): void {
  describe(`a store over ${name}`, () => {
    const opened: Engine[] = [];
    async function empty(): Promise<Engine> {
      const engine = await makeEngine();
      opened.push(engine);
      return engine;
    }
    async function store(): Promise<HistoryStore> {
      return historyStore(await empty());
    }
    afterEach(async () => {
      for (const engine of opened.splice(0)) await engine.close();
    });

    test('tells runs by the time they speak for, each with a hash over those recorded before it', async () => {
      const history = await recorded(await store(), [run('b', 10, []), run('a', 0, []), run('c', 20, [])]);
      const lines = await history.runs();
      expect(lines.map(({ id, number }) => [id, number])).toEqual([
        ['a', 2],
        ['b', 1],
        ['c', 3],
      ]);
      expect(new Set(lines.map(({ hash }) => hash)).size).toBe(3);
      const other = await recorded(await store(), [run('x', 10, []), run('a', 0, []), run('c', 20, [])]);
      const hashes = new Map((await other.runs()).map(({ id, hash }) => [id, hash]));
      expect(hashes.get('c')).not.toBe(lines[2]?.hash);
    });

    test('tells of each run the most by which a clock was seen to be wrong, whichever way', async () => {
      const reads = [read('things', 20, 21, { skewMs: 900 }), read('others', 20, 21, { skewMs: -1_500 })];
      const batches = [factBatch({ id: 'b', reads, sees: [] }), run('a', 0, []), run('c', 40, [], { skewMs: 7 })];
      const clocks = await (await recorded(await store(), batches)).clocks();
      expect(new Map([...clocks].sort())).toEqual(
        new Map([
          ['a', 0],
          ['b', 1_500],
          ['c', 7],
        ]),
      );
    });

    test('changes nothing when a run is recorded again', async () => {
      const history = await recorded(await store(), [run('a', 0, [identity('u', 'U1')])]);
      const before = await intervalsOf(history);
      expect(await history.recordFacts(run('a', 0, []), NOW)).toMatchObject({ how: 'again', seen: 0, ended: 0 });
      expect(await intervalsOf(history)).toEqual(before);
      expect(await history.runs()).toHaveLength(1);
    });

    test('refuses a run that speaks for no time, and conclusions of a run whose facts it has not', async () => {
      const history = await store();
      const timeless = factBatch({ id: 'a', reads: [unread('things')], sees: [], head: { from: '', to: '' } });
      await expect(history.recordFacts(timeless, NOW)).rejects.toMatchObject({ code: 'no-time' });
      await expect(history.recordConclusions(conclusionBatch('nobody', []), NOW)).rejects.toMatchObject({ code: 'unknown-run' });
      await expect(history.gaps('nobody')).rejects.toMatchObject({ code: 'unknown-run' });
      expect(await history.runs()).toEqual([]);
    });

    test('keeps a run whole or not at all', async () => {
      const history = await recorded(await store(), [run('a', 0, [identity('u', 'U1')])]);
      const before = await intervalsOf(history);
      function* breaking(): Generator<ReturnType<typeof identity>> {
        yield identity('v', 'V1');
        throw new Error('the pages end here');
      }
      const broken = { ...run('b', 10, []), sightings: breaking() };
      await expect(history.recordFacts(broken, NOW)).rejects.toThrow('the pages end here');
      expect(await history.runs()).toHaveLength(1);
      expect(await intervalsOf(history)).toEqual(before);
      await recorded(history, [run('b', 10, [identity('u', 'U1'), identity('v', 'V1')])]);
      expect((await intervalsOf(history)).map(({ key }) => key)).toEqual(['u', 'v']);
    });

    test('refuses a run that tells one record twice', async () => {
      const history = await store();
      const twice = run('a', 0, [sees('trust', 't'), sees('trust', 't', { value: 'another' })]);
      await expect(history.recordFacts(twice, NOW)).rejects.toMatchObject({ code: 'failed' });
      expect(await history.runs()).toEqual([]);
    });

    test('lets writers in one after the other', async () => {
      const history = await store();
      const written = await Promise.all([0, 10, 20, 30].map((at) => history.recordFacts(run(`r${at}`, at, [identity('u', 'U1')]), NOW)));
      expect(written.map(({ seen }) => seen)).toEqual([1, 1, 1, 1]);
      expect((await history.runs()).map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
      expect(await intervalsOf(history)).toMatchObject([{ first: { run: 'r0' }, last: { run: 'r30' } }]);
    });

    test('gives a reader what was there when it began', async () => {
      const history = await recorded(await store(), [run('a', 0, [identity('u', 'U1')])]);
      const seen: string[] = [];
      let isRecorded: Promise<unknown> = Promise.resolve();
      for await (const { key } of history.intervals({})) {
        seen.push(key);
        isRecorded = history.recordFacts(run('b', 10, [identity('u', 'U1'), identity('z', 'Z1')]), NOW);
      }
      await isRecorded;
      expect(seen).toEqual(['u']);
      expect(await intervalsOf(history)).toHaveLength(2);
    });

    test('can be left in the middle of its intervals', async () => {
      const many = Array.from({ length: 1000 }, (_, i) => sees('policy', `p${i}`));
      const history = await recorded(await store(), [run('a', 0, many)]);
      for await (const { kind } of history.intervals({})) {
        expect(kind).toBe('policy');
        break;
      }
      await recorded(history, [run('b', 10, [])]);
      expect(await intervalsOf(history)).toHaveLength(1000);
    });

    test('sorts by code unit, whatever the letters', async () => {
      const keys = ['a', 'B', 'ä', '\uffee', '😀', 'Z', '\u{10ffff}', '', ' ', 'a\u0000', 'a\u0000b', 'ab'];
      const history = await recorded(await store(), [
        run(
          'a',
          0,
          keys.map((key) => sees('policy', key, { names: [] })),
        ),
      ]);
      expect((await intervalsOf(history)).map(({ key }) => key)).toEqual([...keys].sort());
    });

    test.each([
      ['NUL', 'a\u0000b'],
      ['quotes', `' " \` '' \\' $1 ? %s`],
      ['letters of two units', '😀\u{10ffff}'],
      ['control characters', '\u0001\u001f\u007f\u0085\u2028\r\n\t'],
      ['escapes that are none', '\\u0000 \\x00 \\\\'],
      ['a megabyte', 'é'.repeat(1 << 20)],
    ])('gives back texts of %s as they were', async (_, text) => {
      const history = await store();
      const sighting = sees('policy', 'k', { value: { [text.slice(0, 50)]: text }, names: [text], family: text.slice(0, 50) });
      const gap = { boundary: 'sim:1', surface: 'sim:things', cause: 'denied', detail: text } as const;
      const note = { kind: 'usage', boundary: 'sim:1', key: text, value: { text }, at: minute(0) } as const;
      const reads = [read('things', 0, 2, { detail: text, settings: JSON.stringify(text) })];
      await recorded(history, [factBatch({ id: text.slice(0, 50), reads, sees: [sighting], more: { gaps: [gap], usage: [note] } })]);
      const [interval] = await intervalsOf(history, { name: text });
      expect(interval).toMatchObject({ value: sighting.value, names: [text], family: sighting.family });
      expect(await history.gaps(text.slice(0, 50))).toEqual([gap]);
      expect(await history.lastReads()).toMatchObject([{ detail: text, settings: JSON.stringify(text) }]);
      const notes = [];
      for await (const each of history.usage({})) notes.push(each);
      expect(notes).toEqual([note]);
    });

    test('finds intervals by name, key, immutable id, kind, boundary, and whether they are open', async () => {
      const history = await recorded(await store(), [
        run('a', 0, [
          identity('u', 'U1'),
          sees('attachment', 'u/admin', { dependsOn: ['u'], names: ['u', 'arn:admin'] }),
          sees('policy', 'other', { boundary: 'sim:2', names: ['arn:admin'] }),
        ]),
        run('b', 10, [identity('u', 'U1'), sees('attachment', 'u/admin', { dependsOn: ['u'], names: ['u', 'arn:admin'], value: 'other' })]),
      ]);
      const keys = async (filter: Parameters<typeof intervalsOf>[1]): Promise<readonly string[]> =>
        (await intervalsOf(history, filter)).map(({ key, value }) => (value === 'other' ? `${key}*` : key));
      expect(await keys({ name: 'u' })).toEqual(['u/admin', 'u/admin*', 'u']);
      expect(await keys({ name: 'U1' })).toEqual(['u/admin', 'u/admin*', 'u']);
      expect(await keys({ name: 'arn:admin', boundaries: ['sim:2'] })).toEqual(['other']);
      expect(await keys({ name: 'u/admin', open: true })).toEqual(['u/admin*']);
      expect(await keys({ kinds: ['identity', 'policy'] })).toEqual(['u', 'other']);
      expect(await keys({ name: 'nobody' })).toEqual([]);
      expect(await keys({ kinds: [] })).toEqual([]);
    });

    test('tells what was there at a moment, and what changed between two', async () => {
      const [u, v] = [identity('u', 'U1'), identity('v', 'V1')];
      const history = await recorded(await store(), [run('a', 0, [u]), run('b', 10, [u, v]), run('c', 20, [v]), run('d', 30, [v])]);
      const at = async (when: number): Promise<readonly string[]> =>
        (await intervalsOf(history, { at: minute(when) })).map(({ key }) => key);
      expect(await at(1)).toEqual([]);
      expect(await at(2)).toEqual(['u']);
      expect(await at(12)).toEqual(['u', 'v']);
      expect(await at(22)).toEqual(['v']);
      expect(await at(99)).toEqual(['v']);
      const changed = async (after: number, until: number): Promise<readonly string[]> =>
        (await intervalsOf(history, { changed: { after: minute(after), until: minute(until) } })).map(({ key }) => key);
      expect(await changed(0, 2)).toEqual(['u']);
      expect(await changed(2, 12)).toEqual(['v']);
      expect(await changed(12, 31)).toEqual([]);
      expect(await changed(31, 32)).toEqual(['u']);
    });

    test('tells of each surface the last read that had begun, and not what was not asked for', async () => {
      const history = await recorded(await store(), [
        factBatch({ id: 'a', reads: [read('things', 0, 2), read('others', 0, 5)], sees: [] }),
        factBatch({
          id: 'b',
          reads: [read('things', 10, 12, { status: 'partial', cause: 'denied' }), unread('others', { status: 'excluded' })],
          sees: [],
        }),
      ]);
      const last = async (until?: string): Promise<readonly unknown[]> =>
        (await history.lastReads(until)).map(({ surface, run: id, status }) => [surface, id, status]);
      expect(await last()).toEqual([
        ['sim:others', 'a', 'complete'],
        ['sim:things', 'b', 'partial'],
      ]);
      expect(await last(minute(9))).toEqual([
        ['sim:others', 'a', 'complete'],
        ['sim:things', 'a', 'complete'],
      ]);
      expect(await last(minute(-1))).toEqual([]);
    });

    test.each([
      ['not asked for', { status: 'excluded' }],
      ['in none of the files given', { status: 'unread', cause: 'excluded' }],
    ] as const)('does not take what was %s for a read', async (_, more) => {
      const history = await recorded(await store(), [
        factBatch({ id: 'a', reads: [read('things', 0, 2), read('others', 0, 2), unread('never', more)], sees: [] }),
        factBatch({ id: 'b', reads: [read('things', 10, 12), unread('others', more), unread('never', more)], sees: [] }),
        factBatch({ id: 'c', reads: [read('things', 20, 22), unread('others', { cause: 'denied' }), unread('never', more)], sees: [] }),
      ]);
      const last = async (until: number): Promise<readonly unknown[]> =>
        (await history.lastReads(minute(until))).map(({ surface, run: id }) => [surface, id]);
      expect(await last(15)).toEqual([
        ['sim:never', 'b'],
        ['sim:others', 'a'],
        ['sim:things', 'b'],
      ]);
      // Refused is another thing than not asked for.
      expect(await last(25)).toEqual([
        ['sim:never', 'c'],
        ['sim:others', 'c'],
        ['sim:things', 'c'],
      ]);
    });

    test('keeps use once, as told last, and once for each month, in whatever order it is told', async () => {
      const note = (at: string, value: string) => ({ kind: 'usage', boundary: 'sim:1', key: 'k', value, at }) as const;
      const notes = [note('2026-10-03T00:00:00.000Z', 'b'), note('2026-09-30T00:00:00.000Z', 'a'), note('2026-10-01T00:00:00.000Z', 'no')];
      const history = await recorded(
        await store(),
        notes.map((each, i) =>
          factBatch({
            id: `r${i}`,
            reads: [read('things', 10 - i, 10 - i)],
            sees: [],
            more: { usage: [each] },
            head: { from: each.at, to: each.at },
          }),
        ),
      );
      const values = async (filter: Parameters<HistoryStore['usage']>[0]): Promise<readonly unknown[]> => {
        const told = [];
        for await (const { value } of history.usage(filter)) told.push(value);
        return told;
      };
      expect(await values({})).toEqual(['b']);
      expect(await values({ month: '2026-10' })).toEqual(['b']);
      expect(await values({ month: '2026-09' })).toEqual(['a']);
      expect(await values({ month: '2026-08' })).toEqual([]);
      expect(await values({ until: '2026-10-02T00:00:00.000Z' })).toEqual(['a']);
      expect(await values({ boundary: 'sim:2' })).toEqual([]);
    });

    test('puts conclusions beside facts, and new ones in place of those that were drawn before', async () => {
      const history = await recorded(await store(), [run('a', 0, [identity('u', 'U1')])]);
      const grant = sees('grant', 'u administers', { dependsOn: ['u'] });
      const finding = sees('finding', 'f1', { value: { rule: 'standing-admin' }, dependsOn: ['u'] });
      const first = await history.recordConclusions(conclusionBatch('a', [grant, finding]), NOW);
      expect(first).toMatchObject({ how: 'new', seen: 2, began: 2 });
      expect(await history.recordConclusions(conclusionBatch('a', [finding, grant]), NOW)).toMatchObject({ how: 'again', seen: 0 });
      expect((await history.runs())[0]?.conclusions).toEqual(conclusionBatch('a', []).conclusions);
      await history.recordConclusions(conclusionBatch('a', [grant]), NOW);
      expect((await intervalsOf(history)).map(({ key }) => key)).toEqual(['u administers', 'u']);
    });
  });
}
