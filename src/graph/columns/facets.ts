import type { Authority, Grant, Link } from '../../model/grant.ts';
import type { Windows } from '../../model/window.ts';
import type { Sequence } from '../sequence.ts';

/** How far an element carries and when: what a search needs of it, told once for all elements that have it in common. */
export interface Facet extends Pick<
  Authority,
  'bounds' | 'presence' | 'windows' | 'endsBy' | 'gate' | 'gatedBy' | 'caveats' | 'escalation'
> {
  /** Left out: a grant's. */
  readonly link?: Pick<Link, 'how' | 'openness'>;
}

/** Facets by number; each is one object. */
export interface Facets {
  readonly length: number;
  at(number: number): Facet;
}

export function facetsOf(texts: Sequence<string>): Facets {
  const known: (Facet | undefined)[] = [];
  return { length: texts.length, at: (number) => (known[number] ??= JSON.parse(texts.at(number) as string) as Facet) };
}

const PLACES = 1 << 10;

/** Finds the facet of elements as they come. */
export class FacetFinder {
  /** As they are kept: JSON. */
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** By place: the facet that was there last, and its number. */
  readonly #facets: (Facet | undefined)[] = [];
  readonly #places: number[] = [];

  find(element: Grant | Link): number {
    const place = hintOf(element) & (PLACES - 1);
    const guess = this.#facets[place];
    if (guess !== undefined && isOf(guess, element)) return this.#places[place] as number;
    const text = textOf(element);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.texts.push(text);
      this.#numbers.set(text, number);
    }
    this.#places[place] = number;
    this.#facets[place] = takenFrom(element);
    return number;
  }
}

function textOf(element: Grant | Link): string {
  const { bounds, windows, ...facet } = takenFrom(element);
  return JSON.stringify({
    bounds: { lo: bounds.lo, hi: bounds.hi },
    ...facet,
    windows: windows.map(({ from, until }) => ({ from, until })),
  });
}

function takenFrom(element: Grant | Link): Facet {
  const { bounds, presence, windows, endsBy, gate, gatedBy, caveats, escalation } = element;
  return {
    bounds,
    presence,
    windows,
    endsBy,
    gate,
    ...(gatedBy === undefined ? {} : { gatedBy }),
    caveats,
    ...(escalation === undefined ? {} : { escalation }),
    ...(element.type === 'link' ? { link: { how: element.how, openness: element.openness } } : {}),
  };
}

function hintOf(element: Grant | Link): number {
  const { bounds, presence, windows, endsBy, gatedBy, caveats, escalation } = element;
  const end = windows.length === 0 ? 1 : (windows[0]?.until ?? 7) >>> 10;
  const kind = element.type === 'link' ? element.how.length * 8 + element.openness.length : 0;
  const words = bounds.lo.length * 3 + bounds.hi.length * 5 + presence.length * 7 + endsBy.length * 11 + caveats.length * 13;
  const caveat = caveats.length === 0 ? 0 : (caveats[0] as string).length;
  return Math.imul(words + caveat * 17 + kind * 19 + end + (escalation?.length ?? 0) * 23 + policyHint(gatedBy), 0x9e3779b1) >>> 16;
}

/** Policies of one provider end in ids, or in one of a few words behind them. */
function policyHint(policy: string | undefined): number {
  if (policy === undefined) return 0;
  let hint = policy.length;
  for (let at = Math.max(0, policy.length - 16); at < policy.length; at += 3) hint = (Math.imul(hint, 31) + policy.charCodeAt(at)) | 0;
  return hint;
}

function isOf(facet: Facet, element: Grant | Link): boolean {
  return (
    (facet.bounds === element.bounds || (facet.bounds.lo === element.bounds.lo && facet.bounds.hi === element.bounds.hi)) &&
    facet.presence === element.presence &&
    facet.endsBy === element.endsBy &&
    facet.gate === element.gate &&
    facet.gatedBy === element.gatedBy &&
    facet.escalation === element.escalation &&
    (element.type === 'grant'
      ? facet.link === undefined
      : facet.link !== undefined && facet.link.how === element.how && facet.link.openness === element.openness) &&
    areSameWindows(facet.windows, element.windows) &&
    areSameTexts(facet.caveats, element.caveats)
  );
}

function areSameWindows(a: Windows, b: Windows): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at]?.from !== b[at]?.from || a[at]?.until !== b[at]?.until) return false;
  return true;
}

function areSameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
