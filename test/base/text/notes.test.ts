import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksOf, sharedNotes } from '../../../src/base/text/notes.ts';

describe('notes shared by a list', () => {
  it('are those that enough items have, the most frequent first, by code unit where even', () => {
    const notes = sharedNotes([['b', 'x'], ['b', 'a'], ['a', 'b'], ['once'], []], 2);
    expect(notes).toEqual([
      { mark: 'a', text: 'b', count: 3 },
      { mark: 'b', text: 'a', count: 2 },
    ]);
    expect(marksOf(notes, ['a', 'b', 'x'])).toBe(' [a b]');
    expect(marksOf(notes, ['x'])).toBe('');
  });

  it('count an item once, however often it has the text', () => {
    expect(sharedNotes([['a', 'a', 'a'], ['b']], 2)).toEqual([]);
  });

  it('have a mark each, of which there are eight at most, and do not depend on the order of the items', () => {
    const texts = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'), { maxLength: 6 }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), (items, least) => {
        const notes = sharedNotes(items, least);
        expect(new Set(notes.map(({ mark }) => mark)).size).toBe(notes.length);
        expect(notes.length).toBeLessThanOrEqual(8);
        expect(notes.every(({ mark, count }) => mark !== '' && count >= least)).toBe(true);
        expect(sharedNotes(items.toReversed(), least)).toEqual(notes);
      }),
    );
  });
});
