import type { Atom } from '../policy/condition.ts';
import { isMultivalued } from '../policy/keys.ts';
import type { KeyLookup, KeyState } from '../policy/match/atom.ts';
import { substitute } from '../policy/match/variables.ts';
import type { Predicate } from '../policy/unknown/sample.ts';
import { sampleTexts } from '../policy/unknown/sample.ts';
import { sampleSets } from '../policy/unknown/sets.ts';
import { addressOf, numberOf } from '../policy/values.ts';
import type { Caller } from './caller.ts';
import { absent, lookupOf, present } from './caller.ts';
import { keySettlement } from './keys.ts';
import { isStrangers } from './stranger.ts';

/** An atom with what its statement and its caller make of it. */
export interface Use {
  readonly atom: Atom;
  readonly caller: Caller;
  /** Whether `${…}` is a variable. */
  readonly variables: boolean;
}

export const MFA = 'aws:multifactorauthpresent';
export const AGE = 'aws:multifactorauthage';
/** More values of one key are not told apart. */
export const LIMIT = 64;

/** What AssumeRole takes for a session's name and an external id (STS API Reference, API_AssumeRole.html). */
const TAKEN = /^[\w+=,.@:/-]*$/;
const taken: ReadonlySet<string> = new Set(['sts:rolesessionname', 'sts:externalid', 'sts:sourceidentity']);
/** Keys that are one of two words where they are there at all. */
const flags: ReadonlySet<string> = new Set([MFA, 'aws:securetransport', 'aws:viaawsservice']);
const [yes, no] = [present('true'), present('false')];

/**
 * The states of a key that the atoms over it can tell apart, and a request may be in. `more`: further comparisons to be told apart.
 * `undefined`: they cannot be told exactly.
 */
export function statesOf(key: string, uses: readonly Use[], more: readonly Predicate[] = []): readonly KeyState[] | undefined {
  const caller = uses[0]?.caller;
  if (caller === undefined) return [];
  const absence = mayBeAbsent(key, caller) ? [absent] : [];
  if (flags.has(key)) return [yes, no, ...absence];
  const predicates: Predicate[] = [...more];
  for (const use of uses) {
    const read = predicatesOf(use, lookupOf(use.caller));
    if (read === undefined) return undefined;
    predicates.push(...read);
  }
  const uid = key === 'aws:userid' && caller.kind === 'role' ? caller.uid : undefined;
  if (uid !== undefined) predicates.push({ on: 'string', test: 'like', pattern: `${uid}:*` });
  const samples = sampleTexts(predicates, LIMIT);
  if (!samples.complete) return undefined;
  if (isMultivalued(key)) {
    const { sets, complete } = sampleSets(samples, LIMIT);
    return complete ? [...sets.map((values): KeyState => ({ is: 'present', values })), ...absence] : undefined;
  }
  const texts = samples.values.filter((each) => fits(key, each, predicates) && (uid === undefined || each.startsWith(`${uid}:`)));
  return [...texts.map(present), ...absence];
}

/** Whether the key can hold the text. */
function fits(key: string, text: string, predicates: readonly Predicate[]): boolean {
  if (taken.has(key)) return TAKEN.test(text);
  if (key === 'aws:sourceip' && predicates.every((each) => each.on === 'ip')) {
    const address = addressOf(text);
    return address !== undefined && address.length === (address.version === 4 ? 32 : 128);
  }
  if (key === AGE || key === 'sts:durationseconds') return (numberOf(text) ?? -1) >= 0;
  return true;
}

function mayBeAbsent(key: string, caller: Caller): boolean {
  if (key === 'aws:userid' && caller.kind === 'role') return false;
  const how = keySettlement(key);
  return how !== 'always' && how !== 'false' && !(caller.kind === 'outsider' && isStrangers(key, 'always'));
}

/** `undefined`: a variable's value is not known. */
function predicatesOf({ atom, variables }: Use, lookup: KeyLookup): readonly Predicate[] | undefined {
  const predicates: Predicate[] = [];
  const textual = atom.family === 'string' || atom.family === 'arn' || atom.family === 'bool';
  for (const value of atom.family === 'null' ? [] : atom.values) {
    const text = variables && textual ? substitute(value, lookup) : value;
    if (text === undefined) return undefined;
    if (text === null) continue;
    predicates.push(predicateOf(atom, text));
  }
  return predicates;
}

function predicateOf({ family, test }: Atom, text: string): Predicate {
  if (family === 'string')
    return { on: 'string', test: test === 'like' || test === 'equals-ignoring-case' ? test : 'equals', pattern: text };
  if (family === 'arn') return { on: 'arn', pattern: text };
  return { on: family === 'null' ? 'bool' : family, test, value: text };
}
