import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packFormats, reporters } from '../../reports/list.ts';
import { createCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { readDemo, runDemo, type DemoEstate } from '../../src/demo/demo.ts';
import { evidenceDifferences } from '../../src/demo/differences.ts';
import { demoEvidence, demoPackName, type DemoEvidence } from '../../src/demo/evidence.ts';
import { demoLedger, loggedIn, nothingLogged } from '../../src/demo/ledger.ts';
import { demoPlace, type DemoPlace } from '../../src/demo/place.ts';
import { createLedger } from '../../src/evidence/ledger/open.ts';
import type { Pack } from '../../src/model/pack.ts';
import { logIntent } from '../../src/run/ledger/run-log.ts';
import { testSigner } from '../support/ledger.ts';

let folder: string;
let state: string;
let estate: DemoEstate;
let place: DemoPlace;
let evidence: DemoEvidence;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-demo-evidence-'));
  state = join(folder, 'state');
  estate = await readDemo(() => createCapture(state, { durable: 'at-seal' }), wiring.connectors, wiring.rules);
  place = await demoPlace(state, 'ledger', estate);
  await runDemo(estate, place.store, { ledger: place.ledger });
  evidence = await made(join(folder, demoPackName));
}, 60_000);
afterAll(async () => {
  await place.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Without the whole self-test, and with the tables alone: the rest takes longer than all else. */
function made(target: string): Promise<DemoEvidence> {
  const page = reporters.find(({ id }) => id === 'html');
  if (page === undefined) throw new Error('there is no html');
  const formats = packFormats.filter(({ id }) => id === 'csv');
  return demoEvidence(estate, { store: place.store, ledger: place.ledger, rules: wiring.rules.slice(0, 2), formats, page, state, target });
}

function withPack(change: (pack: Pack) => Partial<Pack>): DemoEvidence {
  const { exported } = evidence;
  return { ...evidence, exported: { ...exported, pack: { ...exported.pack, ...change(exported.pack) } } };
}

/** Every file below a folder but its lock, by path, hashed. */
function filesIn(root: string): readonly string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(root, name)).isFile());
  return names.sort().map(
    (name) =>
      `${name} ${createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest('hex')}`,
  );
}

describe('the evidence of the demo', () => {
  it('is as its story has it', () => {
    expect(evidenceDifferences(evidence)).toEqual([]);
  });

  it('is of surfaces as they were last read, none of them gone stale', () => {
    const { asOf, period, coverage } = evidence.exported.pack;
    expect(asOf).toBe('2026-11-01T06:00:00.000Z');
    expect(asOf < period.to).toBe(true);
    expect(coverage.filter(({ cause }) => cause === 'stale')).toEqual([]);
    expect(coverage.filter(({ status }) => status === 'complete').length).toBeGreaterThan(80);
  });

  it.each<[string, () => DemoEvidence, string]>([
    [
      'a control that says more than it can',
      () =>
        withPack(({ controls }) => ({ controls: controls.map((each) => (each.id === 'CC6.1' ? { ...each, says: 'supports' } : each)) })),
      'told by the evidence and not expected: CC6.1: supports',
    ],
    [
      'a run that was left out',
      () => withPack(({ runs }) => ({ runs: runs.slice(1) })),
      'expected of the evidence and not told: runs of the period ended: 3',
    ],
    [
      'a pack that does not hold',
      () => ({ ...evidence, checked: evidence.altered.checked }),
      'told by the evidence and not expected: the checker says wrong-hash of csv/population.csv',
    ],
    [
      'a checker that overlooks a changed bit',
      () => ({ ...evidence, altered: { ...evidence.altered, checked: evidence.checked } }),
      'expected of the evidence and not told: with one bit changed in csv/population.csv does not hold for csv/population.csv',
    ],
  ])('would tell of %s', (_, planted, says) => {
    expect(evidenceDifferences(planted())).toContain(says);
  });

  it('takes the place of an earlier pack of the sample, and of nothing else', async () => {
    const target = join(folder, demoPackName);
    const before = filesIn(target);
    expect((await made(target)).checked.problems).toEqual([]);
    expect(filesIn(target)).not.toEqual(before);
    // A folder that was taken away leaves its zip.
    rmSync(target, { recursive: true });
    await made(target);
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'pack.json'), '{"integrity":{"origin":"example.com/own"}}');
    await expect(made(other)).rejects.toMatchObject({ code: 'exists' });
    expect(readdirSync(other)).toEqual(['pack.json']);
  });
});

describe('the place of the demo', () => {
  it('is the state folder that holds the same days in history and ledger, and goes on there', async () => {
    const logged = await loggedIn(join(state, 'ledger'));
    expect([logged?.runs.size, logged?.imports.size]).toEqual([4, 3]);
    const again = await demoPlace(state, 'ledger', estate);
    expect(again.isKept).toBe(true);
    await again.close();
  });

  it('is not a folder with a ledger of its own', async () => {
    const own = join(folder, 'own');
    const ledger = join(own, 'ledger');
    const made = await createLedger(ledger, {
      ...{ origin: 'example.com/own', signer: testSigner(), signerSettings: { kind: 'file', path: 'key.pem' } },
      ...{ at: '2026-01-01T00:00:00.000Z', by: { name: 'somebody', from: 'given' }, program: 'vestige' },
    });
    await made.close();
    const before = filesIn(ledger);
    const apart = await demoPlace(own, 'ledger', estate);
    expect(apart.isKept).toBe(false);
    await runDemo({ ...estate, reads: estate.reads.slice(0, 1) }, apart.store, { ledger: apart.ledger });
    await apart.close();
    expect(filesIn(ledger)).toEqual(before);
  });

  it('is not a folder whose ledger was lost, or holds a run that never told how it ended', async () => {
    const lost = join(folder, 'lost');
    const kept = await demoPlace(lost, 'ledger', estate);
    await runDemo({ ...estate, reads: estate.reads.slice(0, 1) }, kept.store, { ledger: kept.ledger });
    await kept.close();
    rmSync(join(lost, 'ledger'), { recursive: true });
    const without = await demoPlace(lost, 'ledger', estate);
    expect(without.isKept).toBe(false);
    await without.close();

    const open = join(folder, 'open');
    const ledger = await demoLedger(open, 'ledger', nothingLogged);
    expect(await loggedIn(open)).toMatchObject({ latest: '2026-09-30T05:00:00.000Z' });
    await logIntent(ledger.logbook, { command: 'analyze', configuration: 'c', scope: [] });
    expect(await loggedIn(open)).toBeNull();
  });
});
