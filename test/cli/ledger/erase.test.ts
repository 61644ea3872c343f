import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLedger } from '../../../src/evidence/ledger/open.ts';
import { ledgerPlace } from './support.ts';

const { at, here, run, begin, vkey, bodies, kinds } = ledgerPlace();

describe('vestige ledger erase', () => {
  const why = ['--by', 'Ola Berg', '--reason', 'request 2026-14'] as const;
  const shownRunOf = async (): Promise<string> => {
    await begin();
    return (JSON.parse((await run(['scan', 'estate', '--format', 'json'])).out) as { run: { capture: string } }).run.capture;
  };

  it('takes away what all entries of a run say, says what can no longer be shown, and leaves a ledger that holds', async () => {
    const capture = await shownRunOf();
    const before = (await readLedger(here())).size;
    const first = await run(['ledger', 'erase', capture.slice(0, 8), ...why, '--dry-run']);
    expect([first.exit, first.out, (await readLedger(here())).size]).toEqual([
      0,
      expect.stringMatching(/^Would erase what 4 entries told/),
      before,
    ]);
    const { exit, out } = await run(['ledger', 'erase', capture.slice(0, 8), ...why]);
    const told = out.replace(/\s+/g, ' ');
    expect([exit, told]).toEqual([0, expect.stringContaining(`Erased what 4 entries told, as entry ${before} says.`)]);
    for (const says of ['who began the run', 'any of the pages was among', 'any of the findings was among', 'which capture and report'])
      expect(told).toContain(says);
    expect(await kinds()).toEqual(['begun', 'prune']);
    expect((await bodies())[1]).toMatchObject({
      kind: 'prune',
      what: 'bodies',
      removed: 4,
      by: { name: 'Ola Berg', from: 'given' },
      reason: 'request 2026-14',
    });
    const ledger = await readLedger(here());
    expect(await Promise.all([2, 3].map((index) => ledger.secret(index)))).toEqual([null, null]);
    expect((await run(['ledger', 'check', '--key', vkey()])).exit).toBe(0);
    expect((await run(['ledger', 'status'])).out).toMatch(/erased +what 4 entries told/);
    expect((await run(['ledger', 'prove', '4'])).exit).toBe(0);
    // The name went with what bore it.
    expect(await run(['ledger', 'erase', capture.slice(0, 8), ...why])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('none of the') as unknown,
    });
    expect(await run(['ledger', 'erase', '4', ...why])).toMatchObject({
      exit: 0,
      err: expect.stringContaining('was erased before') as unknown,
    });
    expect((await readLedger(here())).size).toBe(before + 1);
  });

  it('takes away one entry by its index, and an import by its id', async () => {
    await shownRunOf();
    writeFileSync(at('leavers.csv'), 'Person,Gone\n10442,2026-10-10T18:00:00+01:00\n');
    writeFileSync(
      at('mapping.yaml'),
      'system: workday\nsourceKind: hr\nid: [Person]\nevents: [{ type: left, at: Gone, about: [{ kind: employee-id, value: Person }] }]\n',
    );
    expect((await run(['due', 'import', 'leavers.csv', '--mapping', 'mapping.yaml'])).exit).toBe(0);
    const told = (await bodies()).at(-1);
    if (told?.kind !== 'import') throw new Error('nothing was imported');
    expect((await run(['ledger', 'erase', '1', ...why])).exit).toBe(0);
    const gone = JSON.parse((await run(['ledger', 'erase', told.import.id.slice(0, 10), ...why, '--format', 'json'])).out) as object;
    expect(gone).toMatchObject({ entry: 7, erased: [{ index: 5, kind: 'import', what: null }] });
    expect(await kinds()).toEqual(['begun', 'batch', 'batch', 'run-end', 'prune', 'prune']);
  });

  it('goes on where it was cut off after the entry that says so', async () => {
    await shownRunOf();
    const secret = readFileSync(here('secrets/002.bin'));
    await run(['ledger', 'erase', '2', ...why]);
    writeFileSync(here('secrets/002.bin'), secret);
    expect((await run(['ledger', 'erase', '2', ...why])).out).toMatch(/^Erased what 1 entry told, as entry 6 says/);
    expect(await (await readLedger(here())).secret(2)).toBeNull();
  });

  it('refuses what tells of keys and erasures, what it cannot find, and to do it for nobody or nothing', async () => {
    await shownRunOf();
    await run(['ledger', 'erase', '1', ...why]);
    const before = await bodies();
    for (const [says, ...args] of [
      ['of begun entries the bodies stay', '0', ...why],
      ['of prune entries the bodies stay', '5', ...why],
      ['none of the 6 entries is "6"', '6', ...why],
      ['none of the 6 entries is "abcdef"', 'abcdef', ...why],
      ['--by says nothing', '2', '--reason', 'x', '--by', ' '],
      ["required option '--reason <text>'", '2', '--by', 'Ola Berg'],
    ]) {
      const { exit, err } = await run(['ledger', 'erase', ...args]);
      expect([exit, err]).toEqual([2, expect.stringContaining(says ?? '')]);
    }
    expect(await bodies()).toEqual(before);
  });
});
