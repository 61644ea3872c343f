import { describe, expect, it } from 'vitest';
import { wiring } from '../../src/cli/wiring.ts';
import type { RunError } from '../../src/run/errors.ts';
import { readConfiguration } from '../../src/run/configuration.ts';

const A = 'aws:111122223333';
const bucket = 'arn:aws:s3:::ledger';
const read = (...crownJewels: readonly object[]) => readConfiguration({ crownJewels }, wiring);

function refusal(...crownJewels: readonly object[]): string {
  try {
    read(...crownJewels);
  } catch (error) {
    const { code, message } = error as RunError;
    expect(code).toBe('bad-configuration');
    return message;
  }
  return expect.fail('it was taken');
}

describe('crown jewels of a configuration', () => {
  it('have their defaults, the boundary their name tells, and the order of their names', () => {
    const { crownJewels } = read(
      { name: 'payments', scope: A, owner: 'payments team' },
      { name: 'ledger', scope: bucket, boundary: A, capabilities: ['read-data', 'destroy', 'read-data'] },
      { name: 'keys', scope: 'arn:aws:secretsmanager:*:111122223333:secret:keys/*' },
    );
    expect(crownJewels.map(({ name, boundary, owner }) => [name, boundary, owner])).toEqual([
      ['keys', A, null],
      ['ledger', A, null],
      ['payments', null, 'payments team'],
    ]);
    expect(crownJewels[1]?.capabilities).toEqual(['destroy', 'read-data']);
    expect(crownJewels[0]?.capabilities).toEqual([
      ...['administer', 'destroy', 'impersonate', 'mint-credential', 'read-data', 'read-secrets', 'run-as', 'write-data'],
    ]);
  });

  it('are part of the hash, in whatever order they are written', () => {
    const [one, two] = [
      { name: 'a', scope: A },
      { name: 'b', scope: bucket, boundary: A },
    ];
    expect(read(one, two).hash).toBe(read(two, one).hash);
    expect(new Set([read().hash, read(one).hash, read(two).hash, read(one, two).hash, read({ ...one, owner: 'x' }).hash]).size).toBe(5);
  });

  it.each([
    [
      'a name twice',
      [
        { name: 'a', scope: A },
        { name: 'a', scope: bucket, boundary: A },
      ],
      'crownJewels.1.name',
    ],
    [
      'a scope twice',
      [
        { name: 'a', scope: A },
        { name: 'b', scope: A },
      ],
      'crownJewels.1.scope',
    ],
    ['a name that tells no account, without a boundary', [{ name: 'a', scope: bucket }], 'does not tell where it lies'],
    ['a pattern over accounts, without a boundary', [{ name: 'a', scope: 'arn:aws:iam::*:role/x' }], 'does not tell where it lies'],
    ['a boundary that is none', [{ name: 'a', scope: bucket, boundary: '111122223333' }], 'is no boundary'],
    ['a boundary of a connector that is not there', [{ name: 'a', scope: bucket, boundary: 'moon:1' }], 'is no boundary'],
    [
      'another boundary than the name tells',
      [{ name: 'a', scope: 'arn:aws:sns:eu:111122223333:x', boundary: 'aws:1' }],
      'tells aws:111122223333',
    ],
    ['a boundary of a boundary', [{ name: 'a', scope: A, boundary: A }], 'crownJewels.0.boundary'],
    ['an unknown capability', [{ name: 'a', scope: A, capabilities: ['own'] }], 'crownJewels.0.capabilities'],
    ['no capability', [{ name: 'a', scope: A, capabilities: [] }], 'crownJewels.0.capabilities'],
    ['an unknown key', [{ name: 'a', scope: A, color: 'red' }], 'color'],
    ['no scope', [{ name: 'a' }], 'scope'],
    ['a name that a command line could not hold', [{ name: 'a\nb', scope: A }], 'crownJewels.0.name'],
  ] as const)('with %s are refused, and told where', (_, jewels, where) => {
    expect(refusal(...jewels)).toContain(where);
  });
});
