import { matches } from '../policy/glob.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Caller } from './caller.ts';
import { carries, isParticular } from './carried.ts';
import { dependsOnCaller, dependsOnOwner, isAboutFactor } from './keys.ts';
import type { ResourceSet } from './resources.ts';
import { hasVariable, resourcesOf } from './resources.ts';
import type { Settled } from './settle.ts';
import { settleAll } from './settle.ts';
import type { Atom } from '../policy/condition.ts';
import { ByStructure } from '../policy/batch/structure.ts';
import type { PolicyUse, Statement } from '../policy/statement.ts';
import { readPolicy } from '../policy/statement.ts';
import type { ActionList, Covered } from './actions.ts';

/** A distinct policy. Two documents that say the same are one object. */
export interface PolicyDocument {
  /** Counts up in order of first sight; holds for one set of documents only and must not leave it. */
  readonly id: number;
  readonly statements: readonly CompiledStatement[];
  /** What the statements' flags are about. */
  readonly actions: readonly string[];
  readonly told: ActionList['told'];
  /** Whether it allows, or denies, any of them. */
  readonly allows: boolean;
  readonly denies: boolean;
  /** Whether its meaning differs between callers of one kind in one account. */
  readonly personal: boolean;
  /** Whether it tells callers with a second factor from those without. */
  readonly asksFactor: boolean;
  /** Whether its meaning differs with the account that owns the resource. */
  readonly asksOwner: boolean;
}

export interface CompiledStatement extends Statement, Covered {
  /** Whether its conditions ask for a key that only some actions carry. */
  readonly particular: boolean;
}

/** A statement as it applies to one caller. Statements that never do are left out. */
export interface AppliedStatement {
  readonly statement: CompiledStatement;
  readonly resources: ResourceSet;
  readonly exact: boolean;
  readonly settled: Settled;
  /** The statement for one action, by index, where its conditions ask for keys that only some carry; `null` = alike for all. */
  readonly byAction: ((action: number) => AppliedStatement | undefined) | null;
}

/** Compiles each distinct document once. */
export class PolicyDocuments {
  readonly #actions: ActionList;
  readonly #atoms = new Map<string, Atom>();
  readonly #byUse = new Map<PolicyUse, ByStructure<PolicyDocument>>();
  #count = 0;

  constructor(actions: ActionList) {
    this.#actions = actions;
  }

  get size(): number {
    return this.#count;
  }

  compile(document: Json, use: PolicyUse): PolicyDocument {
    let distinct = this.#byUse.get(use);
    if (distinct === undefined) this.#byUse.set(use, (distinct = new ByStructure()));
    return distinct.find(document, () => this.#read(document, use));
  }

  /** What one comparison comes to is remembered with it, and documents share comparisons by the thousand. */
  #atomOf(atom: Atom): Atom {
    const id = `${atom.text}\n${atom.values.join('\n')}`;
    const known = this.#atoms.get(id);
    if (known === undefined) this.#atoms.set(id, atom);
    return known ?? atom;
  }

  #read(document: Json, use: PolicyUse): PolicyDocument {
    const statements = readPolicy(document, use).map((each): CompiledStatement => ({
      ...each,
      ...this.#actions.coveredBy(each),
      conditions: each.conditions.map((atom) => this.#atomOf(atom)),
      particular: each.conditions.some((atom) => isParticular(atom.key)),
    }));
    const speaking = statements.filter((each) => each.rows.length > 0);
    return {
      id: this.#count++,
      statements,
      actions: this.#actions.actions,
      told: this.#actions.told,
      allows: speaking.some((each) => each.effect === 'Allow'),
      denies: speaking.some((each) => each.effect === 'Deny'),
      personal: speaking.some(isPersonal),
      asksFactor: speaking.some((each) => each.conditions.some((atom) => isAboutFactor(atom.key))),
      asksOwner: speaking.some((each) => each.conditions.some((atom) => dependsOnOwner(atom.key))),
    };
  }
}

/** Whether a document may allow an action (in lower case), whatever it asks for beside. */
export function allows({ statements }: PolicyDocument, action: string): boolean {
  return statements.some(
    (each) =>
      each.effect === 'Allow' &&
      (each.unknown !== null || each.actions.list.some((pattern) => matches(pattern, action)) !== each.actions.except),
  );
}

function isPersonal(statement: Statement): boolean {
  if (statement.conditions.some((atom) => dependsOnCaller(atom.key))) return true;
  if (!statement.variables) return false;
  return statement.resources.list.some(hasVariable) || statement.conditions.some((atom) => atom.values.some(hasVariable));
}

/** The statements of a document that speak of an action of the list and can apply to the caller. */
export function apply(document: PolicyDocument, caller: Caller, which: 'Allow' | 'Deny'): readonly AppliedStatement[] {
  return document.statements.flatMap((statement) => {
    if (statement.effect !== which || statement.rows.length === 0) return [];
    const settled = settleAll(statement.conditions, caller, { effect: statement.effect, variables: statement.variables, action: null });
    if (!settled.applies && !statement.particular) return [];
    return resourcesOf(statement, caller).map(({ set, exact }): AppliedStatement => {
      const applied = { statement, resources: set, exact, settled, byAction: null };
      return statement.particular ? { ...applied, byAction: byAction(applied, caller, document) } : applied;
    });
  });
}

/** The statement as it applies to one action. */
export function forAction(applied: AppliedStatement, action: number): AppliedStatement | undefined {
  return applied.byAction === null ? applied : applied.byAction(action);
}

function byAction(
  applied: AppliedStatement,
  caller: Caller,
  { actions, told }: PolicyDocument,
): (action: number) => AppliedStatement | undefined {
  const { effect, variables, conditions } = applied.statement;
  const particular = conditions.filter((atom) => isParticular(atom.key));
  const known = new Map<string, AppliedStatement | undefined>();
  return function forOne(action) {
    const name = actions[action] ?? '';
    const values = told[action] ?? null;
    // actions that carry the same of its keys, and tell the same of them, are alike
    const id = particular.map(({ key }) => values?.get(key) ?? Number(carries(name, key))).join();
    if (!known.has(id)) {
      const settled = settleAll(conditions, caller, { effect, variables, action: name, told: values });
      known.set(id, settled.applies ? { ...applied, settled } : undefined);
    }
    return known.get(id);
  };
}
