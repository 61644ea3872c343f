import type { CompiledPolicy } from '../compile/policy.ts';
import type { ResourcePattern } from '../compile/resources.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Atom } from '../condition.ts';
import { atomHolds } from '../match/atom.ts';
import { DOUBT, NO, readResource } from '../match/resource.ts';
import type { KeyLookup, Truth } from '../match/truth.ts';
import { and, not } from '../match/truth.ts';
import { fill } from '../match/variables.ts';
import type { ActionTable } from './actions.ts';
import type { Bits } from './bits.ts';
import { addAll, eachBit, isEmpty, noBits, setBit, word } from './bits.ts';
import { askedBy, askedByResources, tell } from './personal.ts';

/** Which requests a document surely allows and denies, and which it may. What is sure is in what may be. */
export interface Reach {
  readonly allows: Bits;
  readonly mayAllow: Bits;
  readonly denies: Bits;
  readonly mayDeny: Bits;
}

/** What a document says of the requests. */
export interface Says {
  readonly reach: Reach;
  /** By request: the statements that may or may not match, as numbers of what is open about them. */
  readonly open: readonly (Open | undefined)[];
}

export interface Open {
  readonly allows: readonly number[];
  readonly denies: readonly number[];
}

/** What is open about statements, numbered: equal where an answer cannot tell two statements apart. */
export class OpenTexts {
  readonly #byText = new Map<string, number>();

  number(text: string): number {
    const number = this.#byText.get(text) ?? this.#byText.size;
    this.#byText.set(text, number);
    return number;
  }
}

/** With what `lookup` tells of the keys; `null` when the document speaks of none of the requests' things. */
export function says(
  policy: CompiledPolicy,
  actions: ActionTable,
  resources: readonly string[],
  lookup: KeyLookup,
  texts: OpenTexts,
): Says | null {
  const { count } = actions;
  let reach: Reach | null = null;
  const open: ({ readonly allows: number[]; readonly denies: number[] } | undefined)[] = [];
  for (const statement of policy.statements) {
    const spoken = actions.spokenOf(statement);
    if (spoken === null) continue;
    const conditions = conditionsOf(statement, lookup);
    if (conditions.hold === 0) continue;
    reach ??= { allows: noBits(count), mayAllow: noBits(count), denies: noBits(count), mayDeny: noBits(count) };
    const [sure, may] = statement.allows ? [reach.allows, reach.mayAllow] : [reach.denies, reach.mayDeny];
    const whole = coversAll(statement);
    if (whole && conditions.hold === 1) {
      addAll(sure, spoken);
      addAll(may, spoken);
      continue;
    }
    for (let at = 0; at < spoken.length; at++) {
      eachBit(word(spoken, at), at, (place) => {
        const covers = whole ? 1 : coversResource(statement, resources[place] ?? '', lookup);
        const truth = and(conditions.hold, covers);
        if (truth === 0) return;
        setBit(may, place);
        if (truth === 1) setBit(sure, place);
        else {
          const text = openText(statement, conditions.open, covers === 2, lookup);
          (open[place] ??= { allows: [], denies: [] })[statement.allows ? 'allows' : 'denies'].push(texts.number(text));
        }
      });
    }
  }
  return reach === null || (isEmpty(reach.mayAllow) && isEmpty(reach.mayDeny)) ? null : { reach, open };
}

interface Conditions {
  readonly hold: Truth;
  readonly open: readonly Atom[];
}

/** A statement that was not understood wholly is open where its conditions do not fail. */
function conditionsOf({ source }: CompiledStatement, lookup: KeyLookup): Conditions {
  const open: Atom[] = [];
  for (const atom of source.conditions) {
    const holds = atomHolds(atom, lookup, source.variables);
    if (holds === 0) return { hold: 0, open: [] };
    if (holds === 2) open.push(atom);
  }
  return { hold: source.unknown === null && open.length === 0 ? 1 : 2, open };
}

/** All that an answer may learn of the statement: what holds for sure is left out. */
function openText(statement: CompiledStatement, open: readonly Atom[], resourceOpen: boolean, lookup: KeyLookup): string {
  const { variables, unknown } = statement.source;
  const conditions = open.map((atom) => ({ ...atom, text: tell(askedBy(atom, variables), lookup) }));
  const resources = resourceOpen
    ? [statement.exceptResources, statement.resources.map(({ text }) => text), tell(askedByResources(statement), lookup)]
    : [];
  return JSON.stringify([unknown !== null, variables, conditions, resources]);
}

function coversAll({ resources, exceptResources }: CompiledStatement): boolean {
  return exceptResources ? resources.length === 0 : resources.some((pattern) => pattern.is === 'everything');
}

function coversResource({ resources, exceptResources }: CompiledStatement, resource: string, lookup: KeyLookup): Truth {
  let listed: Truth = 0;
  for (const pattern of resources) {
    const covers = patternCovers(pattern, resource, lookup);
    if (covers === 1) return exceptResources ? 0 : 1;
    if (covers === 2) listed = 2;
  }
  return exceptResources ? not(listed) : listed;
}

function patternCovers(pattern: ResourcePattern, resource: string, lookup: KeyLookup): Truth {
  switch (pattern.is) {
    case 'everything':
      return 1;
    case 'literal':
    case 'prefix':
    case 'glob': {
      const reading = readResource(pattern.text, resource);
      return reading === NO ? 0 : reading === DOUBT ? 2 : 1;
    }
    case 'template': {
      const text = fill(pattern.template, lookup);
      if (text === null) return 0;
      if (text === undefined) return 2;
      const reading = readResource(text, resource);
      return reading === NO ? 0 : reading === DOUBT ? 2 : 1;
    }
  }
}
