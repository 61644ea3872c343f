import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { Fact, FactIndex } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { Estate } from './resolve/estate.ts';
import { readEstate } from './resolve/estate.ts';
import { rowKeyIn } from './resolve/right.ts';

const roleName = (id: string): string => `azure-role|${id}`;

/** The names a fact goes by when an element is explained: itself, whom it is about, and of a role its id. Places and denials bear on every element. */
export function azureMentions(fact: Fact): Iterable<string> {
  if (!fact.boundary.startsWith('azure:') || !isJsonObject(fact.value)) return [];
  const { type, principal, id } = fact.value as { readonly type?: unknown; readonly principal?: unknown; readonly id?: unknown };
  if (type === 'role-definition') return typeof id === 'string' ? [roleName(id)] : [];
  if (type === 'subscription' || type === 'parent' || type === 'deny-assignment') return [''];
  return typeof principal === 'string' ? [fact.key, principal] : [fact.key];
}

/** The row it rests on, and what that row's role is. */
export function azureExplainWants(element: Grant | Link, facts: FactIndex): Iterable<string> {
  const wanted = [sourceKey(element)];
  const row = rowOf(readAll(facts), element);
  if (row !== undefined) wanted.push(roleName(row.value.role));
  return wanted;
}

/**
 * The role assignment, eligibility or policy that an element rests on with what its role gives, then each deny assignment above its scope.
 * What is not among the facts is told as unread.
 */
export function explainAzure(facts: FactIndex, element: Grant | Link): Explained {
  const estate = readAll(facts);
  const { because, conditions, source, evidence } = element;
  const row = rowOf(estate, element);
  const role = row === undefined ? undefined : estate.role(row.value.role, row.boundary);
  const statement: ExplainedStatement = {
    says: 'allows',
    reason:
      element.presence === 'certain'
        ? role === undefined
          ? 'recorded'
          : 'allows'
        : role === undefined && row !== undefined
          ? 'not-listed'
          : 'may-apply',
    document: source.name,
    attached: row === undefined ? '' : `to ${row.value.principal} at ${row.value.scope}`,
    statement: null,
    text: role === undefined ? null : (role.value.permissions as unknown as Json),
    outcome: because.join('; '),
    conditions,
    evidence: [...evidence, ...(role?.evidence ?? [])],
  };
  const denies = row === undefined ? [] : deniesOn(estate, row.value.scope);
  return { statements: [statement, ...denies], unread: element.caveats };
}

function deniesOn(estate: Estate, scope: string): readonly ExplainedStatement[] {
  const chain = estate.tree.chain(scope);
  return estate.of['deny-assignment']
    .filter(({ value }) => chain.includes(value.scope))
    .map(({ value, evidence }) => ({
      says: 'denies',
      reason: value.notToChildren ? 'other-resources' : 'takes-part',
      document: `deny assignment ${value.name}`,
      attached: `to ${value.principals.join(', ')}, but for ${value.excluded.length === 0 ? 'nobody' : value.excluded.join(', ')}, at ${value.scope}`,
      statement: null,
      text: value.permissions as unknown as Json,
      outcome: 'takes away what it names from those it names',
      conditions: value.condition === null ? [] : [{ text: value.condition, settled: 'outside' }],
      evidence,
    }));
}

function readAll(facts: FactIndex): Estate {
  return readEstate(facts, new Set(), () => false);
}

/** The key of the fact it rests on. Sources of what others share a fact by are that and more; of a role the element's own key tells it. */
function sourceKey({ source, key }: Grant | Link): string {
  if (source.kind === 'azure-role' || source.kind === 'azure-eligible-role') return rowKeyIn(key) ?? source.id;
  const parts = source.id.split('|');
  return source.kind === 'lighthouse' || source.kind === 'vault-policy' ? parts.slice(0, 2).join('|') : source.id;
}

function rowOf(
  estate: Estate,
  element: Grant | Link,
): Estate['of']['role-assignment' | 'role-instance' | 'role-schedule'][number] | undefined {
  const key = sourceKey(element);
  return (
    estate.of['role-assignment'].find((each) => each.key === key) ??
    estate.of['role-instance'].find((each) => each.key === key) ??
    estate.of['role-schedule'].find((each) => each.key === key)
  );
}
