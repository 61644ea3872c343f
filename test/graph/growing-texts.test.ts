import { describe, expect, it } from 'vitest';
import { GrowingTexts } from '../../src/graph/columns/growing-texts.ts';
import { textHash } from '../../src/graph/columns/text-hash.ts';
import { packedTexts, packTexts } from '../../src/graph/columns/texts.ts';

const ODD = ['', 'a', 'é', 'ÿ', 'Ā', '日本', 'a\ud800', '\udc00b', '\u0000', 'person.1', 'persön.1', 'person.😀'];

/** So many texts, odd ones among them, each another. */
function texts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => (at < ODD.length ? (ODD[at] as string) : `${ODD[at % ODD.length] ?? ''}${at}`));
}

describe.each([12, 40, 5000])('%i texts that grow', (count) => {
  const all = texts(count);
  const growing = new GrowingTexts();
  for (const each of all) growing.push(each);

  it('come back as they were', () => {
    expect(growing.length).toBe(count);
    expect([...growing]).toEqual(all);
    expect(growing.at(count)).toBeUndefined();
  });

  it('are told from others, by their units and by their hashes', () => {
    for (const [place, text] of all.entries()) {
      expect(growing.is(place, text)).toBe(true);
      expect(growing.is(place, all[(place + 1) % count] as string)).toBe(false);
      expect(growing.is(place, `${text}x`)).toBe(false);
      expect(growing.size(place)).toBe(text.length);
      expect(growing.hash(place)).toBe(textHash(text));
      if (text !== '') expect(growing.unit(place, text.length - 1)).toBe(text.charCodeAt(text.length - 1));
    }
    // What differs in the upper half of its units only.
    expect(growing.is(1, '\u0161')).toBe(false);
  });

  it('are gathered in another order, packed as any texts are', () => {
    const places = Int32Array.from(all, (_, at) => count - 1 - at);
    const gathered = growing.gathered(places, 'kept');
    const reversed = all.toReversed();
    expect([...gathered]).toEqual(reversed);
    expect(packTexts(gathered)).toEqual(packTexts(reversed));
    expect([...packedTexts(packTexts(gathered), 'made-anew')]).toEqual(reversed);
  });

  it('are others once others are put in their places', () => {
    const changed = new GrowingTexts();
    for (const each of all) changed.push(each);
    for (const [place, text] of all.entries()) changed.set(place, place % 3 === 0 ? text : `日${text}`);
    expect([...changed]).toEqual(all.map((text, place) => (place % 3 === 0 ? text : `日${text}`)));
    expect(changed.length).toBe(count);
  });
});
