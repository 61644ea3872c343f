import type { AccessRequest } from '../access.ts';
import { PolicyError } from '../errors.ts';

// Objects found well formed before: no object of a request may change once it was given.
const checked = new WeakSet<object>();

/**
 * Refuses what a caller without types may hand in: a policy where a list of policies belongs, a number as a value. Taken as it is, it
 * would match nothing in silence. Throws `PolicyError` with the code `bad-request`.
 */
export function checkShape(request: AccessRequest): void {
  const given = request as unknown;
  if (!isObject(given)) refuse('the request', given, 'an object');
  const each: Record<string, unknown> = given as Record<string, unknown>;
  list('identityPolicies', each['identityPolicies'], true);
  list('sessionPolicies', each['sessionPolicies'], false);
  levels('serviceControlPolicies', each['serviceControlPolicies']);
  levels('resourceControlPolicies', each['resourceControlPolicies']);
  values('context', each['context'], true);
  values('principalTags', each['principalTags'], false);
  keys(each['unknownKeys']);
  for (const name of ['action', 'resource'] as const) if (typeof each[name] !== 'string') refuse(name, each[name], 'a text');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(name: string, value: unknown, required: boolean): void {
  if (value === undefined && !required) return;
  if (!Array.isArray(value)) refuse(name, value, 'a list of policies');
}

function levels(name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'object' && value !== null && checked.has(value))) return;
  if (!Array.isArray(value)) refuse(name, value, 'a list with one list of policies for each node');
  const nodes = value as readonly unknown[];
  for (const [at, node] of nodes.entries()) list(`${name}[${at}]`, node, true);
  checked.add(nodes);
}

function values(name: string, value: unknown, lists: boolean): void {
  if (value === undefined || (typeof value === 'object' && value !== null && checked.has(value))) return;
  if (!isObject(value)) refuse(name, value, 'an object of texts');
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (typeof member === 'string') continue;
    const texts = lists && Array.isArray(member) && member.every((each) => typeof each === 'string');
    if (!texts) refuse(`${name}[${JSON.stringify(key)}]`, member, lists ? 'a text or a list of texts' : 'a text');
  }
  checked.add(members);
}

function keys(value: unknown): void {
  if (value === undefined || (typeof value === 'object' && value !== null && checked.has(value))) return;
  if (!Array.isArray(value)) refuse('unknownKeys', value, 'a list of keys');
  const names = value as readonly unknown[];
  for (const [at, each] of names.entries()) {
    if (typeof each === 'string') continue;
    const named = isObject(each) ? (each as Readonly<Record<string, unknown>>) : {};
    if (typeof named['key'] !== 'string' || named['present'] !== true) {
      refuse(`unknownKeys[${at}]`, each, 'a key, or an object with key and present: true');
    }
  }
  checked.add(names);
}

function refuse(name: string, seen: unknown, wanted: string): never {
  const kind = seen === null ? 'null' : Array.isArray(seen) ? 'a list' : seen === undefined ? 'nothing' : `of type ${typeof seen}`;
  throw new PolicyError('bad-request', `cannot decide a request: ${name} is ${kind}, and must be ${wanted}`);
}
