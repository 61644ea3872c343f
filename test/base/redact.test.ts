import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/bytes/canonical.ts';
import { Secret, droppedSecret } from '../../src/base/redact.ts';

describe('a secret', () => {
  const secret = new Secret('hunter2');
  const object = new Secret({ token: 'hunter2' });

  it('is given out only when asked for', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  const ways: readonly [string, (value: Secret<unknown>) => string][] = [
    ['String', (value) => String(value)],
    ['a template', (value) => `a ${value as unknown as string} b`],
    ['joining', (value) => 'x' + (value as unknown as string)],
    ['JSON', (value) => JSON.stringify({ a: [value] })],
    ['inspect', (value) => inspect({ a: value }, { depth: 9, showHidden: true })],
    ['format', (value) => format('%s %o %j', value, value, value)],
    ['an error', (value) => inspect(Object.assign(new Error('x'), { value }), { depth: 9 })],
  ];
  it.each(ways)('shows as [redacted] by %s', (_, show) => {
    for (const each of [secret, object]) {
      expect(show(each)).toContain('[redacted]');
      expect(show(each)).not.toContain('hunter2');
    }
  });

  it('has nothing to walk, spread or clone', () => {
    expect(Reflect.ownKeys(object)).toEqual([]);
    expect(Object.assign({}, object)).toEqual({});
    expect(inspect(structuredClone(object))).not.toContain('hunter2');
  });

  it('leaves a mark that is neither null nor absent', () => {
    expect(canonicalJson(droppedSecret)).toBe('{"$dropped":"secret"}');
    expect(Object.isFrozen(droppedSecret)).toBe(true);
  });
});
