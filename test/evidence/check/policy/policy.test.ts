import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../src/evidence/check/policy/parse.ts';
import { checkPolicy, isMet } from '../../../../src/evidence/check/policy/quorum.ts';
import { checkCosignatures } from '../../../../src/evidence/check/witness/check.ts';
import { parseNote } from '../../../../src/evidence/log/note.ts';
import { formatVkey, vkeyOf } from '../../../../src/evidence/log/vkey.ts';
import { signNote, vkeyOfSigner } from '../../../../src/evidence/seal/note.ts';
import { runs } from '../../../support/runs.ts';
import { p256, privateKeyOf, seeds, signerOf } from '../../support/keys.ts';
import { cosign, witnessKey } from '../../support/witness.ts';

/** Of the facts: a checkpoint of five entries, cosigned. */
const vector = `example.com/revocation-log
5
/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=

— example.com/revocation-log 1QR21W7X78OSmrNK4Y2QNi9rzjsCHKV8FxnorutFD1MFyMPPhjyyA6BvHmkbHue7nU5HA7I0ax37efG8fo8ZrIOnOAo=
— witness.example/w1 BNLYMwAAAABlU/EA+BsL75UHItKsedRSFV/vurdCV1arVYQqAo3rc9x9rsnAwKExaTaZDJun+I2lCXswcom0nyIh+GIidkCGp7tPBg==
`;
const log = 'example.com/revocation-log+d50476d5+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
const w1 = 'witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM';
const keys = ['11', '22', '33'].map((byte) => privateKeyOf(byte.repeat(32)));
const others = keys.map((key, index) => witnessKey(`witness.example/o${index}`, key));
const [o0, o1, o2] = others.map(formatVkey) as [string, string, string];

function codes(result: { readonly holds: boolean; readonly faults?: readonly { readonly code: string }[] }): readonly string[] {
  return result.faults?.map(({ code }) => code) ?? [];
}
function policy(...lines: readonly string[]) {
  const parsed = parsePolicy(`${lines.join('\n')}\n`);
  if (!parsed.holds) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

describe('cosignatures', () => {
  it('of the vector hold, and tell the time', () => {
    expect(checkCosignatures(parseNote(vector), [witnessKey()])).toMatchObject({
      holds: true,
      value: [{ witness: { name: 'witness.example/w1', id: '04d2d833' }, at: '2023-11-14T22:13:20.000Z' }],
    });
  });
  it('by nobody known are none', () => {
    expect(codes(checkCosignatures(parseNote(vector), others))).toEqual(['no-cosignature']);
    expect(codes(checkCosignatures(parseNote(vector), []))).toEqual(['no-cosignature']);
    // the log's own key witnesses nothing
    expect(codes(checkCosignatures(parseNote(vector), [vkeyOf('ed25519', 'example.com/revocation-log', others[0]!.key)]))).toEqual([
      'no-cosignature',
    ]);
  });
  it('fail for any other time, text or byte', () => {
    const at = vector.indexOf('BNLYM');
    const bytes = Buffer.from(vector.slice(at, -1), 'base64');
    for (let place = 4; place < bytes.length; place++) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 4;
      expect(codes(checkCosignatures(parseNote(`${vector.slice(0, at)}${changed.toString('base64')}\n`), [witnessKey()]))).toEqual([
        'cosignature',
      ]);
    }
    expect(codes(checkCosignatures(parseNote(vector.replace('\n5\n', '\n6\n')), [witnessKey()]))).toEqual(['cosignature']);
  });
  it('of a time that no instant can write are no time', () => {
    const { text } = parseNote(vector);
    const note = parseNote(`${text}\n${cosign(text, 253_402_300_800)}`);
    expect(codes(checkCosignatures(note, [witnessKey()]))).toEqual(['time']);
  });
});

describe('a policy', () => {
  it('is read with comments, blanks and tabs', () => {
    const read = policy(
      '# ours',
      ` log\t${log}   https://log.example/`,
      '',
      `witness X1 ${w1}`,
      `witness X2 ${o0}`,
      'group X 2 X1 X2',
      'quorum X',
    );
    expect(read).toMatchObject({
      logs: [{ vkey: { name: 'example.com/revocation-log' }, url: 'https://log.example/' }],
      witnesses: [{ name: 'X1', url: null }, { name: 'X2' }],
      groups: [{ name: 'X', atLeast: 2, members: ['X1', 'X2'] }],
      quorum: 'X',
    });
  });
  it.each([
    ['no quorum', [`witness a ${w1}`], ['quorum']],
    ['two quorums', ['quorum none', 'quorum none'], ['quorum']],
    ['a quorum that is not there', ['quorum a'], ['member']],
    ['a quorum before what it names', ['quorum a', `witness a ${w1}`], ['member']],
    ['an unknown word', ['wittness a b', 'quorum none'], ['line']],
    ['too many items', [`log ${log} u v`, 'quorum none'], ['line']],
    ['a group of nobody', ['group g any', 'quorum none'], ['line']],
    ['a member that is not there', [`witness a ${w1}`, 'group g all a b', 'quorum g'], ['member']],
    ['a member named none', [`witness a ${w1}`, 'group g all a none', 'quorum g'], ['member']],
    ['a member twice', [`witness a ${w1}`, 'group g all a a', 'quorum g'], ['member']],
    ['a member of two groups', [`witness a ${w1}`, 'group g all a', 'group h all a', 'quorum g'], ['member']],
    ['a threshold of none', [`witness a ${w1}`, 'group g 0 a', 'quorum a'], ['threshold']],
    ['a threshold above all', [`witness a ${w1}`, 'group g 2 a', 'quorum a'], ['threshold']],
    ['a threshold in another spelling', [`witness a ${w1}`, 'group g 01 a', 'quorum a'], ['threshold']],
    ['a name twice', [`witness a ${w1}`, `witness a ${o0}`, 'quorum a'], ['name']],
    ['a name that is reserved', [`witness none ${w1}`, 'quorum none'], ['name']],
    ['a key twice', [`witness a ${w1}`, `witness b ${w1}`, 'quorum a'], ['duplicate']],
    ['a key that is none', ['witness a x+y+z', 'quorum a'], ['vkey']],
    ['a log for a witness', [`witness a ${log}`, 'quorum a'], ['vkey']],
    ['a witness for a log', [`log ${w1}`, 'quorum none'], ['vkey']],
    ['a carriage return', ['quorum none\r'], ['line', 'quorum']],
  ])('with %s is none', (_, lines, expected) => {
    expect(codes(parsePolicy(`${lines.join('\n')}\n`))).toEqual(expected);
  });
  it('of any text breaks nothing', () => {
    const word = fc.constantFrom(
      'log',
      'witness',
      'group',
      'quorum',
      'none',
      'all',
      'any',
      '1',
      'a',
      'b',
      'constructor',
      '#',
      '\n',
      ' ',
      '\t',
      w1,
      log,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), (items) => {
        expect(typeof parsePolicy(items.join(' ')).holds).toBe('boolean');
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});

describe('a quorum', () => {
  const two = [
    `witness X1 ${w1}`,
    `witness X2 ${o0}`,
    'group X 2 X1 X2',
    `witness Y1 ${o1}`,
    `witness Y2 ${o2}`,
    'group Y any Y1 Y2',
    'group Z all X Y',
  ];
  it.each([
    ['Z', ['X1', 'X2', 'Y1'], true],
    ['Z', ['X1', 'X2'], false],
    ['Z', ['X1', 'Y1', 'Y2'], false],
    ['X', ['X1', 'X2'], true],
    ['Y', ['Y2'], true],
    ['X1', ['X1'], true],
    ['X1', ['X2', 'Y1', 'Y2'], false],
    ['none', [], true],
  ])('%s of %j: %s', (quorum, witnesses, met) => {
    expect(isMet(policy(...two, `quorum ${quorum}`), new Set(witnesses))).toBe(met);
  });
});

describe('a checkpoint under a policy', () => {
  it('of the vector holds', () => {
    expect(checkPolicy(policy(`log ${log}`, `witness a ${w1}`, 'quorum a'), vector)).toMatchObject({
      holds: true,
      value: { log: { id: 'd50476d5' }, witnesses: [{ name: 'a', at: '2023-11-14T22:13:20.000Z' }], checkpoint: { size: 5 } },
    });
    expect(checkPolicy(policy('quorum none'), vector)).toMatchObject({ holds: true, value: { log: null, witnesses: [] } });
  });
  it('fails by the reason', async () => {
    const witnessed = [`witness a ${w1}`, `witness b ${o0}`, 'group g all a b', 'quorum g'];
    expect(codes(checkPolicy(policy(`log ${log}`, ...witnessed), vector))).toEqual(['quorum']);
    const key = formatVkey(vkeyOfSigner(signerOf(p256()), 'example.com/revocation-log'));
    expect(codes(checkPolicy(policy(`log ${key}`, `witness a ${w1}`, 'quorum a'), vector))).toEqual(['log']);
    const unnamed = formatVkey(vkeyOfSigner(signerOf(privateKeyOf(seeds.log)), 'example.com/other'));
    expect(codes(checkPolicy(policy(`log ${unnamed}`, `witness a ${w1}`, 'quorum a'), vector))).toEqual(['log']);
    const changed = vector.replace('\n5\n', '\n6\n');
    expect(codes(checkPolicy(policy(`log ${log}`, `witness a ${w1}`, 'quorum a'), changed))).toEqual([
      'log-signature',
      'cosignature',
      'quorum',
    ]);
    expect(codes(checkPolicy(policy('quorum none'), 'x'))).toEqual(['malformed']);
    // signed by the log's key under its name, and telling another origin
    const lying = await signNote(
      signerOf(privateKeyOf(seeds.log)),
      'example.com/revocation-log',
      'example.com/other\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    );
    expect(codes(checkPolicy(policy(`log ${log}`, 'quorum none'), lying))).toEqual(['log']);
  });
});
