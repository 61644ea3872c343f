import type { Atom } from '../condition.ts';
import { meeting, sessionNames, ways } from '../decide/principal.ts';
import { readPattern } from '../decide/resource.ts';
import type { Place } from '../decide/place.ts';
import { UNREADABLE, unreadableDoubt } from '../decide/place.ts';
import { doubtsFor } from '../decide/statement.ts';
import type { OpenStatement } from '../decide/survey.ts';
import { mayRunOn } from '../compile/resources.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { isMultivalued } from '../keys.ts';
import { atomHolds, hasOddNull } from '../match/atom.ts';
import { DOUBT } from '../match/resource.ts';
import { fill, plain, takesVariables, templateOf } from '../match/variables.ts';
import type { Situation } from '../request/situation.ts';
import type { Predicate } from '../unknown/sample.ts';
import { readableAs } from '../unknown/value-kinds.ts';
import type { KindOf } from './kinds.ts';
import { askOfResource, askOfValue, filledWithout, partlyFilled } from './templates.ts';
import { KeyUses } from './uses.ts';

export const SESSION_NAME = 'principal:session-name';
export const RESOURCE_ACCOUNT = 'resource:account';

/** What is not known and may matter, and which of it each open statement asks about. */
export interface Collected {
  readonly keys: KeyUses;
  /** Names of the caller's sessions that policies mention. */
  readonly sessionNames: ReadonlySet<string>;
  /** By statement: keys, doubts, {@link SESSION_NAME}. */
  readonly asks: ReadonlyMap<OpenStatement, ReadonlySet<string>>;
  readonly doubts: ReadonlySet<string>;
}

export function collect(open: readonly OpenStatement[], situation: Situation, kindOf: KindOf): Collected {
  const keys = new KeyUses();
  const names = new Set<string>();
  const doubts = new Set<string>();
  const asks = new Map<OpenStatement, ReadonlySet<string>>();
  for (const each of open) {
    const asked = new Asked(situation, keys, names, kindOf);
    asked.statement(each);
    asks.set(each, asked.names);
    for (const name of asked.doubts) doubts.add(name);
  }
  return { keys, sessionNames: names, asks, doubts };
}

class Asked {
  readonly names = new Set<string>();
  readonly doubts = new Set<string>();
  readonly #situation: Situation;
  readonly #keys: KeyUses;
  readonly #sessions: Set<string>;
  readonly #kindOf: KindOf;

  constructor(situation: Situation, keys: KeyUses, sessions: Set<string>, kindOf: KindOf) {
    this.#situation = situation;
    this.#keys = keys;
    this.#sessions = sessions;
    this.#kindOf = kindOf;
  }

  statement({ statement, place }: OpenStatement): void {
    this.#resources(statement);
    const { unknown, conditions } = statement.source;
    if (unknown !== null) this.#doubt(unreadableDoubt(place, statement.number));
    for (const atom of conditions) {
      if (atomHolds(atom, this.#situation.lookup, statement.source.variables, doubtsFor(statement, this.#situation)) === 2) {
        this.#atom(atom, statement);
      }
    }
    if (place.layer === 'resource') this.#principals(statement, place);
  }

  #doubt(name: string): void {
    this.names.add(name);
    this.doubts.add(name);
  }

  #key(key: string): void {
    this.names.add(key);
    this.#keys.of(key);
  }

  #resources({ resources }: CompiledStatement): void {
    const { lookup, target } = this.#situation;
    for (const pattern of resources) {
      const reading = readPattern(pattern, this.#situation);
      if (reading === DOUBT || (reading === null && mayRunOn(pattern.text))) this.#doubt('doc:resource-wildcard');
      if (reading !== null || pattern.is !== 'template') continue;
      const partly = partlyFilled(pattern.template, lookup);
      for (const key of partly.keys) this.#key(key);
      askOfResource(partly, target.text, this.#keys);
    }
  }

  #principals(statement: CompiledStatement, place: Place): void {
    const { principals: sets, allows, number } = statement;
    const met = meeting(statement, place, this.#situation);
    if (sets === null || ways.every((way) => met[way] !== 2)) return;
    if (sets.canonical) this.#doubt(unreadableDoubt(place, number));
    const { kind, sessionName } = this.#situation.caller;
    if (sets.anyone && (kind === 'service' || kind === 'federated')) this.#doubt('doc:star-principal');
    if (sets.except && !allows) this.#doubt('doc:not-principal-parents');
    if (kind !== 'role' || sessionName !== undefined || sets.except) return;
    const names = sessionNames(sets, this.#situation);
    if (names.length > 0) this.names.add(SESSION_NAME);
    for (const name of names) this.#sessions.add(name);
  }

  #atom(atom: Atom, { allows, source: { variables } }: CompiledStatement): void {
    const { lookup } = this.#situation;
    const state = lookup(atom.key);
    const open = state.is === 'unknown' || state.is === 'present-unknown';
    if (open) {
      this.#key(atom.key);
      if (atom.set !== null) this.#keys.of(atom.key).set = true;
    }
    if (atom.set === null && !allows && atom.family !== 'null' && (open ? isMultivalued(atom.key) : manyOf(state))) {
      this.#doubt('doc:multivalued-key');
    }
    if (hasOddNull(atom) || (atom.negated && this.#mayNotParse(atom, open))) this.#doubt('doc:unparseable-value');
    if (atom.family === 'null') return;
    const known = state.is === 'present' ? state.values : null;
    for (const text of atom.values) this.#value(atom, text, variables, known);
  }

  /** Whether a side of the comparison may be no value of its family. */
  #mayNotParse({ family, key, values }: Atom, open: boolean): boolean {
    if (family !== 'numeric' && family !== 'date' && family !== 'ip') return false;
    return !open || this.#kindOf(key) === null || !values.every((each) => readableAs(family, each));
  }

  #value(atom: Atom, text: string, variables: boolean, known: readonly string[] | null): void {
    const { lookup } = this.#situation;
    const template = variables && takesVariables(atom.family) ? templateOf(text) : null;
    const filled = template === null ? text : fill(template, lookup);
    if (filled === null) return;
    if (filled !== undefined) {
      if (known === null) this.#keys.of(atom.key).predicates.push(...predicateOf(atom, filled));
      return;
    }
    const partly = partlyFilled(template ?? [], lookup);
    for (const key of partly.keys) this.#key(key);
    if (known !== null) {
      for (const value of known) askOfValue(atom, partly, value, this.#keys);
      return;
    }
    const without = filledWithout(template ?? [], lookup);
    if (without !== null) this.#keys.of(atom.key).predicates.push(...predicateOf(atom, without));
    this.#compare(atom, partly.text.length === 1 && atom.family === 'string' && atom.test !== 'equals-ignoring-case', partly.keys);
  }

  /** Two unknown values compared with each other: told apart where they are compared whole and to the letter. */
  #compare(atom: Atom, whole: boolean, keys: readonly string[]): void {
    const use = this.#keys.of(atom.key);
    for (const key of keys) {
      if (key === atom.key) continue;
      use.with.add(key);
      this.#keys.of(key).with.add(atom.key);
    }
    if (!whole) use.exact = false;
  }
}

function manyOf(state: ReturnType<Situation['lookup']>): boolean {
  return state.is === 'present' && state.values.length > 1;
}

function predicateOf(atom: Atom, text: string): readonly Predicate[] {
  switch (atom.family) {
    case 'string':
      if (atom.test === 'like') return [{ on: 'string', test: 'like', pattern: text }];
      return [{ on: 'string', test: atom.test === 'equals' ? 'equals' : 'equals-ignoring-case', pattern: plain(text) }];
    case 'arn':
      return [{ on: 'arn', pattern: text }];
    case 'numeric':
    case 'date':
    case 'ip':
    case 'binary':
    case 'bool':
      return [{ on: atom.family, test: atom.test, value: plain(text) }];
    case 'null':
      return [];
  }
}

/** The name under which an answer tells what it depends on. */
export function shownDoubt(doubt: string): string {
  return doubt.startsWith(UNREADABLE) ? UNREADABLE : doubt;
}
