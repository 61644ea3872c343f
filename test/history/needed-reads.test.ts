import { expect, test } from 'vitest';
import type { HistoryStore } from '../../src/contract/store.ts';
import type { Engine, WriteTransaction } from '../../src/history/engine.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Sighting } from '../../src/model/history.ts';
import { factBatch, identity, intervalsOf, NOW, read, sees, teller } from './batches.ts';

const boundaries = ['sim:a', 'sim:b', 'sim:c'] as const;
const emil = 'sim:a:user/emil';

/** Emil is of `sim:a`; what hangs on him is told in `sim:b`; nothing of `sim:c` ever changes. */
function told(uid: string): readonly Sighting[] {
  const [a, b, c] = boundaries;
  return [
    identity(emil, uid, { boundary: a, tellers: [teller('things', a)] }),
    sees('attachment', 'his', { boundary: b, tellers: [teller('things', b)], dependsOn: [emil], names: [emil] }),
    sees('attachment', 'another', { boundary: c, tellers: [teller('things', c)] }),
  ];
}

function batch(id: string, at: number, things: readonly Sighting[]): ReturnType<typeof factBatch> {
  return factBatch({ id, reads: boundaries.map((each) => ({ ...read('things', at, at + 2), ...teller('things', each) })), sees: things });
}

/** With the boundaries of which the reads of all runs were asked for. */
function watched(engine: Engine, asked: Set<string>): Engine {
  return {
    ...engine,
    write: (work) =>
      engine.write((transaction) => {
        const watching: WriteTransaction = new Proxy(transaction, {
          get(of, name) {
            if (name === 'readsIn') {
              return (wanted: readonly string[]) => {
                for (const each of wanted) asked.add(each);
                return of.readsIn(wanted);
              };
            }
            const member: unknown = Reflect.get(of, name, of);
            if (typeof member !== 'function') return member;
            return (...args: readonly unknown[]): unknown => {
              if (name === 'reads' && args[0] === undefined) for (const each of boundaries) asked.add(each);
              return Reflect.apply(member, of, args);
            };
          },
        });
        return work(watching);
      }),
  };
}

async function withoutNumbers(store: HistoryStore): Promise<readonly object[]> {
  return (await intervalsOf(store)).map(({ number, previous, ...rest }) => ({
    ...rest,
    isNumbered: number > 0,
    goesOn: previous !== null,
  }));
}

test('reads of earlier runs are asked for where something differs, or hangs on what does', async () => {
  const asked = new Set<string>();
  const quick = historyStore(watched(memoryEngine(), asked));
  const anew = historyStore(memoryEngine(), { anew: true });
  const runs = [batch('1', 0, told('U1')), batch('2', 10, told('U1')), batch('3', 20, told('U2')), batch('4', 30, told('U2'))];
  const seen: (readonly string[])[] = [];
  for (const each of runs) {
    asked.clear();
    const recorded = await quick.recordFacts(each, NOW);
    expect(await anew.recordFacts(each, NOW)).toEqual(recorded);
    seen.push([...asked].sort());
  }
  expect(seen.slice(1)).toEqual([[], ['sim:a', 'sim:b'], []]);
  expect(await withoutNumbers(quick)).toEqual(await withoutNumbers(anew));
});
