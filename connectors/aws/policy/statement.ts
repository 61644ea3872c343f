import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Atom } from './condition.ts';
import { readConditions } from './condition.ts';
import type { Patterns, PolicyUse } from './elements.ts';
import { actionPatterns, either, everything, fold, resourcePatterns } from './elements.ts';
import type { Principals } from './principals.ts';
import { anyPrincipal, readPrincipals } from './principals.ts';

export type { PolicyUse } from './elements.ts';
export type { PrincipalEntry } from './principals.ts';
export { anyPrincipal } from './principals.ts';

/**
 * One statement, normalised. One that could not be understood wholly keeps what was: `unknown` says what was not, and where the
 * action or resource was not understood it is taken to be everything. A statement of unreadable effect becomes two.
 */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Lower case. `except`: the list is a `NotAction`. */
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly principals: Principals | null;
  readonly conditions: readonly Atom[];
  /** Whether `${…}` is a variable: only in version 2012-10-17. */
  readonly variables: boolean;
  readonly unknown: string | null;
  /** The statement's place in the document, from 0. */
  readonly index: number;
  readonly sid: string | null;
}

/** Everything a document that could not be read might say: that it allows and that it denies anything. */
export function unreadable(why: string, index = 0): readonly Statement[] {
  return (['Allow', 'Deny'] as const).map((effect) => ({
    effect,
    actions: everything,
    resources: everything,
    principals: anyPrincipal,
    conditions: [],
    variables: false,
    unknown: why,
    index,
    sid: null,
  }));
}

const versions = new Set(['2008-10-17', '2012-10-17']);

/**
 * Reads a policy document (grammar: IAM User Guide, reference_policies_grammar.html). Never throws and never drops: what does not
 * parse becomes a statement with `unknown` set. Element names are taken in any case; effects only as written.
 */
export function readPolicy(document: Json, use: PolicyUse): readonly Statement[] {
  if (document === null) return unreadable('the document could not be read');
  if (!isJsonObject(document)) return unreadable('the document is not an object');
  const top = fold(document, ['version', 'id', 'statement']);
  if (typeof top === 'string') return unreadable(top);
  const [strange] = top.strange;
  if (strange !== undefined) return unreadable(`the element ${JSON.stringify(strange)} is not known`);
  const version = top.members.get('version');
  if (version !== undefined && !(typeof version === 'string' && versions.has(version))) {
    return unreadable(`the version ${JSON.stringify(version)} is not known`);
  }
  const statement = top.members.get('statement');
  if (statement === undefined) return unreadable('the document has no statement');
  const items: readonly Json[] = Array.isArray(statement) ? statement : [statement];
  return items.flatMap((item, index) => readStatement(item, use, version === '2012-10-17', index));
}

const elements = ['sid', 'effect', 'action', 'notaction', 'resource', 'notresource', 'principal', 'notprincipal', 'condition'];

function readStatement(item: Json, use: PolicyUse, variables: boolean, index: number): readonly Statement[] {
  if (!isJsonObject(item)) return unreadable('a statement is not an object', index);
  const folded = fold(item, elements);
  if (typeof folded === 'string') return unreadable(folded, index);
  const parts = folded.members;
  const wrong = folded.strange.map((each) => `the element ${JSON.stringify(each)} is not known`);
  const actions = actionPatterns(either(parts, 'action', 'notaction', wrong), wrong);
  const resources = use === 'trust' ? ofTrust(parts, wrong) : resourcePatterns(either(parts, 'resource', 'notresource', wrong), wrong);
  const principals = readPrincipals(parts, use, wrong);
  const conditions = readConditions(parts.get('condition'), wrong);
  const effect = parts.get('effect');
  if (effect !== 'Allow' && effect !== 'Deny') wrong.push(`the effect ${JSON.stringify(effect ?? null)} is not known`);
  const sid = parts.get('sid');
  const read = {
    actions,
    resources,
    principals,
    conditions,
    variables,
    unknown: wrong.length === 0 ? null : wrong.join('; '),
    index,
    sid: typeof sid === 'string' ? sid : null,
  };
  if (effect === 'Allow' || effect === 'Deny') return [{ effect, ...read }];
  return [
    { effect: 'Allow', ...read },
    { effect: 'Deny', ...read },
  ];
}

/** A trust policy speaks of its role. */
function ofTrust(parts: ReadonlyMap<string, Json>, wrong: string[]): Patterns {
  if (parts.has('resource') || parts.has('notresource')) wrong.push('it names a resource, which no trust policy may');
  return everything;
}
