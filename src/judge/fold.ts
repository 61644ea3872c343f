import { byCodeUnit } from '../base/order.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';

/** From so many boundaries on, what they lack alike is one gap. */
export const FOLDED_FROM = 10;
/** How many of the others it names. */
const NAMED = 3;

/** A gap about nobody in particular, and what it says but for the boundary. */
export interface Foldable {
  readonly gap: Gap;
  readonly alike: string;
}

export function foldable(gap: Gap): Foldable {
  const { boundary, surface, cause, detail } = gap;
  return { gap, alike: JSON.stringify([surface, cause, detail.replaceAll(boundary, '\0')]) };
}

/** Gathers what boundaries lack: each gap once, and what at least {@link FOLDED_FROM} lack alike as one gap with `others`. */
export class Folding {
  readonly #alike = new Map<string, Map<BoundaryId, Gap>>();

  add(gaps: readonly Foldable[]): void {
    for (const { gap, alike } of gaps) {
      let known = this.#alike.get(alike);
      if (known === undefined) this.#alike.set(alike, (known = new Map<BoundaryId, Gap>()));
      known.set(gap.boundary, gap);
    }
  }

  /** In the order of {@link sortedGaps}. */
  gaps(): readonly Gap[] {
    return sortedGaps([...this.#alike.values()].flatMap(folded));
  }
}

function folded(alike: ReadonlyMap<BoundaryId, Gap>): readonly Gap[] {
  if (alike.size < FOLDED_FROM) return [...alike.values()];
  const [first, ...others] = [...alike.keys()].sort(byCodeUnit);
  const gap = first === undefined ? undefined : alike.get(first);
  return gap === undefined ? [] : [{ ...gap, others: { boundaries: others.length, first: others.slice(0, NAMED) } }];
}

export function gapKey({ boundary, surface, subject, cause, detail, others }: Gap): string {
  const plain = [boundary, surface, subject ?? null, cause, detail];
  return JSON.stringify(others === undefined ? plain : [...plain, others.boundaries, ...others.first]);
}

/** The order of their keys, of which none is made where the gaps differ in one text. */
export function byGapKey(a: Gap, b: Gap): number {
  const plain =
    byWritten(a.boundary, b.boundary) ||
    byWritten(a.surface, b.surface) ||
    byWritten(a.subject, b.subject) ||
    byWritten(a.cause, b.cause) ||
    byWritten(a.detail, b.detail);
  return plain !== 0 || (a.others === undefined && b.others === undefined) ? plain : byCodeUnit(gapKey(a), gapKey(b));
}

/** As they are written in a key: no text that is written is the beginning of another. */
function byWritten(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a !== undefined && b !== undefined) {
    const length = Math.min(a.length, b.length);
    let at = 0;
    while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
    if (at < length && isPlain(a.charCodeAt(at)) && isPlain(b.charCodeAt(at))) return a.charCodeAt(at) - b.charCodeAt(at);
  }
  return byCodeUnit(JSON.stringify(a ?? null), JSON.stringify(b ?? null));
}

/** Whether JSON writes it as itself wherever it stands. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c && code < 0xd800;
}

/** `keyOf`: what tells {@link gapKey} of each. */
export function sortedGaps(gaps: Iterable<Gap>, keyOf = gapKey): readonly Gap[] {
  return keyedGaps(gaps, keyOf).gaps;
}

/** {@link gapKey} for gaps that come again and again: of each object it is made once. */
export function gapKeys(): (gap: Gap) => string {
  const known = new Map<Gap, string>();
  return (gap) => {
    let key = known.get(gap);
    if (key === undefined) known.set(gap, (key = gapKey(gap)));
    return key;
  };
}

/** In one order, with their keys as one text. */
export function keyedGaps(gaps: Iterable<Gap>, keyOf = gapKey): { readonly gaps: readonly Gap[]; readonly text: string } {
  const keyed: { readonly gap: Gap; readonly key: string }[] = [];
  for (const gap of gaps) keyed.push({ gap, key: keyOf(gap) });
  const [only] = keyed;
  if (only !== undefined && keyed.length === 1) return { gaps: [only.gap], text: only.key };
  keyed.sort((a, b) => byCodeUnit(a.key, b.key));
  return { gaps: keyed.map((each) => each.gap), text: keyed.map((each) => each.key).join() };
}
