import type { Atom } from '../../policy/condition.ts';
import { atomHolds } from '../../policy/match/atom.ts';
import { present } from '../../rights/caller.ts';
import type { Right } from '../../rights/rights.ts';
import type { Way } from './ways.ts';

/** What the permissions of a way ask of one key that neither the estate nor the clock decides. */
export interface OpenAtom {
  readonly atom: Atom;
  readonly effect: 'Allow' | 'Deny';
  /** It is all that its statement asks for. */
  readonly isAlone: boolean;
}

/** `key`: in lower case. */
export function openOn({ demands }: Way, key: string): readonly OpenAtom[] {
  return demands.flatMap(({ clause: { effect, atoms } }) =>
    atoms.filter((atom) => atom.key === key).map((atom) => ({ atom, effect, isAlone: atoms.length === 1 })),
  );
}

/** The way where the key has a value that fits what is asked of it; `null`: it does not fit. */
export function withTold(way: Way, key: string, value: string): Way | null {
  const open = openOn(way, key);
  if (open.length === 0) return way;
  const met: OpenAtom[] = [];
  for (const each of open) {
    const truth = atomHolds(each.atom, () => present(value), false);
    const isMet = each.effect === 'Allow' ? truth === 1 : truth === 0;
    if (isMet) met.push(each);
    else if (each.effect === 'Allow' || each.isAlone) return null;
  }
  return { ...way, right: settledAs(way.right, met, 'decided') };
}

/** The right where what is asked is known to be met. */
export function settledAs(right: Right, met: readonly OpenAtom[], settled: 'decided' | 'by-holder'): Right {
  const texts = met.map(({ atom, effect }) => (effect === 'Deny' ? `denied where ${atom.text}` : atom.text));
  const conditions = right.conditions.map((each) => (texts.includes(each.text) ? { ...each, settled } : each));
  const isOpen = right.unread || conditions.some((each) => each.settled === 'outside');
  return { ...right, conditions, presence: right.presence === 'possible' && !isOpen ? 'certain' : right.presence };
}
