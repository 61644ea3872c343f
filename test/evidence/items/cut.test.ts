import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashJson } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { itemsOf } from '../../../src/evidence/items/cut.ts';
import { wholeOf } from '../../../src/evidence/items/whole.ts';
import { runs } from '../../support/runs.ts';
import { envelope, pageOf } from './support.ts';

function cut(body: Json): Record<string, string> {
  return Object.fromEntries(itemsOf({ envelope, body }).map(({ pointer, value }) => [pointer, value]));
}

describe('cutting a page into items', () => {
  it('makes one item of each element of an array down to two members below the root, and one of the rest', () => {
    const body = { Users: [{ Name: 'ann', Keys: [1, 2] }, 'bob'], Page: { Roles: [null], More: { Deep: [1] } }, IsTruncated: false };
    const { '#envelope': _, ...items } = cut(body);
    expect(items).toEqual({
      '': '{"IsTruncated":false,"Page":{"More":{"Deep":[1]},"Roles":{"$items":1}},"Users":{"$items":2}}',
      '/Page/Roles/0': 'null',
      '/Users/0': '{"Keys":[1,2],"Name":"ann"}',
      '/Users/1': '"bob"',
    });
  });

  it('orders items as the canonical text of the body does, whatever the order of its members', () => {
    const pointers = (body: Json): string[] => itemsOf({ envelope, body }).map((item) => item.pointer);
    expect(pointers({ b: [1], a: { y: [2], x: [3] } })).toEqual(['#envelope', '', '/a/x/0', '/a/y/0', '/b/0']);
    expect(pointers(Array.from({ length: 11 }, (_, i) => i)).at(-1)).toBe('/10');
  });

  it.each<[string, Json, string[]]>([
    ['no array', { a: 1 }, ['#envelope', '']],
    ['an empty array', { a: [] }, ['#envelope', '']],
    ['a text', 'x', ['#envelope', '']],
    ['an array', [[1]], ['#envelope', '', '/0']],
    ['names that pointers escape', { 'a/b': { '~': [1] } }, ['#envelope', '', '/a~1b/~0/0']],
    ['what looks cut already', { a: [1], b: { $items: 1 } }, ['#envelope', '']],
    ['what looks cut two members below', { a: { b: { $items: 'x' } }, c: [1] }, ['#envelope', '']],
    ['what looks cut, too deep to be taken for it', { a: { b: { c: { $items: 1 } } }, d: [1] }, ['#envelope', '', '/d/0']],
  ])('cuts a body with %s', (_, body, expected) => {
    const items = itemsOf({ envelope, body });
    expect(items.map((item) => item.pointer)).toEqual(expected);
    expect(wholeOf(items)).toEqual({ envelope, body });
  });

  it('loses nothing: whoever has all the items has the page', () => {
    const names = fc.constantFrom('a', 'b', '$items', '__proto__', '1', '/', 'é');
    const { body } = fc.letrec<{ body: Json; array: Json; object: Json }>((tie) => ({
      body: fc.oneof({ depthSize: 'small' }, fc.constantFrom<Json>(null, 0, 1, 'x', true), tie('array'), tie('object')),
      array: fc.array(tie('body'), { maxLength: 4 }),
      object: fc.dictionary(names, tie('body'), { maxKeys: 3 }),
    }));
    fc.assert(
      fc.property(body, (made) => {
        const page = pageOf(made);
        const items = itemsOf(page);
        const whole = wholeOf(items);
        expect(whole).not.toBeNull();
        expect(hashJson(whole as never)).toBe(page.id);
        expect(new Set(items.map((item) => item.pointer)).size).toBe(items.length);
      }),
      { numRuns: runs(300, 20_000) },
    );
  });

  it('puts nothing together of which an item is missing, or one too many', () => {
    const items = itemsOf(pageOf({ Users: ['ann', 'bob'] }));
    for (const at of items.keys()) expect(wholeOf(items.toSpliced(at, 1))).toBeNull();
    expect(wholeOf([...items, { pointer: '/Users/2', value: '1' }])).toBeNull();
    expect(wholeOf([...items.slice(0, 1), { pointer: '', value: '{"$items":1e300}' }, ...items.slice(2)])).toBeNull();
  });
});
