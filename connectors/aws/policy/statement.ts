import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Atom } from './condition.ts';
import { readConditions } from './condition.ts';

/** One kind of entry in a `Principal` element; `*` stands for the bare string. */
export interface PrincipalEntry {
  readonly type: string;
  readonly value: string;
}

/**
 * One statement, normalised. One that could not be understood wholly keeps what was: `unknown` says what was not, and where the
 * action or resource was not understood it is taken to be everything. A statement of unreadable effect becomes two.
 */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Lower case. `except`: the list is a `NotAction`. */
  readonly actions: { readonly list: readonly string[]; readonly except: boolean };
  readonly resources: { readonly list: readonly string[]; readonly except: boolean };
  readonly principals: { readonly list: readonly PrincipalEntry[]; readonly except: boolean } | null;
  readonly conditions: readonly Atom[];
  /** Whether `${…}` is a variable: only in version 2012-10-17. */
  readonly variables: boolean;
  readonly unknown: string | null;
  /** The statement's place in the document, from 0. */
  readonly index: number;
  readonly sid: string | null;
}

/**
 * `identity`, `scp`: principals are forbidden. `resource`: principals and resources are demanded. `trust`: principals are demanded,
 * resources may be absent. `rcp`: the principal must be `"*"`.
 */
export type PolicyUse = 'identity' | 'resource' | 'trust' | 'scp' | 'rcp';

/** The principals of a statement whose principals were not understood: anyone of any kind. Known by identity. */
export const anyPrincipal: NonNullable<Statement['principals']> = { list: [{ type: '*', value: '*' }], except: false };

/** Everything a document that could not be read might say: that it allows and that it denies anything. */
export function unreadable(why: string, index = 0): readonly Statement[] {
  return (['Allow', 'Deny'] as const).map((effect) => ({
    effect,
    actions: { list: ['*'], except: false },
    resources: { list: ['*'], except: false },
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
  const version = top.get('version');
  if (version !== undefined && !(typeof version === 'string' && versions.has(version))) {
    return unreadable(`the version ${JSON.stringify(version)} is not known`);
  }
  const statement = top.get('statement');
  if (statement === undefined) return unreadable('the document has no statement');
  const items: readonly Json[] = Array.isArray(statement) ? statement : [statement];
  return items.flatMap((item, index) => readStatement(item, use, version === '2012-10-17', index));
}

const elements = ['sid', 'effect', 'action', 'notaction', 'resource', 'notresource', 'principal', 'notprincipal', 'condition'];

function readStatement(item: Json, use: PolicyUse, variables: boolean, index: number): readonly Statement[] {
  if (!isJsonObject(item)) return unreadable('a statement is not an object', index);
  const parts = fold(item, elements);
  if (typeof parts === 'string') return unreadable(parts, index);
  const wrong: string[] = [];
  const actions = either(parts, 'action', 'notaction', wrong);
  const resources = use === 'trust' ? ofTrust(parts, wrong) : either(parts, 'resource', 'notresource', wrong);
  const principals = readPrincipals(parts, use, wrong);
  const conditions = readConditions(parts.get('condition'), wrong);
  const effect = parts.get('effect');
  if (effect !== 'Allow' && effect !== 'Deny') wrong.push(`the effect ${JSON.stringify(effect ?? null)} is not known`);
  const sid = parts.get('sid');
  const read = {
    actions: { list: actions.list.map((each) => each.toLowerCase()), except: actions.except },
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

const everything = { list: ['*'] as readonly string[], except: false };

/** A trust policy speaks of its role. */
function ofTrust(parts: ReadonlyMap<string, Json>, wrong: string[]): Statement['resources'] {
  if (parts.has('resource') || parts.has('notresource')) wrong.push('it names a resource, which no trust policy may');
  return everything;
}

function either(parts: ReadonlyMap<string, Json>, plain: string, negated: string, wrong: string[]): Statement['resources'] {
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

const principalTypes = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

function readPrincipals(parts: ReadonlyMap<string, Json>, use: PolicyUse, wrong: string[]): Statement['principals'] {
  const [plain, negated] = [parts.get('principal'), parts.get('notprincipal')];
  if (use === 'identity' || use === 'scp') {
    if (plain !== undefined || negated !== undefined) {
      wrong.push(`it names a principal, which no ${use === 'scp' ? 'service control' : 'identity'} policy may`);
    }
    return null;
  }
  const except = plain === undefined;
  const block = plain ?? negated;
  if (block === undefined || (plain !== undefined && negated !== undefined)) {
    wrong.push('it needs exactly one of principal and notprincipal');
    return anyPrincipal;
  }
  if (use === 'rcp' && (except || block !== '*')) {
    wrong.push('its principal is not "*", as a resource control policy demands');
    return anyPrincipal;
  }
  if (block === '*') return { list: [{ type: '*', value: '*' }], except };
  if (!isJsonObject(block)) {
    wrong.push('its principal is neither "*" nor an object');
    return anyPrincipal;
  }
  const list: PrincipalEntry[] = [];
  for (const [type, value] of Object.entries(block)) {
    if (!principalTypes.has(type)) {
      wrong.push(`the principal type ${JSON.stringify(type)} is not known`);
      return anyPrincipal;
    }
    const values = strings(value ?? null);
    if (values === undefined) {
      wrong.push(`its principal ${type} is neither a string nor a list of strings`);
      return anyPrincipal;
    }
    for (const each of values) list.push({ type, value: each });
  }
  return { list, except };
}

function strings(value: Json): readonly string[] | undefined {
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.every((each) => typeof each === 'string') ? items : undefined;
}

/** Members by lower-case name, or what is wrong: a name not known, or one name in two spellings. */
function fold(object: JsonObject, known: readonly string[]): ReadonlyMap<string, Json> | string {
  const members = new Map<string, Json>();
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    if (!known.includes(lower)) return `the element ${JSON.stringify(name)} is not known`;
    if (members.has(lower)) return `the element ${JSON.stringify(name)} is there twice`;
    members.set(lower, value);
  }
  return members;
}
