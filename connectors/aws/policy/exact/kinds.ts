import type { TypedKind } from '../compile/compared.ts';
import type { Speaking } from '../compile/policy.ts';
import { compiledFor } from '../compile/policy.ts';
import { isTrusted } from '../decide/formula.ts';
import type { Situation } from '../request/situation.ts';
import type { PolicyInput } from '../access.ts';
import type { PolicyUse } from '../statement.ts';

/** Takes the key in lower case; `null`: its values may be any text. */
export type KindOf = (key: string) => TypedKind | null;

/**
 * A key that all statements that speak of the action, of all documents given, compare as one kind of value has values of that
 * kind.
 */
export function kindsOf(situation: Situation): KindOf {
  const documents: Speaking[] = [];
  const known = new Map<string, TypedKind | null>();
  return (key) => {
    if (documents.length === 0) collect(situation, documents);
    let kind = known.get(key);
    if (kind === undefined) {
      kind = kindIn(documents, key);
      known.set(key, kind);
    }
    return kind;
  };
}

function kindIn(documents: readonly Speaking[], key: string): TypedKind | null {
  let kind: TypedKind | null = null;
  for (const { compared } of documents) {
    const other = compared.get(key);
    if (other === 'text' || (other !== undefined && kind !== null && other !== kind)) return null;
    kind = other ?? kind;
  }
  return kind;
}

function collect(situation: Situation, into: Speaking[]): void {
  const { request, action } = situation;
  const take = (policies: readonly PolicyInput[], use: PolicyUse): void => {
    for (const each of policies) into.push(compiledFor(each, use).speaking(action));
  };
  take(request.identityPolicies, 'identity');
  if (request.permissionsBoundary !== undefined) take([request.permissionsBoundary], 'identity');
  take(request.sessionPolicies ?? [], 'identity');
  if (request.resourcePolicy !== undefined) take([request.resourcePolicy], isTrusted(situation) ? 'trust' : 'resource');
  for (const node of request.serviceControlPolicies ?? []) take(node, 'scp');
  for (const node of request.resourceControlPolicies ?? []) take(node, 'rcp');
}
