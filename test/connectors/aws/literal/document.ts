import type { Json } from '../../../../src/base/json.ts';
import type { Entry } from './condition.ts';
import { operatorOf } from './condition.ts';

/*
 * Documents. IAM User Guide: reference_policies_grammar.html. What is not understood stays, marked as such: a Deny that is lost
 * allows.
 */

/** `identity` also: boundary, session policy, SCP. `trust`: the resource is the role. */
export type Place = 'identity' | 'resource' | 'trust' | 'rcp';

export interface Listed {
  readonly not: boolean;
  readonly values: readonly string[];
}
export interface Named {
  /** `*` = written as a bare star. */
  readonly kind: '*' | 'AWS' | 'Service' | 'Federated';
  readonly value: string;
}
export interface Statement {
  /** `undefined` = it may be either. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  /** `undefined` = not understood, so it may speak of any. */
  readonly action: Listed | undefined;
  readonly resource: Listed | undefined;
  /** `open`: an account is named by its canonical id, which does not tell whose it is. */
  readonly principal: { readonly not: boolean; readonly named: readonly Named[]; readonly open: boolean } | undefined;
  readonly conditions: readonly Entry[];
  readonly readable: boolean;
}
export interface Document {
  readonly variables: boolean;
  readonly statements: readonly Statement[];
}

const unreadable: Statement = {
  effect: undefined,
  action: undefined,
  resource: undefined,
  principal: undefined,
  conditions: [],
  readable: false,
};

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const elements = ['sid', 'effect', 'action', 'notaction', 'resource', 'notresource', 'principal', 'notprincipal', 'condition'];
const versions = [undefined, '2008-10-17', '2012-10-17'];

/** Element names ignore case. */
function element(fields: Fields, name: string): unknown {
  return Object.entries(fields).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

export function documentOf(json: Json, place: Place): Document {
  if (!isFields(json)) return { variables: false, statements: [unreadable] };
  const written = element(json, 'Statement');
  const version = element(json, 'Version') as string | undefined;
  // in a version nobody knows everything may mean something else
  if (!versions.includes(version)) return { variables: false, statements: [unreadable] };
  const statements = Array.isArray(written) ? written : [written];
  return {
    variables: version === '2012-10-17',
    statements: statements.map((each) => statementOf(each, place)),
  };
}

function statementOf(written: unknown, place: Place): Statement {
  if (!isFields(written)) return unreadable;
  const names = Object.keys(written).map((each) => each.toLowerCase());
  // one that is written twice may say either
  if (new Set(names).size < names.length) return unreadable;
  const effect = element(written, 'Effect');
  const action = listed(written, 'Action');
  const resource = place === 'trust' ? { not: false, values: ['*'] } : listed(written, 'Resource');
  const principal = place === 'identity' ? nobody : principalOf(written);
  const conditions = conditionsOf(element(written, 'Condition'));
  // effect is exactly Allow or Deny
  const known = effect === 'Allow' || effect === 'Deny' ? effect : undefined;
  return {
    effect: known,
    action,
    resource,
    principal,
    conditions: conditions.entries,
    readable:
      conditions.whole &&
      // what an element nobody knows means for the others nobody can tell
      names.every((each) => elements.includes(each)) &&
      !isOutOfPlace(written, place) &&
      !(action?.values ?? []).some(isOddAction) &&
      !(resource?.values ?? []).some(isOddResource) &&
      ![known, action, resource, principal].includes(undefined),
  };
}

const nobody: Statement['principal'] = { not: false, named: [], open: false };

/** A principal where none belongs; a resource control policy that speaks of somebody and not of everyone. */
function isOutOfPlace(written: Fields, place: Place): boolean {
  const names = Object.keys(written).map((each) => each.toLowerCase());
  if (place === 'identity') return names.some((each) => each.endsWith('principal'));
  return place === 'rcp' && element(written, 'Principal') !== '*';
}

/** No pattern of actions, so it may mean any. */
export function isOddAction(pattern: string): boolean {
  return !pattern.includes(':') && !/^\*+$/.test(pattern);
}
/** No pattern of resources, so it may mean any. */
export function isOddResource(pattern: string): boolean {
  return !pattern.startsWith('arn:') && !/^\*+$/.test(pattern);
}

const principals = [
  /^\*$/,
  /^\d{12}$/,
  /^arn:[^:*?]+:iam::\d{12}:(?:root|(?:user|role)\/[^*?]+)$/,
  /^arn:[^:*?]+:sts::\d{12}:(?:assumed-role\/[^*?/]+\/[^*?]+|federated-user\/[^*?]+)$/,
  /^A[A-Z]{3}[A-Za-z0-9]+$/,
  // an origin access identity of CloudFront, which is nobody who asks here
  /^arn:[^:*?]+:iam::cloudfront:user\/[^*?]+$/,
];
/** What `AWS` may name. */
function isPrincipal(text: string): boolean {
  return principals.some((form) => form.test(text));
}

/** Exactly one of an element and its `Not` form; one text or a list of texts. */
function listed(written: Fields, name: string): Listed | undefined {
  const [plain, not] = [element(written, name), element(written, `Not${name}`)];
  if ((plain === undefined) === (not === undefined)) return undefined;
  const values = texts(plain ?? not);
  return values === undefined ? undefined : { not: plain === undefined, values };
}

function texts(written: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = Array.isArray(written) ? written : [written];
  return values.every((each) => typeof each === 'string') ? values : undefined;
}

function principalOf(written: Fields): Statement['principal'] {
  const [plain, notPlain] = [element(written, 'Principal'), element(written, 'NotPrincipal')];
  if ((plain === undefined) === (notPlain === undefined)) return undefined;
  const not = plain === undefined;
  const value = plain ?? notPlain;
  if (value === '*') return { not, named: [{ kind: '*', value: '*' }], open: false };
  if (!isFields(value)) return undefined;
  const named: Named[] = [];
  let open = false;
  for (const [kind, each] of Object.entries(value)) {
    const values = texts(each);
    if (values === undefined) return undefined;
    if (kind === 'AWS' && !values.every(isPrincipal)) return undefined;
    if (kind === 'CanonicalUser' && !not) open = true;
    else if (kind === 'AWS' || kind === 'Service' || kind === 'Federated')
      named.push(...values.map((one): Named => ({ kind, value: one })));
    else return undefined;
  }
  return { not, named, open };
}

/** The entries that are understood, and whether all are. */
function conditionsOf(written: unknown): { readonly entries: readonly Entry[]; readonly whole: boolean } {
  if (written === undefined) return { entries: [], whole: true };
  if (!isFields(written)) return { entries: [], whole: false };
  const entries: Entry[] = [];
  let whole = true;
  for (const [name, keys] of Object.entries(written)) {
    const operator = operatorOf(name);
    if (operator === undefined || !isFields(keys)) {
      whole = false;
      continue;
    }
    for (const [key, value] of Object.entries(keys)) {
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      // booleans and numbers are read as their text
      if (!values.every((each) => typeof each === 'string' || typeof each === 'boolean' || typeof each === 'number')) whole = false;
      else entries.push({ ...operator, key: key.toLowerCase(), values: values.map(String) });
    }
  }
  return { entries, whole };
}
