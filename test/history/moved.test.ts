import { describe, expect, test } from 'vitest';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { movedPairs } from '../../src/model/new-name.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Recorded, Sighting } from '../../src/model/history.ts';
import { conclusionBatch, factBatch, identity, intervalsOf, NOW, read, recorded, run, sees, teller, unread } from './batches.ts';

const old = 'sim:user/emil';
const now = 'sim:user/emilia';

/** All that hangs on a name. A key of its own keeps its id under any name. */
function told(name: string, more: readonly Sighting[] = []): readonly Sighting[] {
  return [
    identity(name, 'U1'),
    identity('other', 'U2'),
    sees('attachment', `${name}|admin`, { dependsOn: [name], names: [name], value: { principal: name, policy: 'admin' } }),
    sees('credential', 'KEY1', { dependsOn: [name], names: [name], value: { identity: name } }),
    ...more,
  ];
}
function concluded(name: string): readonly Sighting[] {
  const text = `admin attached to user ${name.split('/')[1] ?? ''}`;
  return [
    sees('grant', `grant|${name}|admin`, { dependsOn: [name], names: [name], value: { subject: name, source: text } }),
    sees('finding', 'of KEY1', { dependsOn: [name], names: [name], value: { rule: 'standing-admin', of: name } }),
  ];
}

describe.each([
  ['in order', false],
  ['worked out anew', true],
])('a new name, %s', (_, anew) => {
  async function renamed(second: readonly Sighting[], grants: readonly Sighting[]): Promise<readonly Recorded[]> {
    const store = historyStore(memoryEngine(), { anew });
    const first = await store.recordFacts(run('a', 0, told(old)), NOW);
    await store.recordConclusions(conclusionBatch('a', concluded(old)), NOW);
    const facts = await store.recordFacts(run('b', 10, second), NOW);
    const conclusions = await store.recordConclusions(conclusionBatch('b', grants), NOW);
    expect(first.began).toBe(4);
    return [facts, conclusions];
  }

  test('changes what hangs on it, and lets nothing begin, end or come back', async () => {
    const [facts, conclusions] = await renamed(told(now), concluded(now));
    expect(facts).toMatchObject({ began: 0, returned: 0, changed: 3, unchanged: 1, missing: 0, ended: 0 });
    expect(conclusions).toMatchObject({ began: 0, returned: 0, changed: 2, unchanged: 0, missing: 0, ended: 0 });
  });

  test('lets begin what is told under it alone, and ends what is not told under it', async () => {
    const fresh = sees('attachment', `${now}|read`, { dependsOn: [now], names: [now], value: { principal: now, policy: 'read' } });
    const [facts, conclusions] = await renamed(
      [...told(now, [fresh])].filter(({ key }) => key !== `${now}|admin`),
      concluded(now).slice(0, 1),
    );
    expect(facts).toMatchObject({ began: 1, returned: 0, changed: 2, ended: 1 });
    expect(conclusions).toMatchObject({ began: 0, returned: 0, changed: 1, ended: 1 });
  });

  test('is no return of what is read under it by a later run only', async () => {
    const store = historyStore(memoryEngine(), { anew });
    const byKeys = (name: string): readonly Sighting[] =>
      told(name).map((each) => (each.kind === 'credential' ? { ...each, tellers: [teller('keys')] } : each));
    const without = byKeys(now).filter(({ kind }) => kind !== 'credential');
    await recorded(store, [
      factBatch({ id: 'a', reads: [read('things', 0, 2), read('keys', 0, 2)], sees: byKeys(old) }),
      factBatch({ id: 'b', reads: [read('things', 10, 12), unread('keys')], sees: without }),
    ]);
    const third = factBatch({ id: 'c', reads: [read('things', 20, 22), read('keys', 20, 22)], sees: byKeys(now) });
    expect(await store.recordFacts(third, NOW)).toMatchObject({ began: 0, returned: 0, changed: 1 });
    expect((await intervalsOf(store, { kinds: ['credential'] })).map(({ end }) => end?.how ?? null)).toEqual(['renamed', null]);
  });
});

describe('what is told alike under another name', () => {
  const saying = (value: string) => ({ kind: 'grant', boundary: 'b', family: 'f', value });
  const name = { from: 'sim:user/a', to: 'sim:user/b' };
  const pairs = (ended: string, begun: string): number => movedPairs([saying(ended)], [saying(begun)], name).length;

  test('says the same of everything but the name', () => {
    expect(pairs('{"of":"sim:user/a","why":"x of user a"}', '{"of":"sim:user/b","why":"x of user b"}')).toBe(1);
    expect(pairs('{"of":"sim:user/a#password"}', '{"of":"sim:user/b#password"}')).toBe(1);
    expect(pairs('{"of":"sim:user/a","why":"x"}', '{"of":"sim:user/b","why":"y"}')).toBe(0);
    expect(pairs('{"of":"sim:user/a.b"}', '{"of":"sim:user/b.b"}')).toBe(0);
    expect(pairs('{"of":"sim:user/ab"}', '{"of":"sim:user/bb"}')).toBe(0);
  });

  test('is paired once, however many are alike', () => {
    const [one, two] = [saying('{"of":"sim:user/a"}'), saying('{"of":"sim:user/b"}')];
    expect(movedPairs([one, one], [two], name)).toEqual([[one, two]]);
    expect(movedPairs([one], [two, two], name)).toEqual([[one, two]]);
  });

  test('takes names for what they are, whatever they are made of', () => {
    const odd = { from: 'sim:user/a+(b"\\', to: 'sim:user/[c' };
    const [one, two] = [odd.from, odd.to].map((of) => saying(JSON.stringify({ of })));
    expect(movedPairs([one as never], [two as never], odd)).toHaveLength(1);
  });
});
