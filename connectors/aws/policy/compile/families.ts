import type { OperatorFamily } from '../condition.ts';
import type { TemplatePart } from '../match/variables.ts';
import { takesVariables, templateOf } from '../match/variables.ts';
import type { CompiledStatement } from './statement.ts';

/** What a key is compared as; `Null` does not compare. */
export type ValueFamily = Exclude<OperatorFamily, 'null'>;

/** By which family of operators statements compare each key; a key that is put into a text is text. */
export function familiesOf(statements: readonly CompiledStatement[]): ReadonlyMap<string, ValueFamily | 'several'> {
  const families = new Map<string, ValueFamily | 'several'>();
  const take = (key: string, family: ValueFamily): void => {
    const other = families.get(key);
    families.set(key, other === undefined || other === family ? family : 'several');
  };
  const takeAll = (template: readonly TemplatePart[]): void => {
    for (const part of template) if (typeof part !== 'string') take(part.key, 'string');
  };
  for (const { source, resources } of statements) {
    for (const { family, key, values } of source.conditions) {
      if (family === 'null') continue;
      take(key, family);
      if (source.variables && takesVariables(family)) for (const each of values) takeAll(templateOf(each) ?? []);
    }
    for (const each of resources) if (each.is === 'template') takeAll(each.template);
  }
  return families;
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
