import type { Windows } from '../../../src/model/window.ts';
import { always, never, union } from '../../../src/model/window.ts';
import type { KeyState, Truth } from '../policy/match/atom.ts';
import { atomHolds } from '../policy/match/atom.ts';
import { and, not } from '../policy/match/truth.ts';
import { policyDate } from '../policy/dates.ts';
import { numberOf } from '../policy/values.ts';
import { present } from './caller.ts';
import type { Choice, Group } from './choices.ts';
import type { Use } from './states.ts';
import { choicesOf, ISSUED, membershipOf, toldState } from './choices.ts';
import { isAccountOfCaller, keySettlement } from './keys.ts';
import type { Clause } from './settle.ts';

/** When some choice of the holder's meets all the clauses whatever the rest may be, and when some choice may. */
export interface Outcome {
  readonly certain: Windows;
  readonly possible: Windows;
}

/** An atom as it is asked about: over a group of keys, over what is told and the clock, or open in a way no key tells. */
interface Asked extends Use {
  readonly clause: Clause;
  readonly denies: boolean;
  readonly group: string | null;
}

const MOST = 4_096;

/** Whether two atoms of the clauses are about keys that hang together: else what each comes to by itself is all there is to say. */
export function entangled(clauses: readonly Clause[]): boolean {
  const met = new Set<string>();
  for (const { atoms, caller } of clauses) {
    for (const atom of atoms) {
      const group = membershipOf(atom.key, caller)?.group;
      if (group === undefined) continue;
      if (met.has(group)) return true;
      met.add(group);
    }
  }
  return false;
}

/**
 * Settles clauses together: those that allow must hold and those that deny must not. `undefined` where that cannot be told exactly
 * (values that no samples stand for, too many combinations).
 */
export function settleTogether(all: readonly Clause[]): Outcome | undefined {
  const clauses = twiceAtMost(all);
  let at = memo;
  for (const clause of clauses) {
    let next = at.next.get(clause);
    if (next === undefined) at.next.set(clause, (next = { next: new WeakMap(), settled: null }));
    at = next;
  }
  at.settled ??= { outcome: weigh(clauses) };
  return at.settled.outcome;
}

/** What is asked three times says no more than what is asked twice, which is not alone any more. */
function twiceAtMost(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.length < 3 ? clauses : clauses.filter((each, at) => !isTwice(each, clauses, at));
}

function isTwice(clause: Clause, clauses: readonly Clause[], before: number): boolean {
  const first = clauses.indexOf(clause);
  return first < before && clauses.indexOf(clause, first + 1) < before;
}

// one statement and the denies it meets are asked about for many actions
interface Memo {
  readonly next: WeakMap<Clause, Memo>;
  settled: { readonly outcome: Outcome | undefined } | null;
}
const memo: Memo = { next: new WeakMap(), settled: null };

function weigh(clauses: readonly Clause[]): Outcome | undefined {
  const asked = clauses.map((clause) => clause.atoms.map((atom, at): Asked => askedOf(clause, atom, at)));
  const groups = groupsOf(asked.flat());
  if (groups === undefined) return undefined;
  const [chosen, outside] = [combinations(groups.filter((each) => each.chosen)), combinations(groups.filter((each) => !each.chosen))];
  const cells = cellsOf(asked.flat());
  if (chosen.length * outside.length * cells.length > MOST) return undefined;
  let [certain, possible] = [never, never];
  for (const cell of cells) {
    const met = chosen.map((choice) => ({ sure: choice.sure, truths: outside.map((other) => hold(asked, choice, other, cell)) }));
    if (met.some(({ truths }) => truths.some((each) => each !== 0))) possible = union(possible, cell.windows);
    if (met.some(({ sure, truths }) => sure && truths.every((each) => each === 1))) certain = union(certain, cell.windows);
  }
  return { certain, possible };
}

function askedOf(clause: Clause, atom: Use['atom'], at: number): Asked {
  const { caller, variables, effect } = clause;
  const group = isOpaque(atom, caller, clause.settled[at])
    ? `open ${effect} ${atom.text}`
    : (membershipOf(atom.key, caller)?.group ?? null);
  return { clause, atom, caller, variables, denies: effect === 'Deny', group };
}

// a stranger's account and name, and operators that are none for the clock
function isOpaque(atom: Use['atom'], { kind, account }: Use['caller'], settled: Clause['settled'][number] | undefined): boolean {
  if (kind === 'outsider' && account === undefined && atom.key === 'aws:principalorgid') return true;
  if (kind === 'outsider' && (atom.key === 'aws:principalarn' || isAccountOfCaller(atom.key))) return true;
  const how = keySettlement(atom.key);
  return settled === 'outside' && (how === 'time' || how === 'issue-time');
}

const yes: Choice = { states: new Map([['holds', present('true')]]), sure: true };
const no: Choice = { states: new Map(), sure: true };

function groupsOf(asked: readonly Asked[]): readonly Group[] | undefined {
  const byName = new Map<string, readonly Asked[]>();
  for (const each of asked) if (each.group !== null) byName.set(each.group, [...(byName.get(each.group) ?? []), each]);
  const groups: Group[] = [];
  for (const [name, uses] of byName) {
    const alone = decidedAlone(name, uses);
    const choices = alone === undefined ? choicesOf(name, uses) : [yes, no];
    if (choices === undefined || choices.length === 0) return undefined;
    const isChosen = uses.every(({ atom, caller }) => membershipOf(atom.key, caller)?.chosen === true);
    groups.push({ name, chosen: alone === undefined ? isChosen : alone === 'by-holder', choices });
  }
  return groups;
}

/** Of an atom that shares its key with no other, what it comes to by itself is all there is to say; time apart. */
function decidedAlone(name: string, [first, ...more]: readonly Asked[]): 'by-holder' | 'outside' | undefined {
  if (first === undefined) return undefined;
  const { clause, atom } = first;
  const settled = clause.settled[clause.atoms.indexOf(atom)];
  if (name.startsWith('open ')) return settled === 'by-holder' ? settled : 'outside';
  return more.length === 0 && atom.key !== ISSUED && (settled === 'by-holder' || settled === 'outside') ? settled : undefined;
}

interface Combination {
  readonly of: ReadonlyMap<string, Choice>;
  readonly sure: boolean;
}

function combinations(groups: readonly Group[]): readonly Combination[] {
  let all: readonly Combination[] = [{ of: new Map(), sure: true }];
  for (const { name, choices } of groups) {
    if (all.length * choices.length > MOST) return new Array<Combination>(MOST + 1).fill({ of: new Map(), sure: false });
    all = all.flatMap(({ of, sure }) => choices.map((choice) => ({ of: new Map([...of, [name, choice]]), sure: sure && choice.sure })));
  }
  return all;
}

function hold(clauses: readonly (readonly Asked[])[], chosen: Combination, other: Combination, cell: Cell): Truth {
  let all: Truth = 1;
  for (const asked of clauses) {
    let clause: Truth = 1;
    for (const each of asked) clause = and(clause, truthOf(each, chosen, other, cell));
    all = and(all, asked[0]?.denies === true ? not(clause) : clause);
  }
  return all;
}

function truthOf({ atom, caller, variables, denies, group }: Asked, chosen: Combination, other: Combination, cell: Cell): Truth {
  const choice = group === null ? undefined : (chosen.of.get(group) ?? other.of.get(group));
  if (choice === yes || choice === no) return choice === yes ? 1 : 0;
  return atomHolds(
    atom,
    (key): KeyState => {
      if (keySettlement(key) === 'time') return present(secondsText(cell.at));
      const name = membershipOf(key, caller)?.group;
      if (name === undefined) return toldState(key, caller);
      const state = (chosen.of.get(name) ?? other.of.get(name))?.states.get(key);
      // a fresh session; a deny of older ones is not about when it was fresh
      if (key === ISSUED && state?.is === 'present-unknown') return present(secondsText(denies ? Math.max(cell.at, caller.now) : cell.at));
      return state ?? { is: 'unknown' };
    },
    variables,
  );
}

/** A stretch of time in which no date of the clauses lies, and a moment of it. */
interface Cell {
  readonly at: number;
  readonly windows: Windows;
}

const LAST_MS = 8.64e15;

function cellsOf(asked: readonly Asked[]): readonly Cell[] {
  const cuts = new Set<number>();
  for (const { atom, caller } of asked) {
    const how = keySettlement(atom.key);
    if ((how !== 'time' && how !== 'issue-time') || atom.family === 'null') continue;
    if (how === 'issue-time') cuts.add(caller.now);
    for (const value of atom.values) {
      const at = atom.family === 'numeric' ? (numberOf(value) ?? Number.NaN) * 1_000 : (policyDate(value) ?? Number.NaN);
      for (const cut of [at, at + 1]) if (Math.abs(cut) < LAST_MS) cuts.add(Math.round(cut));
    }
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return [{ at: asked[0]?.caller.now ?? 0, windows: always }];
  return [
    { at: first - 1, windows: [{ from: null, until: first }] },
    ...sorted.map((from, at) => ({ at: from, windows: [{ from, until: sorted[at + 1] ?? null }] })),
  ];
}

/** Epoch seconds with three decimals: read alike by date and numeric operators, whatever the year. */
function secondsText(ms: number): string {
  const whole = Math.floor(Math.abs(ms) / 1_000);
  return `${ms < 0 ? '-' : ''}${whole}.${String(Math.abs(ms) % 1_000).padStart(3, '0')}`;
}
