import type { Evidence, FactOfKind } from '../../../src/model/fact.ts';
import type { Source } from '../../../src/model/grant.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import { complement, intersect, never, union } from '../../../src/model/window.ts';
import type { ResourcePolicyFact } from '../facts.ts';
import { isKmsGrant } from '../surfaces/regional/facts.ts';
import { matches } from '../policy/glob.ts';
import type { Caller } from '../rights/caller.ts';
import type { AppliedStatement, CompiledStatement, PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import { intersectResources, resourcesOf } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { rightOf } from '../rights/rights.ts';
import { settleAll } from '../rights/settle.ts';
import { together } from '../rights/together.ts';
import { capabilityRows, universeOf } from './capabilities.ts';
import { firstPage } from './policies.ts';
import type { Controls } from './controls.ts';
import { uncontrolled } from './controls.ts';
import type { Organizations, Place } from './organization.ts';
import { isProtected } from './organization.ts';
import { deniesNaming, doubtful, escaped } from './denies.ts';
import type { Requester } from './principals.ts';

/** A resource with its policy. */
export interface Guard {
  readonly resource: string;
  readonly boundary: BoundaryId;
  readonly account: string;
  readonly partition: string;
  readonly document: PolicyDocument;
  readonly controls: Controls;
  readonly membership: Place['membership'];
  /** Rows that act on the resource or on what it holds, and the pattern of that. */
  readonly rows: readonly { readonly row: number; readonly universe: string }[];
  /** Its policy must allow too, whatever a policy of the caller's says. */
  readonly mandatory: boolean;
  readonly source: Source;
  readonly evidence: readonly Evidence[];
}

/** Resources with a policy, by ARN. */
export interface Guards {
  readonly all: readonly Guard[];
  /** The one that guards all that a scope speaks of. */
  of(scope: string): Guard | undefined;
}

export function readGuards(
  facts: Iterable<FactOfKind<'resource-policy'>>,
  documents: PolicyDocuments,
  organizations: Organizations,
): Guards {
  const byResource = new Map<string, Guard>();
  for (const fact of facts) {
    if (isKmsGrant(fact.value)) continue;
    const value = fact.value as unknown as ResourcePolicyFact;
    const place = organizations.placeOf(value.account);
    byResource.set(value.resource, guardOf(fact, value, documents.compile(value.document, 'resource'), place));
  }
  return {
    all: [...byResource.values()],
    of(scope) {
      if (byResource.size === 0) return undefined;
      const slash = scope.startsWith('arn:') && scope.split(':', 3)[2] === 's3' ? scope.indexOf('/') : -1;
      return byResource.get(slash < 0 ? scope : scope.slice(0, slash));
    },
  };
}

function guardOf(fact: FactOfKind<'resource-policy'>, value: ResourcePolicyFact, document: PolicyDocument, place: Place): Guard {
  const { resource, service, account } = value;
  const partition = resource.split(':')[1] ?? 'aws';
  const rows = capabilityRows.flatMap(({ action, on }, row) => {
    if (!action.startsWith(`${service}:`) || action.startsWith('sts:')) return [];
    if (on === 'object') return [{ row, universe: `${resource}/*` }];
    return matches(universeOf(on, partition, account), resource) ? [{ row, universe: resource }] : [];
  });
  const source = { id: `${resource}|policy`, kind: 'resource-policy', name: `resource policy of ${resource}`, boundary: fact.boundary };
  return {
    resource,
    boundary: fact.boundary,
    account,
    partition,
    document,
    controls: place.resources,
    membership: place.membership,
    rows,
    mandatory: service === 'kms',
    source,
    evidence: firstPage(fact),
  };
}

/** The statement for a caller and an action, within what the row acts on. */
function applied(statement: CompiledStatement, caller: Caller, row: number, universe: string): readonly AppliedStatement[] {
  if (statement.flags[row] !== 1) return [];
  const { effect, variables, conditions } = statement;
  const settled = settleAll(conditions, caller, { effect, variables, action: capabilityRows[row]?.action ?? null });
  if (!settled.applies) return [];
  return resourcesOf(statement, caller).flatMap(({ set, exact }) => {
    const resources = intersectResources(set, { include: [universe], exclude: [] });
    return resources.include.length === 0 ? [] : [{ statement, resources, exact, settled, byAction: null }];
  });
}

/** What one Allow of a resource's policy comes to for a caller, after the denies of that policy and of the resource's account. */
export function admittedBy(
  guard: Guard,
  statement: CompiledStatement,
  at: Guard['rows'][number],
  caller: Caller,
  requester: Requester,
): readonly Right[] {
  const { row, universe } = at;
  return applied(statement, caller, row, universe)
    .map((each) => rightOf(each, () => false))
    .flatMap((right) => escaping(guard, right, at, caller, requester))
    .flatMap(together);
}

/**
 * What one Allow of it gives anyone; and when no account has it, what a service, or somebody signed in elsewhere, may, if they are among those that
 * `"*"` admits.
 */
export function admittedOfAnyone(
  guard: Guard,
  statement: CompiledStatement,
  at: Guard['rows'][number],
  outsider: Caller,
): readonly Right[] {
  const rights = [...admittedBy(guard, statement, at, outsider, {})];
  for (const [kind, entry] of unsigned) {
    const beyond = complement(rights.reduce((windows, each) => union(windows, each.windows), never));
    if (beyond.length === 0) break;
    for (const right of admittedBy(guard, statement, at, { ...outsider, kind }, { entry })) {
      const windows = intersect(right.windows, beyond);
      if (windows.length > 0) rights.push(doubtful({ ...right, windows }));
    }
  }
  return rights;
}

const unsigned = [
  ['service', 'Service:*'],
  ['federated', 'Federated:*'],
] as const;

/** What the denies of a resource's policy, and of the controls of its account, leave of a right over it. */
export function escaping(
  { document, controls }: Guard,
  right: Right,
  { row, universe }: Guard['rows'][number],
  caller: Caller,
  requester: Requester,
): readonly Right[] {
  let rights: readonly Right[] = [right];
  const isControlled = isProtected(capabilityRows[row]?.action ?? '');
  for (const { deny, doubt } of deniesNaming(document, isControlled ? controls : uncontrolled, requester)) {
    if (deny.flags[row] !== 1) continue;
    for (const each of applied(deny, caller, row, universe)) rights = rights.flatMap((left) => escaped(left, each, doubt));
  }
  return rights;
}
