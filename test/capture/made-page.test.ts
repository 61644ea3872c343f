import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { pageBytes, pageOf } from '../../src/capture/record.ts';
import { runs } from '../support/runs.ts';
import { pageOf as plainPage } from './support.ts';

const plain = plainPage(0);

function told(body: unknown) {
  const { id, bytes, page } = pageBytes({ envelope: plain.envelope, body: body as Json });
  return { page: page(), read: pageOf({ id, bytes }) };
}

describe('a page just made', () => {
  it('is the page that its bytes say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const { page, read } = told(body);
        expect(page).toStrictEqual(read);
        expect(JSON.stringify(page)).toBe(JSON.stringify(read));
      }),
      { numRuns: runs(300) },
    );
  });

  it.each([
    ['minus zero', { a: [-0, { b: -0 }] }],
    ['members that look like numbers', { b: 1, 2: 'two', 1: 'one' }],
    ['a member named __proto__', JSON.parse('{"z":1,"__proto__":{"a":2}}') as unknown],
    ['absent members', { a: undefined, b: [{ c: undefined }] }],
    ['a backslash before ud', { a: '\\ud800' }],
    ['nothing', null],
  ])('so with %s', (_, body) => {
    const { page, read } = told(body);
    expect(read).toBeDefined();
    expect(page).toStrictEqual(read);
    expect(JSON.stringify(page)).toBe(JSON.stringify(read));
  });

  it('shares nothing with what was given', () => {
    const body = { list: [{ a: 1 }] };
    const { page } = told(body);
    (body.list[0] as { a: number }).a = 2;
    expect(page?.body).toEqual({ list: [{ a: 1 }] });
  });
});
