import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PointerError, escapePointer, pointerSteps, pointerTo, resolvePointer } from '../../src/base/pointer.ts';

// The table of RFC 6901 section 5.
const table = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'e^f': 3, 'g|h': 4, 'i\\j': 5, 'k"l': 6, ' ': 7, 'm~n': 8, '~1': 9 };

describe('JSON pointer', () => {
  it.each([
    ['', table],
    ['/foo', table.foo],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/i\\j', 5],
    ['/ ', 7],
    ['/m~0n', 8],
    ['/~01', 9],
  ])('%j leads where RFC 6901 says', (pointer, value) => {
    expect(resolvePointer(table, pointer)).toEqual(value);
  });

  it.each(['/no', '/foo/2', '/foo/-', '/foo/01', '/foo/length', '/constructor', '/foo/0/0', '/__proto__'])(
    '%j leads nowhere',
    (pointer) => {
      expect(resolvePointer(table, pointer)).toBeUndefined();
    },
  );

  it('tells null from nothing', () => {
    expect(resolvePointer({ a: null }, '/a')).toBeNull();
    expect(resolvePointer({ a: null }, '/a/b')).toBeUndefined();
  });

  it.each(['foo', '/~', '/~2', '/a~'])('refuses %j', (pointer) => {
    expect(() => resolvePointer(table, pointer)).toThrow(PointerError);
  });

  it('built from any steps gives them back', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('~', '/', '~1', '~01', ''))), (steps) => {
        expect(pointerSteps(pointerTo(...steps))).toEqual(steps);
        for (const step of steps) expect(escapePointer(step)).not.toContain('/');
      }),
    );
    expect(pointerTo('RoleDetailList', 3, 'a/b')).toBe('/RoleDetailList/3/a~1b');
  });
});
