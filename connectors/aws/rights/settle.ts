import type { ConditionNote } from '../../../src/model/grant.ts';
import type { Windows } from '../../../src/model/window.ts';
import { always, intersect, isAlways, stateAt } from '../../../src/model/window.ts';
import type { Caller } from './caller.ts';
import type { Atom } from '../policy/condition.ts';
import { atomWindows } from './windows.ts';
import { decide, nullIs } from './compare.ts';
import { settleChosen, settleUsual } from './holder.ts';
import { keySettlement } from './keys.ts';
import { matches } from '../policy/glob.ts';
import { settleStranger } from './stranger.ts';

/** What one atom comes to. */
export type Settlement =
  | { readonly is: 'true' | 'false' | 'by-holder' | 'outside' }
  | { readonly is: 'window'; readonly windows: Windows }
  /** True only of sessions issued before a moment that has passed: a fresh session is not touched. */
  | { readonly is: 'older-sessions'; readonly windows: Windows };

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
}

/** The statement whose conditions are settled: one that allows is open where its holder can meet them, one that denies where it can escape them. */
export interface Reading {
  readonly effect: 'Allow' | 'Deny';
  /** Whether `${…}` is a variable. */
  readonly variables: boolean;
}

const neverApplies: Settled = {
  applies: false,
  windows: always,
  notes: [],
  byHolder: false,
  outside: false,
  olderSessions: [],
  issued: always,
};

export function settleAll(atoms: readonly Atom[], caller: Caller, reading: Reading): Settled {
  let windows = always;
  let issued = always;
  let [byHolder, outside] = [false, false];
  const notes: ConditionNote[] = [];
  const olderSessions: string[] = [];
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
  }
  return { applies: true, windows, notes, byHolder, outside, olderSessions, issued };
}

export function settle(atom: Atom, caller: Caller, reading: Reading): Settlement {
  const { effect, variables } = reading;
  // no value satisfies a positive operator, and no value can break a negated one (ForAllValues passes when the key is absent)
  if (atom.values.length === 0) return { is: atom.negated ? 'true' : atom.set === 'all' || atom.ifExists ? 'outside' : 'false' };
  const how = keySettlement(atom.key);
  if (how === 'time') {
    if (atom.family === 'null') return { is: nullIs(atom, false) };
    const windows = atomWindows(atom);
    return windows === undefined ? { is: 'outside' } : { is: 'window', windows };
  }
  if (how === 'issue-time') return settleIssueTime(atom, caller, effect);
  if (atom.key === 'iam:policyarn') return settlePolicyArn(atom, effect);
  if (how === 'service') {
    // a service fills these in for whom it works for; a direct caller cannot
    if (caller.kind === 'service') return { is: 'by-holder' };
    return {
      is:
        caller.kind === 'user' || caller.kind === 'role' ? decide(atom, null, caller, variables) : settleUsual(atom, null, caller, reading),
    };
  }
  if (how === 'by-holder' || how === 'always') return { is: settleChosen(atom, caller, variables) };
  if (how === 'absent' || how === 'false') return { is: settleUsual(atom, how === 'absent' ? null : 'false', caller, reading) };
  if (how !== 'estate') return { is: how };
  const stranger = caller.kind === 'outsider' ? settleStranger(atom, caller, effect) : undefined;
  if (stranger !== undefined) return { is: stranger };
  if (atom.key === 'aws:userid' && caller.kind === 'role') return settleRoleUserId(atom, caller);
  const value = valueOf(atom.key, caller);
  return value === undefined ? { is: 'outside' } : { is: decide(atom, value, caller, variables) };
}

function valueOf(key: string, caller: Caller): string | null | undefined {
  if (key === 'aws:principalaccount') return caller.account;
  if (key === 'aws:principalarn') return caller.arn;
  if (key === 'aws:resourceaccount') return caller.resourceAccount;
  if (key === 'aws:username') return caller.username;
  if (key === 'aws:userid') return caller.uid;
  if (key === 'aws:principaltype') return caller.kind === 'user' ? 'User' : caller.kind === 'role' ? 'AssumedRole' : undefined;
  if (key === 'aws:principalisawsservice') return caller.kind === 'service' ? 'true' : 'false';
  if (key.startsWith('aws:principaltag/') && caller.tags !== undefined)
    return caller.tags.get(key.slice('aws:principaltag/'.length)) ?? null;
  return undefined;
}

// A role's sessions always carry an issue time, and a fresh one carries the present. A user's long-term key carries none, and the
// user may fetch session credentials at will: it takes whichever of the two serves it.
function settleIssueTime(atom: Atom, caller: Caller, effect: Reading['effect']): Settlement {
  if (atom.family === 'null') return { is: settleChosen(atom, caller, false) };
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

// Sessions add `:<session name>` to the role's id, and whoever starts the session chooses the name.
function settleRoleUserId(atom: Atom, caller: Caller): Settlement {
  if (caller.uid === undefined || atom.family !== 'string' || atom.negated) return { is: 'outside' };
  const uid = caller.uid;
  const some = atom.values.some((value) => {
    const colon = value.indexOf(':');
    return matches(colon < 0 ? value : value.slice(0, colon), uid) && (colon >= 0 || value.endsWith('*'));
  });
  return { is: some ? 'by-holder' : 'false' };
}

// Limits which policy may be attached: no limit that matters while the widest of AWS's own, or all but a few, may be.
const WIDEST = 'arn:aws:iam::aws:policy/AdministratorAccess';
function settlePolicyArn(atom: Atom, effect: Reading['effect']): Settlement {
  const all = atom.values.some((value) => /^\*+$/.test(value));
  // what it excludes, or a Deny names, leaves everything else
  if (atom.negated === (effect === 'Allow')) return { is: all ? 'outside' : 'by-holder' };
  return { is: atom.values.some((value) => matches(value, WIDEST)) ? 'by-holder' : 'outside' };
}
