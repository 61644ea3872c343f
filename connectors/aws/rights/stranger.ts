import type { Atom } from '../policy/condition.ts';
import { hasWildcard, matches } from '../policy/glob.ts';
import type { Caller } from './caller.ts';

/** Keys that every signed request carries. */
const ofEveryone: ReadonlySet<string> = new Set(['aws:principaltype', 'aws:userid']);

/** Whether the key tells what whoever runs an account chooses of its principals; `always`: and every request carries it. */
export function isStrangers(key: string, when: 'ever' | 'always' = 'ever'): boolean {
  return ofEveryone.has(key) || (when === 'ever' && (key === 'aws:username' || key.startsWith('aws:principaltag/')));
}

/**
 * An atom about the account or the ARN of a principal of an account nobody read, or of any account at all. Whoever runs an account
 * names its principals as it likes, and anyone may open one; which number it gets is all that is not of its choosing. `undefined`:
 * the atom is not about that.
 */
export function settleStranger(
  { key, family, negated, values }: Atom,
  caller: Caller,
  effect: 'Allow' | 'Deny',
): 'false' | 'by-holder' | 'outside' | undefined {
  if (family === 'null') return undefined;
  if (key === 'aws:principalaccount') {
    if (caller.account !== undefined) return undefined;
    return negated === (effect === 'Allow') ? 'by-holder' : 'outside';
  }
  if (key !== 'aws:principalarn' || caller.arn !== undefined) return undefined;
  if (negated) return 'by-holder';
  const fits = values.some((value) => {
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
