import { matches } from '../policy/glob.ts';
import type { KeyState } from '../policy/match/atom.ts';
import type { Predicate } from '../policy/unknown/sample.ts';
import type { Caller } from './caller.ts';
import { absent, ownTagOf, present, stateOf, tagOf } from './caller.ts';
import { keySettlement } from './keys.ts';
import type { Use } from './states.ts';
import { AGE, LIMIT, MFA, statesOf } from './states.ts';
import { isStrangers } from './stranger.ts';

/** One way a group of keys that hang together may stand in a request. */
export interface Choice {
  readonly states: ReadonlyMap<string, KeyState>;
  /** Whether the holder can surely bring it about; else it is possible only. */
  readonly sure: boolean;
}

/** Keys that hang together. `chosen`: the holder picks the choice that serves it; else whichever holds is not told. */
export interface Group {
  readonly name: string;
  readonly chosen: boolean;
  readonly choices: readonly Choice[];
}

export const ISSUED = 'aws:tokenissuetime';
const POLICY = 'iam:policyarn';
const WIDEST = 'arn:aws:iam::aws:policy/AdministratorAccess';
const UNNAMED = 'arn:aws:iam::aws:policy/\uE002';

export type Membership = { readonly group: string; readonly chosen: boolean };

/** The group a key belongs to; `null` for a key whose state is told and for the clock. */
export function membershipOf(key: string, caller: Caller): Membership | null {
  const how = keySettlement(key);
  if (how === 'time') return null;
  if (how === 'issue-time' || key === MFA || key === AGE) return { group: 'session', chosen: true };
  if (how === 'absent' || how === 'false') return { group: 'route', chosen: true };
  if (how === 'service') {
    if (caller.kind === 'user' || caller.kind === 'role') return null;
    return caller.kind === 'service' ? { group: key, chosen: true } : { group: 'route', chosen: true };
  }
  if (key.startsWith('aws:requesttag/') || key === 'aws:tagkeys') return { group: 'request tags', chosen: true };
  if (how === 'by-holder' || how === 'always' || key === POLICY) return { group: key, chosen: true };
  if (key === 'aws:userid' && caller.kind === 'role') return { group: key, chosen: caller.uid !== undefined };
  if (mayRetag(key, caller)) return { group: key, chosen: true };
  if (how === 'estate' && caller.kind === 'outsider' && isStrangers(key)) return { group: key, chosen: true };
  return how === 'estate' && known(stateOf(key, caller)) ? null : { group: key, chosen: false };
}

/** Whether it is a tag of its own that the caller may change. */
export function mayRetag(key: string, { retags }: Caller): boolean {
  const tag = retags === undefined ? undefined : ownTagOf(key);
  return tag !== undefined && retags?.mayChange(tag) === true;
}

/** Those that the caller's own tag may be in: what it makes of it, and as it is. */
function retagged(key: string, states: readonly KeyState[], caller: Caller): readonly KeyState[] {
  const { retags } = caller;
  const tag = ownTagOf(key);
  if (retags === undefined || tag === undefined) return states;
  const now = tagOf(caller, tag);
  return states.filter((state) => {
    if (state.is === 'absent') return now.is === 'absent' || retags.allows(tag, null);
    if (state.is !== 'present') return false;
    const [value = ''] = state.values;
    return (now.is === 'present' && now.values.includes(value)) || retags.allows(tag, value);
  });
}

function known(state: KeyState): boolean {
  return state.is === 'absent' || state.is === 'present';
}

/** What a key of no group is, the clock aside. */
export function toldState(key: string, caller: Caller): KeyState {
  return keySettlement(key) === 'service' ? absent : stateOf(key, caller);
}

/**
 * The choices of a group that comparisons can tell apart, for the atoms over its keys. `undefined`: they cannot be told exactly.
 * Presence and values of each key: IAM User Guide, reference_policies_condition-keys.html.
 */
export function choicesOf(group: string, uses: readonly Use[]): readonly Choice[] | undefined {
  const byKey = new Map<string, Use[]>();
  for (const use of uses) {
    const list = byKey.get(use.atom.key);
    if (list === undefined) byKey.set(use.atom.key, [use]);
    else list.push(use);
  }
  if (group === 'session') return sessions(byKey.get(AGE) ?? [], byKey.get(MFA) ?? [], uses);
  const states = new Map<string, readonly KeyState[]>();
  for (const [key, of] of byKey) {
    const each = statesOf(key, of, key === 'aws:tagkeys' ? namesOfTags(byKey.keys()) : []);
    if (each === undefined) return undefined;
    const caller = of[0]?.caller;
    states.set(key, caller === undefined ? each : retagged(key, each, caller));
  }
  if (group === 'request tags') return consistent(product(states, true));
  if (group === 'route')
    return [{ states: new Map([...states.keys()].map((key) => [key, directly(key)] as const)), sure: true }, ...product(states, false)];
  if (group === POLICY) return policies(states.get(POLICY) ?? [], uses);
  return product(states, true);
}

function directly(key: string): KeyState {
  return keySettlement(key) === 'false' ? present('false') : absent;
}

/**
 * A role always acts in a session. A user acts with its long-term key, which carries none of these keys, or in a session that it
 * fetches at will, with a second factor or without; whoever has none may come to have one, and nobody tells whether.
 */
function sessions(ages: readonly Use[], factors: readonly Use[], uses: readonly Use[]): readonly Choice[] | undefined {
  if (factors.some(({ atom }) => atom.values.some((value) => value.includes('${')))) return undefined;
  const aged = ages.length === 0 ? [present('0')] : statesOf(AGE, ages)?.filter((state) => state.is === 'present');
  if (aged === undefined) return undefined;
  const choice = (...states: readonly (readonly [string, KeyState])[]): Choice => ({ states: new Map(states), sure: true });
  const sure = !uses.some(({ caller }) => caller.withoutFactor === true);
  const fresh: readonly [string, KeyState] = [ISSUED, { is: 'present-unknown' }];
  return [
    ...(uses[0]?.caller.kind === 'role' ? [] : [choice([MFA, absent], [AGE, absent], [ISSUED, absent])]),
    choice([MFA, present('false')], [AGE, absent], fresh),
    ...aged.map((age) => ({ ...choice([MFA, present('true')], [AGE, age], fresh), sure })),
  ];
}

/** Which policy may be attached is no limit while the widest of AWS's own may be, or one nobody named; what one named gives is not told. */
function policies(states: readonly KeyState[], uses: readonly Use[]): readonly Choice[] {
  const choice = (state: KeyState, sure: boolean): Choice => ({ states: new Map([[POLICY, state]]), sure });
  const unnamed = uses.every(({ atom }) => !atom.values.some((value) => matches(value, UNNAMED)));
  return [
    choice(present(WIDEST), true),
    ...(unnamed ? [choice(present(UNNAMED), true)] : []),
    ...states.map((state) => choice(state, false)),
  ];
}

const REQUEST_TAG = 'aws:requesttag/';

/** Names of the tags asked about tell sets of tag keys apart too. */
function namesOfTags(keys: Iterable<string>): readonly Predicate[] {
  return [...keys]
    .filter((key) => key.startsWith(REQUEST_TAG))
    .map((key) => ({ on: 'string', test: 'equals-ignoring-case', pattern: key.slice(REQUEST_TAG.length) }));
}

/** A request that tags with a key names it among the tag keys. */
function consistent(choices: readonly Choice[]): readonly Choice[] {
  return choices.filter(({ states }) => {
    const keys = states.get('aws:tagkeys');
    if (keys === undefined) return true;
    const named = new Set(keys.is === 'present' ? keys.values.map((each) => each.toLowerCase()) : []);
    return [...states].every(
      ([key, state]) => !key.startsWith(REQUEST_TAG) || named.has(key.slice(REQUEST_TAG.length)) === (state.is === 'present'),
    );
  });
}

function product(states: ReadonlyMap<string, readonly KeyState[]>, sure: boolean): readonly Choice[] {
  let choices: readonly Choice[] = [{ states: new Map(), sure }];
  for (const [key, each] of states) {
    if (choices.length * each.length > LIMIT * LIMIT) return [];
    choices = choices.flatMap((choice) => each.map((state) => ({ states: new Map([...choice.states, [key, state]]), sure })));
  }
  return choices;
}
