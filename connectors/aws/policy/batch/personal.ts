import type { CompiledPolicy } from '../compile/policy.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Atom } from '../condition.ts';
import type { KeyLookup } from '../match/truth.ts';
import { atomHolds } from '../match/atom.ts';
import type { Template } from '../match/variables.ts';
import { templateOf } from '../match/variables.ts';
import { callerOf } from '../request/caller.ts';
import { derived } from '../request/derived.ts';
import { targetOf } from '../request/target.ts';

/** What in a document depends on the principal who asks, beside the document itself. */
export interface Personal {
  readonly conditions: readonly { readonly atom: Atom; readonly variables: boolean; readonly keys: readonly string[] }[];
  /** Keys whose values are put into resources. */
  readonly inResources: readonly string[];
}

/** `null`: nothing does, so that the document says the same of every principal of an account. */
export function personalOf(policy: CompiledPolicy): Personal | null {
  const conditions = policy.statements.flatMap(({ source: { conditions, variables } }) =>
    conditions.map((atom) => ({ atom, variables, keys: askedBy(atom, variables) })).filter(({ keys }) => keys.length > 0),
  );
  const inResources = [...new Set(policy.statements.flatMap(askedByResources))];
  return conditions.length === 0 && inResources.length === 0 ? null : { conditions, inResources };
}

/** Keys that the principal tells and a condition asks for. */
export function askedBy(atom: Atom, variables: boolean): readonly string[] {
  if (!variables) return isPersonal(atom.key) ? [atom.key] : [];
  return [...new Set([atom.key, ...atom.values.flatMap((value) => keysOf(templateOf(value)))])].filter(isPersonal);
}

/** Keys that the principal tells and the resources of a statement ask for. */
export function askedByResources({ resources }: CompiledStatement): readonly string[] {
  return resources.flatMap((pattern) => (pattern.is === 'template' ? keysOf(pattern.template).filter(isPersonal) : []));
}

/**
 * All that the document learns of the principal, as one text: principals for whom it is the same are alike to the document. A
 * condition that is settled tells its outcome; one that is not, the values it is made from.
 */
export function learned({ conditions, inResources }: Personal, lookup: KeyLookup): string {
  let text = '';
  for (const { atom, variables, keys } of conditions) {
    const holds = atomHolds(atom, lookup, variables);
    text += holds === 2 ? `?${tell(keys, lookup)}` : String(holds);
  }
  return inResources.length === 0 ? text : `${text}/${tell(inResources, lookup)}`;
}

/** What is known of the keys, as text. */
export function tell(keys: readonly string[], lookup: KeyLookup): string {
  return JSON.stringify(keys.map((key) => lookup(key)));
}

function keysOf(template: Template | null): readonly string[] {
  return (template ?? []).flatMap((part) => (typeof part === 'string' ? [] : [part.key]));
}

const user = callerOf({ type: 'user', arn: 'arn:aws:iam::111122223333:user/a', uid: 'AIDA1', credential: 'long-term' });
const role = callerOf({ type: 'role', arn: 'arn:aws:iam::111122223333:role/a', uid: 'AROA1', sessionName: 's' });
const target = targetOf('*', undefined, role);
const asked = { principal: '', principalTags: {}, action: '', resource: '*', identityPolicies: [] };
const known = new Map<string, boolean>([['aws:resourceaccount', false]]);

/** Whether the principal tells the key: asked of the evaluator itself, with a user and a role. */
function isPersonal(key: string): boolean {
  let answer = known.get(key);
  if (answer === undefined) {
    answer = [user, role].some((caller) => derived(key, caller, target, asked) !== null);
    // hostile documents may name any number of keys
    if (known.size < 10_000) known.set(key, answer);
  }
  return answer;
}
