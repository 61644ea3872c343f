import type { Policies } from './decide.ts';
import { decideIn, isAssumeRoot, policiesOf } from './decide.ts';
import type { KeyState } from './keys.ts';
import { CLOCK, clocks, isMultivalued, keyState, resourceAccountOf } from './keys.ts';
import { sessionIn } from './principal.ts';
import { isOfKind, kindOf } from './typed.ts';
import type { LiteralPrincipal, LiteralRequest, Outcome, World } from './request.ts';
import { callerAccount, callerOf } from './request.ts';

/*
 * Unknowns by brute force: every value of a domain for every unknown key, every answer to every open question, all together. The
 * answer and the essential keys are read off by their definitions.
 */

export interface Answer {
  readonly decision: Outcome | 'depends';
  /** The essential unknowns, in lower case; the two keys of the clock under `aws:currenttime`. */
  readonly on: readonly string[];
  readonly possiblyExplicit: boolean;
  readonly worlds: number;
}

/** All values of a single-valued key that are worth trying; in lower case. Sets of them are formed for a multivalued key. */
export type Domains = (key: string) => readonly string[];

/** `null` in a choice of a key = absent. */
interface Unknown {
  readonly name: string;
  readonly shown: string;
  readonly choices: readonly unknown[];
}

/** Every key the documents mention, as a condition's key or as a variable: no other can matter. */
export function keysIn(request: LiteralRequest): readonly string[] {
  const keys = new Set<string>();
  const walk = (value: unknown, inCondition: number): void => {
    if (typeof value === 'string') {
      for (const found of value.matchAll(/\$\{([^},]+)/g)) keys.add((found[1] ?? '').trim().toLowerCase());
    } else if (Array.isArray(value)) value.forEach((each) => walk(each, inCondition));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        if (inCondition === 2) keys.add(key.toLowerCase());
        walk(each, inCondition > 0 ? inCondition + 1 : key.toLowerCase() === 'condition' ? 1 : 0);
      }
    }
  };
  for (const part of [
    request.identityPolicies,
    request.permissionsBoundary,
    request.sessionPolicies,
    request.resourcePolicy,
    request.serviceControlPolicies,
    request.resourceControlPolicies,
  ])
    walk(part, 0);
  return [...keys].filter((key) => !['*', '?', '$'].includes(key)).sort();
}

function setsOf(values: readonly string[]): readonly (readonly string[])[] {
  const sets: (readonly string[])[] = [[]];
  for (const value of values) sets.push(...sets.map((set) => [...set, value]));
  return sets.filter((set) => set.length > 0);
}

function unknownsOf(request: LiteralRequest, policies: Policies, domains: Domains): readonly Unknown[] {
  const unknowns: Unknown[] = [];
  for (const key of keysIn(request)) {
    const state = keyState(request, key);
    if (state.is === 'absent' || state.is === 'present') continue;
    const name = clocks.includes(key) ? CLOCK : key;
    if (unknowns.some((each) => each.name === name)) continue;
    const kind = name === CLOCK ? undefined : kindOf(name, request, policies);
    const values = domains(name).filter((value) => isOfKind(kind, value));
    const choices = isMultivalued(key) ? setsOf(values) : values.map((value) => [value]);
    unknowns.push({ name, shown: name, choices: state.is === 'unknown' ? [null, ...choices] : choices });
  }
  const caller = callerOf(request.principal);
  if (caller.type === 'role' && caller.sessionName === undefined) {
    const named = [...JSON.stringify(request.resourcePolicy ?? null).matchAll(/"(arn:[^"]+)"/g)].map((found) => sessionIn(found[1] ?? ''));
    const names = new Set(named.map((each) => each?.session).filter((each) => each !== undefined));
    if (names.size > 0) {
      unknowns.push({ name: 'principal:session-name', shown: 'principal:session-name', choices: [...names, ' another '] });
    }
  }
  if (resourceAccountOf(request) === 'either' && callerAccount(caller) !== undefined) {
    unknowns.push({ name: 'resource:account', shown: 'resource:account', choices: ['own', 'another'] });
  }
  if (isAssumeRoot(request) && contextValue(request, ADMINISTRATOR) === undefined) {
    unknowns.push({ name: ADMINISTRATOR, shown: ADMINISTRATOR, choices: [false, true] });
  }
  return unknowns;
}

const ADMINISTRATOR = 'principal:organization-administrator';
function contextValue(request: LiteralRequest, key: string): string | undefined {
  const given = Object.entries(request.context ?? {}).find(([name]) => name.toLowerCase() === key)?.[1];
  return typeof given === 'string' ? given.toLowerCase() : undefined;
}

type Assignment = ReadonlyMap<string, unknown>;

function* product(unknowns: readonly Unknown[], chosen: Assignment = new Map()): Generator<Assignment> {
  const [first, ...rest] = unknowns;
  if (first === undefined) {
    yield chosen;
    return;
  }
  for (const choice of first.choices) yield* product(rest, new Map([...chosen, [first.name, choice]]));
}

function worldsFor(request: LiteralRequest): (assignment: Assignment, asked: Set<string>) => World {
  const states = new Map(keysIn(request).map((key) => [key, keyState(request, key)]));
  const caller = callerOf(request.principal);
  const account = resourceAccountOf(request);
  const administrator = contextValue(request, ADMINISTRATOR);
  return (assignment, asked) => ({
    ...worldOf(states, caller, account, assignment, asked),
    organizationAdministrator: administrator === 'true' || assignment.get(ADMINISTRATOR) === true,
  });
}

function worldOf(
  states: ReadonlyMap<string, KeyState>,
  caller: LiteralPrincipal,
  account: ReturnType<typeof resourceAccountOf>,
  assignment: Assignment,
  asked: Set<string>,
): Omit<World, 'organizationAdministrator'> {
  const named = assignment.get('principal:session-name');
  return {
    valuesOf: (key) => {
      const state = states.get(key);
      if (state === undefined) throw new Error(`a key nobody mentioned: ${key}`);
      if (state.is === 'absent') return null;
      if (state.is === 'present') return state.values;
      const chosen = assignment.get(clocks.includes(key) ? CLOCK : key) as readonly string[] | null;
      // one clock: a moment in epoch seconds, told as a date by the other key
      if (key === CLOCK && chosen !== null) return chosen.map((each) => dateOf(each));
      return chosen;
    },
    doubt: (name) => {
      asked.add(name);
      return assignment.get(name) === true;
    },
    sessionName: caller.type === 'role' ? (caller.sessionName ?? (typeof named === 'string' ? named : undefined)) : undefined,
    resourceAccount:
      account === 'either' ? (assignment.get('resource:account') === 'own' ? callerAccount(caller) : 'another') : account.known,
  };
}

function dateOf(seconds: string): string {
  return /^\d+(\.\d+)?$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : seconds;
}

/** How many worlds there would be, open questions aside. */
export function worldsOf(request: LiteralRequest, domains: Domains): number {
  return unknownsOf(request, policiesOf(request), domains).reduce((product, each) => product * each.choices.length, 1);
}

export function answerOf(request: LiteralRequest, domains: Domains): Answer {
  const policies = policiesOf(request);
  const keys = unknownsOf(request, policies, domains);
  const world = worldsFor(request);
  const asked = new Set<string>();
  for (const assignment of product(keys)) decideIn(request, policies, world(assignment, asked));
  const doubts = [...asked].map((name) => ({ name, shown: name.replace(/#.*/, ''), choices: [false, true] }));
  const unknowns = [...keys, ...doubts];
  const outcomes = [...product(unknowns)].map((assignment) => ({
    chosen: unknowns.map(({ name, choices }) => choices.indexOf(assignment.get(name))),
    outcome: decideIn(request, policies, world(assignment, new Set())),
  }));
  const met = new Set(outcomes.map((each) => each.outcome));
  const [one] = met;
  const told = { possiblyExplicit: false, on: [], worlds: outcomes.length };
  if (met.size === 1 && one !== undefined) return { ...told, decision: one };
  if (!met.has('allowed')) return { ...told, decision: 'implicitly-denied', possiblyExplicit: true };
  // essential: its value alone, the others fixed in some way, turns allowed into denied or back
  const essential = unknowns.filter((_, index) => {
    const groups = new Map<string, Set<boolean>>();
    for (const { chosen, outcome } of outcomes) {
      const others = chosen.toSpliced(index, 1).join();
      groups.set(others, (groups.get(others) ?? new Set()).add(outcome === 'allowed'));
    }
    return [...groups.values()].some((group) => group.size === 2);
  });
  return { ...told, decision: 'depends', on: [...new Set(essential.map((each) => each.shown))].sort() };
}
