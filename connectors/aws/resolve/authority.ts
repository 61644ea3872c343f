import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Authority } from '../../../src/model/grant.ts';
import { exactly, unreadBounds } from '../../../src/model/persistence.ts';
import type { Bounds } from '../../../src/model/persistence.ts';
import { always } from '../../../src/model/window.ts';
import { isPlain, signature } from '../rights/dominance.ts';
import type { Right } from '../rights/rights.ts';

/** What of an authority follows from the right alone. Shared by all authorities of that right. */
export type RightFacets = Pick<Authority, 'bounds' | 'presence' | 'windows' | 'endsBy' | 'gate' | 'conditions' | 'because' | 'caveats'> & {
  /** Tells apart the keys of authorities that differ in the right only; empty for a plain standing one. */
  readonly suffix: string;
};

const standing = exactly('standing');
const timeBound = exactly('time-bound');

const facets = new WeakMap<Right, RightFacets>();

/** Of a right whose signature is empty. */
const plain: RightFacets = {
  bounds: standing,
  presence: 'certain',
  windows: always,
  endsBy: 'nothing',
  gate: 'none',
  conditions: [],
  because: [],
  caveats: [],
  suffix: '',
};

export function facetsOf(right: Right): RightFacets {
  if (isPlain(right)) return plain;
  let known = facets.get(right);
  if (known === undefined) {
    const last = right.windows.at(-1);
    // without a window left it never works again, and a date brought that about
    const ends = last === undefined || last.until !== null;
    const bounds: Bounds = right.unread ? unreadBounds : ends ? timeBound : standing;
    known = {
      bounds,
      presence: right.presence,
      windows: right.windows,
      endsBy: ends ? 'provider' : 'nothing',
      gate: 'none',
      conditions: [...right.conditions].sort(
        byKeys(
          (note) => note.text,
          (note) => note.settled,
        ),
      ),
      because: [...right.because].sort(byCodeUnit),
      caveats: [...right.caveats].sort(byCodeUnit),
      suffix: `|${sha256Hex(signature(right)).slice(0, 12)}`,
    };
    facets.set(right, known);
  }
  return known;
}

/** A date in the statement ends it, a date starts it, or nothing does: in words, for `because`. */
export function lastingOf(right: Right): string {
  const { bounds, endsBy } = facetsOf(right);
  if (right.unread) return 'how long it lasts could not be read';
  if (endsBy === 'provider') return 'a date condition ends it';
  return bounds.hi === 'standing' && right.windows[0]?.from !== null ? 'a date condition starts it and nothing ends it' : 'nothing ends it';
}

export const UNREAD_SCP = 'unless an unread service control policy denies it';
export const UNREAD_RCP = 'unless an unread resource control policy denies it';
