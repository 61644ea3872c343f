import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LedgerError } from '../../../src/evidence/ledger/errors.ts';
import { openLedger } from '../../../src/evidence/ledger/open.ts';
import { rotateKey } from '../../../src/evidence/ledger/rotate.ts';
import { runs } from '../../support/runs.ts';
import { CrashDisk } from './crash-disk.ts';
import { seedOf, seedSigner } from './signer.ts';
import { at, begin, by, checked, entries, entry, folder, numbersIn } from './support.ts';

/** A lot that comes again. */
function lots(seed: number): () => number {
  let state = seed + 1;
  return function lot() {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

interface Acknowledged {
  readonly sure: number;
  readonly underWay: number;
}

/** Appends in turn until the disk stops, and tells how many entries were acknowledged and how many were then on their way. */
async function appended(disk: CrashDisk, steps: readonly number[], before = 0): Promise<Acknowledged> {
  let [sure, underWay] = [before, 0];
  try {
    const ledger = await openLedger(folder, seedSigner(), { disk });
    for (const step of steps) {
      underWay = step;
      await ledger.append(entries(sure, step));
      [sure, underWay] = [sure + step, 0];
    }
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'write-failed') throw error;
  }
  return { sure, underWay };
}

async function begun(): Promise<CrashDisk> {
  const disk = new CrashDisk('/state');
  await (await begin(disk)).close();
  return disk;
}

/** What has to be true after any crash. */
async function expectWhole(disk: CrashDisk, sure: number, underWay: number): Promise<void> {
  const ledger = await openLedger(folder, seedSigner(), { disk });
  const found = ledger.size - 1;
  expect([sure, sure + underWay]).toContain(found);
  expect(await numbersIn(disk)).toEqual(Array.from({ length: found }, (_, i) => i));
  await ledger.append([entry(found)]);
  await ledger.close();
  expect((await checked(disk)).problems).toEqual([]);
  expect([...disk.files().keys()].filter((path) => path.endsWith('.new'))).toEqual([]);
  const bodies = [...disk.files().keys()].filter((path) => path.includes('/bodies/'));
  expect(bodies).toHaveLength(found + 2);
}

describe('a ledger whose machine falls', () => {
  it('keeps what was acknowledged, at whichever step of an append', async () => {
    const whole = await begun();
    const before = whole.steps;
    await appended(whole, [1, 3, 2]);
    for (let stop = 0; stop <= whole.steps - before; stop++) {
      const disk = await begun();
      disk.stopAt = disk.steps + stop;
      const { sure, underWay } = await appended(disk, [1, 3, 2]);
      await expectWhole(disk.crashed(lots(stop)), sure, underWay);
    }
  });

  it('keeps it where tiles fill up, and after one fall upon another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(1, 2, 40, 130, 256), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3000), { minLength: 1, maxLength: 3 }),
        fc.nat(),
        async (steps, stops, seed) => {
          let disk = await begun();
          let state = { sure: 0, underWay: 0 };
          for (const stop of stops) {
            const there = (await numbersIn(disk)).length;
            expect([state.sure, state.sure + state.underWay]).toContain(there);
            disk.stopAt = disk.steps + stop;
            state = await appended(disk, steps, there);
            disk = disk.crashed(lots(seed));
          }
          await expectWhole(disk, state.sure, state.underWay);
        },
      ),
      { numRuns: runs(10, 1000) },
    );
  });

  it('goes on after a disk that failed once', async () => {
    const whole = await begun();
    const before = whole.steps;
    await appended(whole, [3]);
    for (let stop = before; stop < whole.steps; stop++) {
      const disk = await begun();
      const ledger = await openLedger(folder, seedSigner(), { disk });
      disk.stopAt = stop;
      disk.isOnce = true;
      const first = await ledger.append(entries(0, 3)).then(
        () => 3,
        () => 0,
      );
      // Where the checkpoint was in place already nobody can tell by this handle whether it is durable.
      const isInPlace = first === 0 && (await numbersIn(disk)).length === 3;
      const again = ledger.append([entry(first)]);
      if (isInPlace) await expect(again).rejects.toMatchObject({ code: 'write-failed' });
      else await again;
      await ledger.close();
      await expectWhole(disk, isInPlace ? 3 : first + 1, 0);
    }
  });

  it('is begun or can be begun again, at whichever step of its beginning', async () => {
    const whole = await begun();
    for (let stop = 0; stop < whole.steps; stop++) {
      const disk = new CrashDisk('/state');
      disk.stopAt = stop;
      await expect(begin(disk)).rejects.toThrow(LedgerError);
      const after = disk.crashed(lots(stop));
      const isBegun = after.files().has(`${folder}/checkpoint`);
      if (!isBegun) await (await begin(after)).close();
      await expectWhole(after, 0, 0);
    }
  });

  it('has one key or the other, at whichever step of a change of keys', async () => {
    const next = seedSigner(seedOf(1));
    const change = { why: 'rotation', since: null, at, by, signerSettings: { kind: 'file' } } as const;
    const rotated = async (disk: CrashDisk): Promise<void> => {
      const ledger = await openLedger(folder, seedSigner(), { disk });
      await ledger.append([entry(0)]);
      await rotateKey(ledger, next, change);
    };
    const whole = await begun();
    const before = whole.steps;
    await rotated(whole);
    const seen = new Set<string>();
    for (let stop = 0; stop < whole.steps - before; stop++) {
      const disk = await begun();
      disk.stopAt = disk.steps + stop;
      await expect(rotated(disk)).rejects.toThrow(LedgerError);
      const after = disk.crashed(lots(stop));
      const opened = await openLedger(folder, next, { disk: after }).catch(() => openLedger(folder, seedSigner(), { disk: after }));
      seen.add(`${opened.keys.length} ${opened.signer.publicKey.keyId === next.publicKey.keyId}`);
      await opened.append([entry(9)]);
      await opened.close();
      expect((await checked(after)).problems).toEqual([]);
    }
    expect([...seen].sort()).toEqual(['1 false', '2 true']);
  });
});
