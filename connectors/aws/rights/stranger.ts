import type { Caller } from './caller.ts';
import { nullIs } from './compare.ts';
import type { Atom } from '../policy/condition.ts';
import { hasWildcard, matches } from '../policy/glob.ts';

/** Keys that every signed request carries. */
const ofEveryone: ReadonlySet<string> = new Set(['aws:principalaccount', 'aws:principalarn', 'aws:principaltype', 'aws:userid']);

/**
 * An atom about a principal of an account nobody read, or of any account at all. Whoever runs an account names and tags its
 * principals as it likes, and anyone may open one; which number it gets is all that is not of its choosing. `undefined`: the atom is
 * not about that.
 */
export function settleStranger(
  atom: Atom,
  caller: Caller,
  effect: 'Allow' | 'Deny',
): 'true' | 'false' | 'by-holder' | 'outside' | undefined {
  const { key, family, negated } = atom;
  if (!ofEveryone.has(key) && key !== 'aws:username' && !key.startsWith('aws:principaltag/')) return undefined;
  if (family === 'null') return ofEveryone.has(key) ? nullIs(atom, false) : 'by-holder';
  if (key === 'aws:principalaccount') {
    if (caller.account !== undefined) return undefined;
    return negated === (effect === 'Allow') ? 'by-holder' : 'outside';
  }
  if (key !== 'aws:principalarn') return 'by-holder';
  if (caller.arn !== undefined) return undefined;
  if (negated) return 'by-holder';
  const fits = atom.values.some((value) => {
    const account = value.split(':')[4];
    return (
      account === undefined ||
      value.includes('${') ||
      (caller.account === undefined ? hasWildcard(account) : matches(account, caller.account))
    );
  });
  if (fits) return 'by-holder';
  return caller.account === undefined ? 'outside' : 'false';
}
