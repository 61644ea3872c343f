import type { Json } from '../../../../src/base/json.ts';
import type { PolicyUse } from '../statement.ts';
import { readPolicy } from '../statement.ts';
import type { ActionName } from './actions.ts';
import type { ComparedAs } from './compared.ts';
import { kindsCompared } from './compared.ts';
import type { CompiledStatement } from './statement.ts';
import { compileStatement, speaksOf } from './statement.ts';

/** The statements of a policy that speak of one action. */
export class Speaking {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
  #compared: ReadonlyMap<string, ComparedAs> | undefined;

  constructor(statements: readonly CompiledStatement[]) {
    this.allows = statements.filter((each) => each.allows);
    this.denies = statements.filter((each) => !each.allows);
  }

  /** As what they compare each key. */
  get compared(): ReadonlyMap<string, ComparedAs> {
    return (this.#compared ??= kindsCompared([...this.allows, ...this.denies]));
  }
}

const silent = new Speaking([]);

/** A document read once. It remembers which of its statements speak of each action it was asked about. */
export class CompiledPolicy {
  readonly use: PolicyUse;
  readonly document: Json;
  readonly statements: readonly CompiledStatement[];
  #byAction: (Speaking | undefined)[] = [];
  #generation = 0;

  constructor(document: Json, use: PolicyUse) {
    this.use = use;
    this.document = document;
    this.statements = readPolicy(document, use).map((each, at) => compileStatement(each, at, use));
  }

  speaking(action: ActionName): Speaking {
    if (this.#generation !== action.generation) {
      this.#generation = action.generation;
      this.#byAction = [];
    }
    return (this.#byAction[action.id] ??= this.#select(action.lower));
  }

  #select(action: string): Speaking {
    const speaking = this.statements.filter(({ source }) => speaksOf(source, action));
    return speaking.length === 0 ? silent : new Speaking(speaking);
  }
}

/** Shares what is compiled between documents of the same text. */
export class PolicySet {
  readonly #byText = new Map<string, CompiledPolicy>();

  /** How many distinct texts there are, counted for each use. */
  get size(): number {
    return this.#byText.size;
  }

  /** {@link compile} for a document of this set. */
  compile(document: Json, use: PolicyUse): CompiledPolicy {
    return interned(document, use, () => {
      const text = use + JSON.stringify(document);
      let compiled = this.#byText.get(text);
      if (compiled === undefined) {
        compiled = new CompiledPolicy(document, use);
        this.#byText.set(text, compiled);
      }
      return compiled;
    });
  }
}

/**
 * Reads a document for one use. Never throws: what does not parse is kept as a statement that may or may not match. The same object
 * gives the same result, so it must not be changed afterwards.
 */
export function compile(document: Json, use: PolicyUse): CompiledPolicy {
  return interned(document, use, () => new CompiledPolicy(document, use));
}

const byObject: Record<PolicyUse, WeakMap<object, CompiledPolicy>> = {
  identity: new WeakMap(),
  resource: new WeakMap(),
  trust: new WeakMap(),
  scp: new WeakMap(),
  rcp: new WeakMap(),
};

function interned(document: Json, use: PolicyUse, make: () => CompiledPolicy): CompiledPolicy {
  if (typeof document !== 'object' || document === null) return make();
  const known = byObject[use];
  let compiled = known.get(document);
  if (compiled === undefined) {
    compiled = make();
    known.set(document, compiled);
  }
  return compiled;
}

/** A policy given to be evaluated, read for the place where it stands. */
export function compiledFor(policy: Json | CompiledPolicy, use: PolicyUse): CompiledPolicy {
  if (!(policy instanceof CompiledPolicy)) return compile(policy, use);
  return policy.use === use ? policy : compile(policy.document, use);
}
