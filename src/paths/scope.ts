import { groupBy } from '../base/group.ts';
import { byCodeUnit } from '../base/order.ts';
import { boundaryIds } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { connectorOf, nameForm } from '../graph/names.ts';
import { aboveIn } from '../graph/scopes.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';
import type { ScopeParent, Scopes } from '../model/scope.ts';
import { isPattern, matchesPattern } from './pattern.ts';

/** The tree of scopes of a graph. */
export function scopesOf(graph: Graph): Scopes {
  const listed = connectorsOf([...graph.boundaries, ...graph.ledger.lines.map((each) => ({ id: each.boundary }))].map((each) => each.id));
  // what only grants and identities name takes a walk over all of them
  let named: ReadonlySet<string> | undefined;
  return scopeTree(graph.scopes, (connector) => listed.has(connector) || (named ??= connectorsOf(boundaryIds(graph))).has(connector));
}

/**
 * A boundary, and a container of boundaries, has the form `<connector>:<native id>`; whatever else has a name lies in the boundary that its
 * name tells.
 */
export function scopeTree(steps: readonly ScopeParent[], isConnector: (text: string) => boolean): Scopes {
  const parents = groupBy(steps, (each) => each.scope);
  const known = new Map<ScopeId, ReadonlySet<ScopeId>>();

  function isWhole(scope: ScopeId): boolean {
    const connector = connectorOf(scope);
    return connector !== '' && connector !== 'arn' && isConnector(connector);
  }

  function allAbove(scope: ScopeId): ReadonlySet<ScopeId> {
    let above = known.get(scope);
    if (above === undefined) {
      const boundary = boundaryOfName(scope);
      above = boundary === undefined ? aboveIn(parents, scope) : new Set([boundary, ...aboveIn(parents, boundary)]);
      // names inside boundaries are many, and asked about once
      if (boundary === undefined) known.set(scope, above);
    }
    return above;
  }

  return {
    contains(outer, inner) {
      if (outer === inner) return true;
      if (isPattern(outer)) return matchesPattern(outer, inner);
      if (isResource(outer)) return inner.startsWith(outer) && inner[outer.length] === '/';
      // what is told of a boundary ends in it: only boundaries and containers hold others
      return isWhole(outer) && allAbove(inner).has(outer);
    },
    isWhole,
    above: (scope) => [...allAbove(scope)].filter((each) => each !== scope).sort(byCodeUnit),
  };
}

/** A resource id of Azure holds every id that goes on after it. */
function isResource(scope: ScopeId): boolean {
  return scope.startsWith('/subscriptions/');
}

/** The connectors of these boundaries. */
export function connectorsOf(boundaries: Iterable<BoundaryId>): ReadonlySet<string> {
  return new Set([...boundaries].map(connectorOf).filter((each) => each !== ''));
}

// arn:partition:service:region:account:resource; the account is empty for some services (S3 buckets). A pattern's `*` for one of the parts
// before the account stands for that part.
const ARN_ACCOUNT = /^arn:[a-z0-9*?-]+:[a-z0-9*?-]+:[a-z0-9*?-]*:(\d{12}):/;

// /subscriptions/{id}/resourceGroups/{name}/providers/…, in lower case,
// https://learn.microsoft.com/azure/azure-resource-manager/management/overview#understand-scope
const ARM_SUBSCRIPTION = /^\/subscriptions\/([^/]+)(?:\/|$)/;
// a part of a directory, an object of it among them: a name of ours
const DIRECTORY_PART = /^entra\/([^/]+)\/./;

/** The boundary that a native name, or every name of a pattern, tells by its form. */
export function boundaryOfName(name: string): BoundaryId | undefined {
  const account = ARN_ACCOUNT.exec(name)?.[1];
  if (account !== undefined) return `aws:${account}`;
  const subscription = ARM_SUBSCRIPTION.exec(name)?.[1];
  if (subscription !== undefined) return `azure:${subscription}`;
  const tenant = DIRECTORY_PART.exec(name)?.[1];
  return tenant === undefined ? (nameForm(name)?.boundary ?? undefined) : `entra:${tenant}`;
}
