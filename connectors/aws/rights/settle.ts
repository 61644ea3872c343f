import type { ConditionNote } from '../../../src/model/grant.ts';
import type { Windows } from '../../../src/model/window.ts';
import { always, intersect, isAlways, stateAt } from '../../../src/model/window.ts';
import type { Atom } from '../policy/condition.ts';
import { matches } from '../policy/glob.ts';
import type { KeyLookup, KeyState, Truth } from '../policy/match/atom.ts';
import { atomHolds } from '../policy/match/atom.ts';
import type { Told } from './actions.ts';
import type { Caller } from './caller.ts';
import { absent, lookupOf, present } from './caller.ts';
import { carries } from './carried.ts';
import type { Choice } from './choices.ts';
import { choicesOf, membershipOf, toldState } from './choices.ts';
import { keySettlement } from './keys.ts';
import { isFitted, settleStranger } from './stranger.ts';
import { atomWindows } from './windows.ts';

/** What one atom comes to. */
export type Settlement =
  | { readonly is: 'true' | 'false' | 'by-holder' | 'outside' }
  | { readonly is: 'window'; readonly windows: Windows }
  /** True only of sessions issued before a moment that has passed: a fresh session is not touched. */
  | { readonly is: 'older-sessions'; readonly windows: Windows };

/** Atoms of one statement for one caller that neither the estate nor the clock alone decides. */
export interface Clause {
  readonly effect: 'Allow' | 'Deny';
  readonly variables: boolean;
  readonly caller: Caller;
  /** With those over the clock; without those that are true for this caller. */
  readonly atoms: readonly Atom[];
  /** Of each atom what it comes to by itself. */
  readonly settled: readonly Settlement['is'][];
}

/** What a statement's conditions come to, all of them together. */
export interface Settled {
  /** `false` when an atom the estate decides is false: the statement never applies to this caller. */
  readonly applies: boolean;
  readonly windows: Windows;
  readonly notes: readonly ConditionNote[];
  readonly byHolder: boolean;
  readonly outside: boolean;
  /** Atoms that only sessions issued in the past meet: their texts, and when such sessions were issued. */
  readonly olderSessions: readonly string[];
  readonly issued: Windows;
  /** `null`: the estate and the clock decide. */
  readonly clause: Clause | null;
}

/** The statement whose conditions are settled: one that allows is open where its holder can meet them, one that denies where it can escape them. */
export interface Reading {
  readonly effect: 'Allow' | 'Deny';
  /** Whether `${…}` is a variable. */
  readonly variables: boolean;
  /** The action asked for; `null` where it may be any, so that every key may be there. */
  readonly action: string | null;
  /** What the request tells of other keys. */
  readonly told?: Told | null;
  /** What every request that succeeds tells of a key, by what is asked of: `undefined`: nothing. */
  readonly known?: (key: string) => KeyState | undefined;
}

const unconditional: Settled = {
  applies: true,
  windows: always,
  notes: [],
  byHolder: false,
  outside: false,
  olderSessions: [],
  issued: always,
  clause: null,
};
const neverApplies: Settled = { ...unconditional, applies: false };

export function settleAll(atoms: readonly Atom[], caller: Caller, reading: Reading): Settled {
  if (atoms.length === 0) return unconditional;
  let windows = always;
  let issued = always;
  let [byHolder, outside] = [false, false];
  const notes: ConditionNote[] = [];
  const olderSessions: string[] = [];
  const open: Atom[] = [];
  const settled: Settlement['is'][] = [];
  for (const atom of atoms) {
    const settlement = settle(atom, caller, reading);
    if (settlement.is === 'false') return neverApplies;
    if (settlement.is === 'window') windows = intersect(windows, settlement.windows);
    else if (settlement.is === 'older-sessions') {
      olderSessions.push(atom.text);
      issued = intersect(issued, settlement.windows);
    } else {
      byHolder ||= settlement.is === 'by-holder';
      outside ||= settlement.is === 'outside';
      notes.push({ text: atom.text, settled: settlement.is === 'true' ? 'decided' : settlement.is });
    }
    if (settlement.is !== 'true') {
      open.push(atom);
      settled.push(settlement.is);
    }
  }
  const clause = byHolder || outside ? { effect: reading.effect, variables: reading.variables, caller, atoms: open, settled } : null;
  return { applies: true, windows, notes, byHolder, outside, olderSessions, issued, clause };
}

export function settle(atom: Atom, caller: Caller, reading: Reading): Settlement {
  const { effect, variables, action } = reading;
  // no value satisfies a positive operator, and no value can break a negated one (ForAllValues passes when the key is absent)
  if (atom.values.length === 0) return { is: atom.negated ? 'true' : atom.set === 'all' || atom.ifExists ? 'outside' : 'false' };
  if (action !== null && !carries(action, atom.key)) return { is: said(atomHolds(atom, () => absent, variables)) };
  const state = reading.known?.(atom.key);
  if (state !== undefined) {
    const truth = atomHolds(atom, (key) => (key === atom.key ? state : lookupOf(caller)(key)), variables);
    return { is: truth === 2 && variables && isFitted(atom, caller) ? 'by-holder' : said(truth) };
  }
  const value = reading.told?.get(atom.key) ?? caller.told?.get(atom.key);
  if (value !== undefined) return { is: said(atomHolds(atom, () => present(value), variables)) };
  if (isElsewhere(atom, caller)) return { is: 'false' };
  const how = keySettlement(atom.key);
  if (how === 'time') {
    if (atom.family === 'null') return { is: said(atomHolds(atom, () => ({ is: 'present-unknown' }), false)) };
    const windows = atomWindows(atom);
    return windows === undefined ? { is: 'outside' } : { is: 'window', windows };
  }
  if (how === 'issue-time' && atom.family !== 'null') return settleIssueTime(atom, caller, effect);
  const stranger = caller.kind === 'outsider' ? settleStranger(atom, caller, effect, variables) : undefined;
  if (stranger !== undefined) return { is: stranger };
  const member = membershipOf(atom.key, caller);
  if (member === null) return { is: said(atomHolds(atom, toldTo(caller), variables)) };
  if (!member.chosen) return { is: said(atomHolds(atom, lookupOf(caller), variables)) };
  return { is: settleChosen(atom, member.group, caller, reading) };
}

/** Whether a service that acts for a resource of one account is asked to act for a resource of others. Some ARNs name no account. */
function isElsewhere({ key, family, negated, values }: Atom, { told }: Caller): boolean {
  const account = told?.get('aws:sourceaccount');
  if (account === undefined || key !== 'aws:sourcearn' || negated || family === 'null') return false;
  return !values.some((value) => value.includes('${') || matches(value.split(':')[4] ?? '*', account) || value.split(':')[4] === '');
}

function said(truth: Truth): 'true' | 'false' | 'outside' {
  return truth === 1 ? 'true' : truth === 0 ? 'false' : 'outside';
}

function toldTo(caller: Caller): KeyLookup {
  return (key) => (membershipOf(key, caller) === null ? toldState(key, caller) : lookupOf(caller)(key));
}

const alike = new WeakMap<Atom, Map<string, 'true' | 'false' | 'by-holder' | 'outside'>>();

/**
 * An atom over a key whose value the holder chooses. True or false where no choice of it changes the answer: `${aws:username}` has
 * no value for a role, so no session name of a role equals it.
 */
function settleChosen(atom: Atom, group: string, caller: Caller, reading: Reading): 'true' | 'false' | 'by-holder' | 'outside' {
  const personal =
    atom.key === 'aws:userid' || caller.retags !== undefined || (reading.variables && atom.values.some((value) => value.includes('${')));
  if (personal) return weigh(atom, group, caller, reading);
  let known = alike.get(atom);
  if (known === undefined) alike.set(atom, (known = new Map<string, 'true' | 'false' | 'by-holder' | 'outside'>()));
  const id = `${caller.kind}|${caller.withoutFactor === true && group === 'session' ? 'without' : ''}|${reading.effect}`;
  let settled = known.get(id);
  if (settled === undefined) known.set(id, (settled = weigh(atom, group, caller, reading)));
  return settled;
}

function weigh(atom: Atom, group: string, caller: Caller, { effect, variables }: Reading): 'true' | 'false' | 'by-holder' | 'outside' {
  const choices = choicesOf(group, [{ atom, caller, variables }]);
  if (choices === undefined || choices.length === 0) {
    // what a stranger's own name and tags are put into fits what it chooses
    return caller.kind === 'outsider' && variables && atom.values.some((value) => value.includes('${')) ? 'by-holder' : 'outside';
  }
  const told = toldTo(caller);
  const holds = (choice: Choice): Truth => atomHolds(atom, (key) => choice.states.get(key) ?? told(key), variables);
  const wanted = effect === 'Allow' ? 1 : 0;
  const sure = choices.filter((each) => each.sure).map(holds);
  const unsure = choices.filter((each) => !each.sure).map(holds);
  const all = [...sure, ...unsure];
  if (all.every((each) => each === all[0]) && all[0] !== 2) return all[0] === 1 ? 'true' : 'false';
  if (sure.includes(wanted)) return 'by-holder';
  return 'outside';
}

// A role's sessions always carry an issue time, and a fresh one carries the present. A user's long-term key carries none, and the
// user may fetch session credentials at will: it takes whichever of the two serves it.
function settleIssueTime(atom: Atom, caller: Caller, effect: Reading['effect']): Settlement {
  const windows = atomWindows(atom);
  if (windows === undefined) return { is: 'outside' };
  const withoutOne = atom.set !== 'any' && (atom.negated || atom.ifExists || atom.set === 'all');
  if (caller.kind === 'user' && withoutOne === (effect === 'Allow')) return { is: 'by-holder' };
  if (windows.every((each) => each.until !== null && each.until <= caller.now)) return { is: 'older-sessions', windows };
  if (isAlways(windows)) return { is: 'true' };
  return caller.kind === 'user' && effect === 'Allow' && stateAt(windows, caller.now) === 'current'
    ? { is: 'by-holder' }
    : { is: 'window', windows };
}
