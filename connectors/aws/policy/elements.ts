import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isAllStars } from './glob.ts';

/**
 * `identity`, `scp`: principals are forbidden. `resource`: principals and resources are demanded. `trust`: principals are demanded,
 * resources may be absent. `rcp`: the principal must be `"*"`.
 */
export type PolicyUse = 'identity' | 'resource' | 'trust' | 'scp' | 'rcp';

/** The members of an object by lower-case name. */
export interface Folded {
  readonly members: ReadonlyMap<string, Json>;
  /** Names that are none of those known, as written. */
  readonly strange: readonly string[];
}

/** The object's members, or what is wrong: one name in two spellings. */
export function fold(object: JsonObject, known: readonly string[]): Folded | string {
  const members = new Map<string, Json>();
  const strange: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    if (!known.includes(lower)) strange.push(name);
    else if (members.has(lower)) return `the element ${JSON.stringify(name)} is there twice`;
    else members.set(lower, value);
  }
  return { members, strange };
}

/** The patterns of an `Action` or `Resource`; `except`: of the `Not` form. */
export interface Patterns {
  readonly list: readonly string[];
  readonly except: boolean;
}

export const everything: Patterns = { list: ['*'], except: false };

/** The one of an element and its `Not` form that is there; everything where it is not understood. */
export function either(parts: ReadonlyMap<string, Json>, plain: string, negated: string, wrong: string[]): Patterns {
  const [a, b] = [parts.get(plain), parts.get(negated)];
  if ((a === undefined) === (b === undefined)) {
    wrong.push(`it needs exactly one of ${plain} and ${negated}`);
    return everything;
  }
  const list = strings(a ?? b ?? null);
  if (list === undefined) {
    wrong.push(`its ${a === undefined ? negated : plain} is neither a string nor a list of strings`);
    return everything;
  }
  return { list, except: a === undefined };
}

/** A text or a list of texts. */
export function strings(value: Json): readonly string[] | undefined {
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.every((each) => typeof each === 'string') ? items : undefined;
}

/** In lower case. A pattern that can be no action's is said in `wrong` and taken as one that may mean any. */
export function actionPatterns({ list, except }: Patterns, wrong: string[]): Patterns {
  return widened({ list: list.map((each) => each.toLowerCase()), except }, (each) => each.includes(':'), 'action', wrong);
}

/** The same for resources, which are ARNs. */
export function resourcePatterns(patterns: Patterns, wrong: string[]): Patterns {
  return widened(patterns, (each) => each.startsWith('arn:'), 'resource', wrong);
}

/** In a list of exceptions, what may mean anything must except nothing for sure: the statement as a whole is open. */
function widened({ list, except }: Patterns, isUnderstood: (pattern: string) => boolean, what: string, wrong: string[]): Patterns {
  const odd = list.filter((each) => !isAllStars(each) && !isUnderstood(each));
  if (odd.length === 0) return { list, except };
  for (const each of odd) wrong.push(`${JSON.stringify(each)} is no pattern of ${what === 'action' ? 'an action' : 'a resource'}`);
  const rest = list.filter((each) => !odd.includes(each));
  return { list: except ? rest : [...rest, '*'], except };
}
