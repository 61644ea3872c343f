import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPack, type CheckedPack, type PackTrust } from '../../../src/evidence/check/pack/check.ts';
import { toldOf } from '../../../src/evidence/check/pack/told.ts';
import { parseVkey } from '../../../src/evidence/log/vkey.ts';
import { frameworks } from '../../../src/model/pack.ts';
import { runs } from '../../support/runs.ts';
import { demoState, exported, filesIn, reader, scratch, type DemoState } from '../../run/evidence/support.ts';

const pseudonymKey = Buffer.alloc(32, 7);
let state: DemoState;
let trust: PackTrust;
beforeAll(async () => {
  state = await demoState();
  const [first] = (await reader(state)).keys;
  trust = { keys: [parseVkey(first!.vkey)], authorities: null, witnesses: [], policy: null, earlier: null };
}, 120_000);

function target(): string {
  return join(scratch(), 'pack');
}

function failures({ problems }: CheckedPack): readonly string[] {
  return problems.map(({ code, place, says }) => `${code} ${place} ${says}`);
}

const variants = [
  ['with names, of all', null, null],
  ['with names, of a sample', null, { size: 4, nonce: 'auditor 3' }],
  ['without names, of all', pseudonymKey, null],
  ['without names, of a sample', pseudonymKey, { size: 4, nonce: 'auditor 3' }],
] as const;

describe.each(frameworks)('a pack for %s of the sample estate', (framework) => {
  // Every framework is made in two ways each time, whole or of a sample in turn, and in all four where there is time.
  const turn = frameworks.indexOf(framework) % 2;
  const ways = variants.filter((_, at) => framework === 'gdpr' || at % 2 === turn || runs(0, 1) === 1);
  it.each(ways)('%s, holds', async (_, key, sample) => {
    const place = target();
    await exported(state, { target: place, framework, options: { pseudonymKey: key, sample } });
    const checked = checkPack(filesIn(place), trust);
    expect(failures(checked)).toEqual([]);
    expect(checked).toMatchObject({ level: 'logged', signed: { isNamed: true } });
  });
});

describe('a population that was logged before the nonce was told', () => {
  it('is drawn from again by each later sample, which the checkpoint of then shows', async () => {
    const first = target();
    const whole = await exported(state, { target: first });
    const earlier = filesIn(first).get('log/checkpoint')!;
    const nonces = ['told later', 'told once more'];
    const samples = [];
    for (const nonce of nonces) {
      const place = target();
      samples.push((await exported(state, { target: place, options: { sample: { size: 3, nonce } } })).pack);
      const checked = checkPack(filesIn(place), { ...trust, earlier });
      expect(failures(checked)).toEqual([]);
      expect(toldOf(checked).proven.join('\n')).toContain('under the checkpoint that you saw before');
      expect(toldOf(checked).notProven.join('\n')).not.toContain('before management knew the nonce');
      expect(toldOf(checkPack(filesIn(place), trust)).notProven.join('\n')).toContain('before management knew the nonce');
    }
    expect(samples.map(({ integrity }) => integrity.population)).toEqual([
      whole.pack.integrity.population,
      whole.pack.integrity.population,
    ]);
    expect(samples[1]!.sample!.redraws.map(({ nonce }) => nonce)).toEqual(expect.arrayContaining([null, 'told later']));
  });
});
