import { describe, expect, it } from 'vitest';
import { checkPack } from '../../../../src/evidence/check/pack/check.ts';
import { fullTrust, smallPack, vkeys } from '../../../support/evidence/small-pack.ts';

describe('a pack in which nothing is wrong', () => {
  const { files } = smallPack();

  it('holds, and is anchored by those whom the auditor named', () => {
    const checked = checkPack(files, fullTrust);
    expect(checked.problems).toEqual([]);
    expect(checked).toMatchObject({ level: 'anchored', signed: { isNamed: true }, runs: { withoutEnd: 1 }, items: { shown: 2 } });
    expect(checked.anchors.map(({ by, isNamed }) => [by, isNamed])).toEqual([
      ['tsa.example.org', true],
      ['witness.example/w1', true],
    ]);
  });

  it('holds by the newer key too', () => {
    expect(checkPack(files, { ...fullTrust, keys: [vkeys.second] }).problems).toEqual([]);
  });
});
