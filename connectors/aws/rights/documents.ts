import type { Json } from '../../../src/base/json.ts';
import type { Caller } from './caller.ts';
import { dependsOnCaller } from './keys.ts';
import type { ResourceSet } from './resources.ts';
import { resourcesOf } from './resources.ts';
import type { Settled } from './settle.ts';
import { settleAll } from './settle.ts';
import type { PolicyUse, Statement } from '../policy/statement.ts';
import { readPolicy } from '../policy/statement.ts';
import type { ActionList } from './actions.ts';
import { everyAction } from './actions.ts';
import { hasVariable } from './variables.ts';

/** A distinct policy text. Two documents of the same text are one object. */
export interface PolicyDocument {
  /** Counts up in order of first sight; holds for one set of documents only and must not leave it. */
  readonly id: number;
  readonly statements: readonly CompiledStatement[];
  readonly denies: boolean;
  /** Whether its meaning differs between callers of one kind in one account. */
  readonly personal: boolean;
  /** Whether its meaning differs with the account that owns the resource. */
  readonly asksOwner: boolean;
}

export interface CompiledStatement extends Statement {
  /** By index of the action list. */
  readonly flags: Uint8Array;
  readonly everyAction: boolean;
}

/** A statement as it applies to one caller. Statements that never do are left out. */
export interface AppliedStatement {
  readonly statement: CompiledStatement;
  readonly resources: ResourceSet;
  readonly exact: boolean;
  readonly settled: Settled;
}

/** Compiles each distinct document once: by identity of the value first, then by its text. */
export class PolicyDocuments {
  readonly #actions: ActionList;
  readonly #byValue = new Map<object, PolicyDocument>();
  readonly #byText = new Map<string, PolicyDocument>();

  constructor(actions: ActionList) {
    this.#actions = actions;
  }

  get size(): number {
    return this.#byText.size;
  }

  compile(document: Json, use: PolicyUse): PolicyDocument {
    const known = typeof document === 'object' && document !== null ? this.#byValue.get(document) : undefined;
    if (known !== undefined) return known;
    const text = use + JSON.stringify(document);
    let compiled = this.#byText.get(text);
    if (compiled === undefined) {
      const statements = readPolicy(document, use).map((each) => ({
        ...each,
        flags: this.#actions.coveredBy(each),
        everyAction: everyAction(each),
      }));
      compiled = {
        id: this.#byText.size,
        statements,
        denies: statements.some((each) => each.effect === 'Deny'),
        personal: statements.some(isPersonal),
        asksOwner: statements.some((each) => each.conditions.some((atom) => atom.key === 'aws:resourceaccount')),
      };
      this.#byText.set(text, compiled);
    }
    if (typeof document === 'object' && document !== null) this.#byValue.set(document, compiled);
    return compiled;
  }
}

function isPersonal(statement: Statement): boolean {
  if (statement.conditions.some((atom) => dependsOnCaller(atom.key))) return true;
  if (!statement.variables) return false;
  return statement.resources.list.some(hasVariable) || statement.conditions.some((atom) => atom.values.some(hasVariable));
}

/** The statements of a document that can apply to the caller. */
export function apply(document: PolicyDocument, caller: Caller): readonly AppliedStatement[] {
  return document.statements.flatMap((statement) => {
    const settled = settleAll(statement.conditions, caller, statement);
    if (!settled.applies) return [];
    return resourcesOf(statement, caller).map(({ set, exact }) => ({ statement, resources: set, exact, settled }));
  });
}
