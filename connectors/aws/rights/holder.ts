import type { Caller } from './caller.ts';
import { decide, nullIs } from './compare.ts';
import type { Atom } from '../policy/condition.ts';
import { keySettlement } from './keys.ts';
import { substitute } from './variables.ts';

/** Keys that are one of two words where they are there at all. */
const flags: ReadonlySet<string> = new Set(['aws:multifactorauthpresent', 'aws:securetransport']);
/** What AssumeRole takes for a session's name and an external id (STS API Reference, API_AssumeRole.html). */
const TAKEN = /^[\w+=,.@:/-]*$/;
const taken: ReadonlySet<string> = new Set(['sts:rolesessionname', 'sts:externalid']);
/** Keys that a role's session always carries and a user's long-term key does not (reference_policies_condition-keys.html). */
const ofSessions: ReadonlySet<string> = new Set(['aws:multifactorauthpresent', 'aws:tokenissuetime']);

function mayBeAbsent(atom: Atom, caller: Caller): boolean {
  if (ofSessions.has(atom.key)) return caller.kind !== 'role';
  return keySettlement(atom.key) !== 'always';
}

/**
 * An atom over a key whose value the holder chooses. True or false where no choice of it changes the answer: `${aws:username}` has
 * no value for a role, so no session name of a role equals it.
 */
export function settleChosen(atom: Atom, caller: Caller, variables: boolean): 'true' | 'false' | 'by-holder' | 'outside' {
  const absent = mayBeAbsent(atom, caller);
  if (atom.family === 'null') return agreed([nullIs(atom, false), ...(absent ? [nullIs(atom, true)] : [])]);
  if (atom.family !== 'string' && atom.family !== 'arn' && atom.family !== 'bool') return 'by-holder';
  const given = flags.has(atom.key) ? ['true', 'false'] : samples(atom, caller, variables);
  if (given === undefined) return caller.kind === 'user' || caller.kind === 'role' ? 'outside' : 'by-holder';
  return agreed([...given, ...(absent ? [null] : [])].map((value) => decide(atom, value, caller, variables)));
}

/**
 * An atom over a key that a direct call does not carry (`null`) or carries with a fixed value. The holder can call directly; whether
 * it can go the other way is not told.
 */
export function settleUsual(
  atom: Atom,
  direct: string | null,
  caller: Caller,
  { effect, variables }: { readonly effect: 'Allow' | 'Deny'; readonly variables: boolean },
): 'by-holder' | 'outside' {
  return decide(atom, direct, caller, variables) === (effect === 'Allow' ? 'true' : 'false') ? 'by-holder' : 'outside';
}

function agreed(answers: readonly ('true' | 'false' | 'outside')[]): 'true' | 'false' | 'by-holder' | 'outside' {
  if (answers.includes('outside')) return 'outside';
  if (answers.every((each) => each === 'true')) return 'true';
  return answers.every((each) => each === 'false') ? 'false' : 'by-holder';
}

/** For each value a text that fits it, and one text that fits none but `*`. `undefined` where a variable's value is not known. */
function samples(atom: Atom, caller: Caller, variables: boolean): readonly string[] | undefined {
  const texts = ['\uE002'];
  for (const each of atom.values) {
    const value = variables ? substitute(each, caller) : each;
    if (value === undefined) return undefined;
    if (value === null) continue;
    const text = atom.test === 'like' ? value.replaceAll('*', '').replaceAll('?', 'x') : value;
    if (!taken.has(atom.key) || TAKEN.test(text)) texts.push(text);
  }
  return texts;
}
