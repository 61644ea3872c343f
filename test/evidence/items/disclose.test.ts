import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { pagesBatch, valuesBatch } from '../../../src/evidence/items/batch.ts';
import { checkDisclosed } from '../../../src/evidence/items/check.ts';
import { disclose, placeInBatch } from '../../../src/evidence/items/disclose.ts';
import { pageTree } from '../../../src/evidence/items/tree.ts';
import type { DisclosedPage } from '../../../src/model/pack.ts';
import type { Page } from '../../../src/model/page.ts';
import { runs } from '../../support/runs.ts';
import { pageOf, secret } from './support.ts';

const pages = Array.from({ length: 5 }, (_, i) =>
  pageOf({ IsTruncated: false, Users: Array.from({ length: 1 + 3 * i }, (_each, n) => ({ Arn: `u${i}-${n}`, Path: '/' })) }, String(i)),
);

async function disclosed(page: Page, pointers: string[]): Promise<{ shown: DisclosedPage; batch: { count: number; root: string } }> {
  const batch = await pagesBatch(secret, pages);
  const shown = {
    page: page.id,
    capture: 'c'.repeat(64),
    leaf: 3,
    ...placeInBatch(batch, page.id)!,
    ...disclose(pageTree(secret, page), pointers),
  };
  return { shown, batch };
}

function codes(shown: DisclosedPage, batch: { count: number; root: string }): string[] {
  return checkDisclosed(shown, batch).map((problem) => problem.code);
}

describe('showing items of a page', () => {
  const page = pages[3]!;

  it.each<[string, string[]]>([
    ['/Users/2/Arn', ['#envelope', '/Users/2']],
    ['/Users/2', ['#envelope', '/Users/2']],
    ['/IsTruncated', ['#envelope', '']],
    ['/Users', ['#envelope', '', ...Array.from({ length: 10 }, (_, i) => `/Users/${i}`)]],
    ['', ['#envelope', '', ...Array.from({ length: 10 }, (_, i) => `/Users/${i}`)]],
    ['/Users/77', ['#envelope', '']],
  ])('of the pointer %s', (pointer, expected) => {
    const { shown, items } = disclose(pageTree(secret, page), [pointer]);
    expect(shown.map((item) => item.pointer)).toEqual(expected);
    expect(items).toBe(12);
  });

  it('stands against the root of the batch, for each page and each item', async () => {
    for (const each of pages)
      for (const pointer of ['', '/Users/0/Arn', '/IsTruncated']) {
        const { shown, batch } = await disclosed(each, [pointer]);
        expect(checkDisclosed(shown, batch)).toEqual([]);
      }
  });

  it('is refused when anything of it is changed', async () => {
    const { shown, batch } = await disclosed(page, ['/Users/2', '/IsTruncated']);
    const item = shown.shown[2]!;
    const withItem = (changed: Partial<typeof item>): DisclosedPage => ({ ...shown, shown: shown.shown.with(2, { ...item, ...changed }) });
    const zero = '0'.repeat(64);
    expect(codes(withItem({ value: item.value.replace('u3-2', 'u3-3') }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ salt: Buffer.alloc(32).toString('base64') }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ salt: item.salt.slice(0, -1) }), batch)).toContain('bad-form');
    expect(codes(withItem({ pointer: '/Users/3' }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ pointer: '' }), batch)).toContain('bad-form');
    expect(codes(withItem({ index: 5 }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ index: -1 }), batch)).toContain('item-not-in-page');
    expect(codes(withItem({ index: 99 }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ path: item.path.slice(1) }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ path: [...item.path, zero] }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ path: ['x', ...item.path.slice(1)] }), batch)).toEqual(['item-not-in-page']);
    expect(codes(withItem({ value: ` ${item.value}` }), batch)).toEqual(['bad-form']);
    expect(codes(withItem({ value: '{' }), batch)).toEqual(['bad-form']);
    expect(codes({ ...shown, page: pages[0]!.id }, batch)).toEqual(['page-not-in-batch']);
    expect(codes({ ...shown, index: (shown.index + 1) % 5 }, batch)).toEqual(['page-not-in-batch']);
    expect(codes({ ...shown, root: zero }, batch)).toContain('page-not-in-batch');
    expect(codes({ ...shown, root: 'root' }, batch)).toEqual(['bad-form']);
    expect(codes({ ...shown, items: shown.items + 30 }, batch)).toContain('item-not-in-page');
    expect(codes({ ...shown, path: [] }, batch)).toEqual(['page-not-in-batch']);
    expect(codes({ ...shown, shown: shown.shown.toReversed() }, batch)).toContain('bad-form');
    expect(codes(shown, { ...batch, root: zero })).toEqual(['page-not-in-batch']);
    expect(codes(shown, { ...batch, count: 9 })).toEqual(['page-not-in-batch']);
  });

  it('is refused when any character of an item is another one', async () => {
    const { shown, batch } = await disclosed(page, ['/Users/2']);
    const text = JSON.stringify(shown.shown[1]);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', '1', 'a', 'b', 'A'), (at, character) => {
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        fc.pre(changed !== text);
        let item: DisclosedPage['shown'][number];
        try {
          item = JSON.parse(changed) as typeof item;
        } catch {
          return;
        }
        fc.pre(Object.keys(item).join() === 'index,pointer,salt,value,path');
        expect(codes({ ...shown, shown: [shown.shown[0]!, item] }, batch)).not.toEqual([]);
      }),
      { numRuns: runs(200, 5_000) },
    );
  });

  it('of a whole page is refused when the items are not of the page whose id it bears', async () => {
    const other = pageTree(secret, { ...page, body: { Users: ['somebody else'] } });
    const fake = { ...page, body: { Users: ['somebody else'] } };
    const batch = await pagesBatch(secret, [fake]);
    const shown = { page: page.id, capture: '', leaf: 0, ...placeInBatch(batch, page.id)!, ...disclose(other, ['']) };
    expect(codes(shown, batch)).toEqual(['page-id']);
  });
});

describe('roots', () => {
  it('do not depend on the order in which pages come', async () => {
    const { roots, ...batch } = await pagesBatch(secret, pages);
    expect({ ...batch, roots }).toEqual(await pagesBatch(secret, pages.toReversed()));
    expect(roots.map((each) => each.page)).toEqual(pages.map((each) => each.id).sort());
    expect(batch.count).toBe(5);
  });

  it('are, to the byte, those that another program works out by the written rule', async () => {
    const page = pageOf({ Users: [{ b: 1, a: 'x' }] });
    const lines = await pagesBatch(secret, [page]);
    expect(page.id).toBe('58c8a05ae9d9b6076e852dfdc1aa78a44c6a0834ccfb4c79dec5275ed4cbdc52');
    expect(lines.root).toBe('a2c67e9138c3b64946cb40f2a3240d34b35e229648be1fbb2af5c7a89e395c21');
    expect(pageTree(secret, page).root).toBe('106465ab798c4fb142d84d953cbf0189431220a1c7c17d61bc9709d0e38f6c5e');
    expect(valuesBatch(secret, 'endings', [{ b: 1, a: 2 }, 'x']).root).toBe(
      '54d4154317b64aadb0876b133281f63539dffc5851c4ab7e1fcfc6314714bc12',
    );
  });

  it('of values move with any value, and with their order, and with what they are called', () => {
    const values: Json[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    const of = (what: 'findings' | 'endings', given: readonly Json[], by = secret): string => valuesBatch(by, what, given).root;
    const roots = [
      of('endings', values),
      of('findings', values),
      of('endings', values.toReversed()),
      of('endings', values.slice(1)),
      of('endings', [...values, null]),
      of('endings', values, Buffer.alloc(32, 8)),
      of('endings', []),
    ];
    expect(new Set(roots).size).toBe(roots.length);
    expect(of('endings', [])).toBe(sha256Hex(''));
  });

  it('tell nobody without the secret what was withheld: the same item has another hash on another page, and under another secret', () => {
    const hash = (by: Buffer, cursor: string, at: number): string =>
      Buffer.from(pageTree(by, pageOf({ Users: ['ann', 'ann'] }, cursor)).items[at]!.hash).toString('hex');
    const other = Buffer.alloc(32, 8);
    expect(new Set([hash(secret, '1', 2), hash(secret, '1', 3), hash(secret, '2', 2), hash(other, '1', 2)]).size).toBe(4);
  });
});
