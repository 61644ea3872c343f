import { expect, test } from 'vitest';
import type { Interval, Sighting } from '../../src/model/history.ts';
import type { FactBatch } from '../../src/contract/store.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { historyStore } from '../../src/history/store.ts';
import { conclusionBatch, factBatch, identity, intervalsOf, minute, NOW, read, recorded, run, sees, unread } from './batches.ts';

const u = identity('u', 'U1');
const v = identity('v', 'V1');
const right = sees('attachment', 'u/admin', { dependsOn: ['u'], names: ['u'] });

async function told(...batches: readonly FactBatch[]): Promise<readonly Interval[]> {
  return intervalsOf(await recorded(historyStore(memoryEngine()), batches));
}

async function only(...batches: readonly FactBatch[]): Promise<Interval> {
  const [interval, more] = await told(...batches);
  if (interval === undefined || more !== undefined) throw new Error('not one interval');
  return interval;
}

/** What is known of `u` after a run that saw it and others that did not. */
async function afterLacking(...batches: readonly FactBatch[]): Promise<Interval> {
  return only(run('seen', 0, [u]), ...batches);
}

test('what two complete reads lack, one after the other, is gone between its last sighting and the second', async () => {
  expect(await afterLacking(run('b', 10, []), run('c', 20, []))).toMatchObject({
    end: { how: 'absent', after: minute(0), before: minute(22), run: 'c' },
    missing: null,
    last: { run: 'seen', at: minute(2) },
  });
});

test('what one complete read lacks is missing, and wants a second read', async () => {
  const interval = await afterLacking(run('b', 10, []));
  expect(interval).toMatchObject({ end: null, missing: { run: 'b', since: minute(12), wants: 'a second read' } });
});

test('what one transaction lacks is gone', async () => {
  expect(await afterLacking(run('b', 10, [], { snapshot: true }))).toMatchObject({ end: { how: 'absent', before: minute(12) } });
});

test.each(['partial', 'unread', 'excluded'] as const)('reads that are %s say nothing of what they lack', async (status) => {
  const interval = await afterLacking(run('b', 10, [], { status }), run('c', 20, [], { status }), run('d', 30, [], { status }));
  expect(interval).toMatchObject({ end: null, missing: null, last: { run: 'seen' } });
});

test('a boundary that was not read at all is as it was', async () => {
  const other = { boundary: 'sim:2' };
  expect(await afterLacking(run('b', 10, [], other), run('c', 20, [], other))).toMatchObject({ end: null, missing: null });
});

test('reads that ask less than the one that saw it say nothing of what they lack, and those that ask more do', async () => {
  const asks = (id: string, at: number, settings: string, things: readonly Sighting[]): FactBatch => ({
    ...run(id, at, things, { settings, snapshot: true }),
    asksAsMuch: (each, former) => each.settings.length >= former.length,
  });
  expect(await only(asks('a', 0, '"all"', [u]), asks('b', 10, '"x"', []))).toMatchObject({ end: null, missing: null });
  expect(await only(asks('a', 0, '"x"', [u]), asks('b', 10, '"all"', []))).toMatchObject({ end: { how: 'absent' } });
});

test('settings that are others ask nothing that is known, where nobody says how they compare', async () => {
  expect(await afterLacking(run('b', 10, [], { settings: '"other"', snapshot: true }))).toMatchObject({ end: null, missing: null });
});

test('what several surfaces tell is looked for where all of them were read to the end', async () => {
  const both = sees('identity', 'u', { by: ['report', 'things'] });
  const reads = (id: string, at: number, report: 'complete' | 'partial', things: readonly Sighting[]): FactBatch =>
    factBatch({ id, reads: [read('things', at, at + 1), read('report', at + 1, at + 2, { status: report })], sees: things });
  const first = reads('a', 0, 'complete', [both]);
  expect(await only(first, reads('b', 10, 'partial', []), reads('c', 20, 'partial', []))).toMatchObject({ end: null, missing: null });
  expect(await only(first, reads('b', 10, 'complete', []), reads('c', 20, 'complete', []))).toMatchObject({ end: { how: 'absent' } });
});

test('a surface that proves no absence leaves what it lacks missing, for ever', async () => {
  const index = { absenceAfterMs: null };
  const interval = await only(run('a', 0, [u], index), run('b', 10, [], index), run('c', 20, [], index));
  expect(interval).toMatchObject({ end: null, missing: { run: 'b', wants: 'a surface that proves absence' } });
});

test('a read within the time that the provider may be late is no proof, and the time is counted against the end', async () => {
  const late = { absenceAfterMs: 60 * 60_000, snapshot: true };
  const seen = run('a', 0, [u], late);
  expect(await only(seen, run('b', 30, [], late))).toMatchObject({ end: null, missing: { run: 'b' } });
  expect(await only(seen, run('b', 30, [], late), run('c', 90, [], late))).toMatchObject({
    end: { how: 'absent', after: minute(-60), before: minute(92), run: 'c' },
  });
});

test('a clock that may be wrong widens what is said, and says nothing of the order of what it makes overlap', async () => {
  const off = { skewMs: 5 * 60_000, snapshot: true };
  expect(await afterLacking(run('b', 20, [], off))).toMatchObject({ end: { how: 'absent', after: minute(0), before: minute(27) } });
  expect(await afterLacking(run('b', 6, [], off))).toMatchObject({ end: null, missing: null });
  const back = { skewMs: -5 * 60_000, snapshot: true };
  expect(await only(run('a', 0, [u], back), run('b', 6, []))).toMatchObject({ end: null, missing: null });
});

test('what a filtered read lacks is believed only beside another of its kind, known before, that it shows', async () => {
  const dump = { filtered: true, snapshot: true };
  const unproven = await only(run('a', 0, [u], dump), run('b', 10, [], dump));
  expect(unproven).toMatchObject({ end: null, missing: { wants: expect.stringContaining('a control') as string } });
  const [gone] = await told(run('a', 0, [u, v], dump), run('b', 10, [v], dump));
  expect(gone).toMatchObject({ key: 'u', end: { how: 'absent' } });
  const [fresh] = await told(run('a', 0, [u], dump), run('b', 10, [v], dump));
  expect(fresh).toMatchObject({ key: 'u', end: null });
  const family = identity('v', 'V1', { family: 'role' });
  const [other] = await told(run('a', 0, [u, family], dump), run('b', 10, [family], dump));
  expect(other).toMatchObject({ key: 'u', end: null });
});

test('what hangs on an identity is gone only where the identity was seen, or is gone itself', async () => {
  const reads = (id: string, at: number, status: 'complete' | 'unread', things: readonly Sighting[]): FactBatch =>
    factBatch({
      id,
      reads: [
        read('rights', at, at, { snapshot: true }),
        status === 'unread' ? unread('things') : read('things', at, at, { snapshot: true }),
      ],
      sees: things,
    });
  const granted = { ...right, tellers: [{ boundary: 'sim:1', surface: 'sim:rights' }] } as const;
  const first = reads('a', 0, 'complete', [u, granted]);
  expect((await told(first, reads('b', 10, 'unread', [])))[0]).toMatchObject({
    end: null,
    missing: { wants: expect.stringContaining('u') as string },
  });
  expect((await told(first, reads('b', 10, 'complete', [u])))[0]).toMatchObject({ end: { how: 'absent' } });
  const both = await told(first, reads('b', 10, 'complete', []));
  expect(both.map(({ end }) => end?.how)).toEqual(['absent', 'absent']);
});

test('the same name with another immutable id is another identity, and what hangs on it ends with it', async () => {
  const other = identity('u', 'U2');
  expect(await told(run('a', 0, [u, right]), run('b', 10, [other, right]))).toMatchObject([
    { key: 'u/admin', incarnation: 'U1', end: { how: 're-created', after: minute(0), before: minute(12) } },
    { key: 'u/admin', incarnation: 'U2', end: null, previous: expect.any(Number) as number },
    { key: 'u', incarnation: 'U1', end: { how: 're-created', after: minute(0), before: minute(12), run: 'b' } },
    { key: 'u', incarnation: 'U2', end: null, evidence: other.evidence },
  ]);
});

test('what hangs on an identity that is another one now ends even where it was not read', async () => {
  const [former] = await told(run('a', 0, [u, right]), run('b', 10, [identity('u', 'U2')], { status: 'partial' }));
  expect(former).toMatchObject({ key: 'u/admin', end: { how: 're-created' } });
});

test('an immutable id that was not told agrees with any', async () => {
  const unnamed = identity('u', null);
  expect(await only(run('a', 0, [unnamed]), run('b', 10, [u]), run('c', 20, [unnamed]))).toMatchObject({
    incarnation: 'U1',
    last: { run: 'c' },
  });
});

test('an identity that may have been another one when it was last seen was surely the old one only before', async () => {
  const [first] = await told(run('a', 0, [u]), run('b', 10, [identity('u', null)]), run('c', 20, [identity('u', 'U2')]));
  expect(first).toMatchObject({ end: { how: 're-created', after: minute(0), before: minute(22) } });
});

test('the same immutable id under another name is a renaming, at once, and not an end', async () => {
  const renamed = identity('w', 'U1');
  const intervals = await told(run('a', 0, [u, right]), run('b', 10, [renamed]));
  expect(intervals).toMatchObject([
    { key: 'u/admin', end: { how: 'renamed', to: 'w' } },
    { key: 'u', end: { how: 'renamed', to: 'w', after: minute(0), before: minute(12) } },
    { key: 'w', end: null },
  ]);
  expect(intervals[2]?.previous).toBe(intervals[1]?.number);
});

test('another value ends the one and begins another', async () => {
  const [former, now] = await told(run('a', 0, [right]), run('b', 10, [{ ...right, value: 'more' }]));
  expect(former).toMatchObject({ end: { how: 'changed', after: minute(0), before: minute(12), run: 'b' } });
  expect(now).toMatchObject({ value: 'more', previous: former?.number, notBefore: null });
});

test('another value told by another mapping is no change of the world, nor is what it lacks', async () => {
  const mapped = (batch: FactBatch): FactBatch => ({ ...batch, run: { ...batch.run, connectors: [{ id: 'sim', mapping: 2 }] } });
  expect((await told(run('a', 0, [right]), mapped(run('b', 10, [{ ...right, value: 'more' }]))))[0]).toMatchObject({
    end: { how: 'restated' },
  });
  expect(await only(run('a', 0, [right]), mapped(run('b', 10, [])))).toMatchObject({ end: { how: 'restated' } });
});

test('what is given again is a new interval that goes on from the old one, and was not there before', async () => {
  const [old, now] = await told(run('a', 0, [u]), run('b', 10, []), run('c', 20, []), run('d', 30, [u]));
  expect(old).toMatchObject({ end: { how: 'absent', run: 'c' } });
  expect(now).toMatchObject({ previous: old?.number, notBefore: minute(10), first: { run: 'd', at: minute(32) }, end: null });
});

test('what was missing and is seen again had never been away', async () => {
  expect(await only(run('a', 0, [u]), run('b', 10, []), run('c', 20, [u]), run('d', 30, []))).toMatchObject({
    first: { run: 'a' },
    last: { run: 'c' },
    end: null,
    missing: { run: 'd', wants: 'a second read' },
  });
});

test('a read of one transaction that lacks it tells from when on it was not there', async () => {
  expect(await only(run('a', 0, [], { snapshot: true }), run('b', 10, [u]))).toMatchObject({
    notBefore: minute(0),
    first: { at: minute(12) },
  });
  expect(await only(run('a', 0, []), run('b', 10, [u]))).toMatchObject({ notBefore: null });
  expect(await only(run('a', 0, [], { filtered: true, snapshot: true }), run('b', 10, [u]))).toMatchObject({ notBefore: null });
});

test('a run recorded late takes its place in time', async () => {
  const batches = [run('a', 0, [u]), run('b', 10, []), run('c', 20, []), run('d', 30, [u])];
  const inOrder = await told(...batches);
  const store = historyStore(memoryEngine());
  for (const at of [3, 0, 2]) await store.recordFacts(batches[at] as FactBatch, NOW);
  expect(await store.recordFacts(batches[1] as FactBatch, NOW)).toMatchObject({ how: 'late', run: 'b' });
  const late = await intervalsOf(store);
  expect(late.map(({ first, last, end, notBefore }) => ({ first, last, end, notBefore }))).toEqual(
    inOrder.map(({ first, last, end, notBefore }) => ({ first, last, end, notBefore })),
  );
});

test('a recording says what it changed', async () => {
  const store = historyStore(memoryEngine());
  const things = [u, v, identity('x', 'X1'), identity('y', 'Y1')];
  expect(await store.recordFacts(run('a', 0, things), NOW)).toMatchObject({ how: 'new', seen: 4, began: 4, unchanged: 0 });
  const changed = { ...v, value: 'other' };
  expect(await store.recordFacts(run('b', 10, [u, changed, identity('z', 'Z1')]), NOW)).toMatchObject({
    seen: 3,
    began: 1,
    changed: 1,
    unchanged: 1,
    missing: 2,
    ended: 0,
  });
  expect(await store.recordFacts(run('c', 20, [u, changed, identity('z', 'Z1'), identity('x', 'X1')]), NOW)).toMatchObject({
    seen: 4,
    began: 0,
    returned: 1,
    unchanged: 3,
    missing: 0,
    ended: 1,
  });
});

test('a run touches no row of what it tells as it was', async () => {
  const engine = memoryEngine();
  const touched: number[] = [];
  const store = historyStore({
    ...engine,
    write: (work) =>
      engine.write((transaction) =>
        work(
          new Proxy(transaction, {
            get: (of, name) => {
              const method: unknown = Reflect.get(of, name);
              return (...args: readonly [readonly unknown[]]): unknown => {
                if (name === 'addRows' || name === 'changeRows') touched.push(args[0].length);
                return Reflect.apply(method as () => unknown, of, args);
              };
            },
          }),
        ),
      ),
  });
  const things = Array.from({ length: 100 }, (_, i) => identity(`u${i}`, `U${i}`));
  await recorded(store, [run('a', 0, things), run('b', 10, things), run('c', 20, things, { status: 'partial' })]);
  expect(touched).toEqual([100]);
  for (const interval of await intervalsOf(store))
    expect(interval).toMatchObject({ first: { run: 'a' }, last: { run: 'c', at: minute(20) } });
});

const grant = sees('grant', 'u administers', { dependsOn: ['u'], names: ['u'] });
const finding = sees('finding', 'f1', { dependsOn: ['u'], names: ['u'], value: { rule: 'standing-admin' } });

async function concluded(...runs: readonly (readonly [FactBatch, ReturnType<typeof conclusionBatch>])[]): Promise<readonly Interval[]> {
  const store = historyStore(memoryEngine());
  for (const [facts, conclusions] of runs) {
    await store.recordFacts(facts, NOW);
    await store.recordConclusions(conclusions, NOW);
  }
  return intervalsOf(store, { kinds: ['grant', 'finding'] });
}

test('what is not concluded any more is gone by the same rules, and a finding is cleared where its question was answered', async () => {
  const first = [run('a', 0, [u]), conclusionBatch('a', [grant, finding])] as const;
  const second = [run('b', 10, [u]), conclusionBatch('b', [])] as const;
  expect(await concluded(first, second)).toMatchObject([
    { kind: 'finding', missing: { wants: 'a second read' }, end: null },
    { kind: 'grant', missing: { wants: 'a second read' }, end: null },
  ]);
  expect(await concluded(first, second, [run('c', 20, [u]), conclusionBatch('c', [])])).toMatchObject([
    { kind: 'finding', end: { how: 'cleared', before: minute(22) } },
    { kind: 'grant', end: { how: 'absent', before: minute(22) } },
  ]);
});

test('a finding whose question was not answered is not cleared', async () => {
  const isAnswered = (): boolean => false;
  const [kept] = await concluded(
    [run('a', 0, [u]), conclusionBatch('a', [finding])],
    [run('b', 10, [u]), conclusionBatch('b', [], { isAnswered })],
    [run('c', 20, [u]), conclusionBatch('c', [], { isAnswered })],
  );
  expect(kept).toMatchObject({ end: null, missing: { run: 'b', wants: 'an answer to its question' } });
});

test.each([
  ['another configuration', { configuration: 'd'.repeat(64) }],
  ['another revision of the rule', { rules: [{ id: 'standing-admin', revision: 2 }] }],
  ['a rule that was not asked', { rules: [] }],
])('what %s does not find is restated, and not said to be cleared', async (_, other) => {
  const conclusions = { ...conclusionBatch('b', []).conclusions, ...other };
  const [restated] = await concluded(
    [run('a', 0, [u]), conclusionBatch('a', [finding])],
    [run('b', 10, [u]), conclusionBatch('b', [], { conclusions })],
  );
  expect(restated).toMatchObject({ end: { how: 'restated', run: 'b' } });
});

test('what another version of the program does not conclude is restated', async () => {
  const newer = run('b', 10, [u]);
  const [restated] = await concluded(
    [run('a', 0, [u]), conclusionBatch('a', [grant])],
    [{ ...newer, run: { ...newer.run, version: '2.0.0' } }, conclusionBatch('b', [])],
  );
  expect(restated).toMatchObject({ end: { how: 'restated' } });
});

test('a run without conclusions says nothing of what was concluded', async () => {
  const store = historyStore(memoryEngine());
  await store.recordFacts(run('a', 0, [u]), NOW);
  await store.recordConclusions(conclusionBatch('a', [grant]), NOW);
  await recorded(store, [run('b', 10, [u]), run('c', 20, [u])]);
  expect(await intervalsOf(store, { kinds: ['grant'] })).toMatchObject([{ end: null, missing: null, last: { run: 'a' } }]);
});

test('a grant of an identity that is another one now ends with the facts', async () => {
  const store = historyStore(memoryEngine());
  await store.recordFacts(run('a', 0, [u]), NOW);
  await store.recordConclusions(conclusionBatch('a', [grant]), NOW);
  await store.recordFacts(run('b', 10, [identity('u', 'U2')]), NOW);
  expect(await intervalsOf(store, { kinds: ['grant'] })).toMatchObject([{ end: { how: 're-created', run: 'b' } }]);
  await store.recordConclusions(conclusionBatch('b', [grant]), NOW);
  expect(await intervalsOf(store, { kinds: ['grant'] })).toMatchObject([{ incarnation: 'U1' }, { incarnation: 'U2', end: null }]);
});
