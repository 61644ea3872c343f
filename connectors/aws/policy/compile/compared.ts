import type { OperatorFamily } from '../condition.ts';
import type { TemplatePart } from '../match/variables.ts';
import { takesVariables, templateOf } from '../match/variables.ts';
import type { CompiledStatement } from './statement.ts';

/** A kind of which the values of a key are known to be when no other operator is used on it. */
export type TypedKind = 'bool' | 'numeric' | 'date' | 'ip';

/** As what statements compare a key; `text` also where they compare it as several kinds. `Null` does not compare. */
export type ComparedAs = TypedKind | 'text';

/** As what statements compare each key; a key that is put into a text is text. */
export function kindsCompared(statements: readonly CompiledStatement[]): ReadonlyMap<string, ComparedAs> {
  const kinds = new Map<string, ComparedAs>();
  const take = (key: string, kind: ComparedAs): void => {
    kinds.set(key, (kinds.get(key) ?? kind) === kind ? kind : 'text');
  };
  const takeAll = (template: readonly TemplatePart[]): void => {
    for (const part of template) if (typeof part !== 'string') take(part.key, 'text');
  };
  for (const { source, resources } of statements) {
    for (const { family, key, values } of source.conditions) {
      if (family === 'null') continue;
      take(key, kindOf(family));
      if (source.variables && takesVariables(family)) for (const each of values) takeAll(templateOf(each) ?? []);
    }
    for (const each of resources) if (each.is === 'template') takeAll(each.template);
  }
  return kinds;
}

function kindOf(family: OperatorFamily): ComparedAs {
  return family === 'bool' || family === 'numeric' || family === 'date' || family === 'ip' ? family : 'text';
}

const asked = new WeakMap<CompiledStatement, readonly string[]>();

/** The keys that the conditions of a statement ask for, also those put into their values. */
export function keysAsked(statement: CompiledStatement): readonly string[] {
  let keys = asked.get(statement);
  if (keys === undefined) {
    const { conditions, variables } = statement.source;
    const put = conditions.flatMap(({ family, values }) =>
      variables && takesVariables(family) ? values.flatMap((each) => templateOf(each) ?? []) : [],
    );
    keys = [...new Set([...conditions.map(({ key }) => key), ...put.flatMap((part) => (typeof part === 'string' ? [] : [part.key]))])];
    asked.set(statement, keys);
  }
  return keys;
}
