import type { BoundaryId, ScopeId } from '../../../../../src/model/ids.ts';
import { azureScope, azureTenantBoundary, subscriptionBoundary } from '../../../ids.ts';
import type { Asked } from './asked.ts';
import { scopeAsked } from './asked.ts';

/** Where something that a list tells lies. */
export interface Where {
  readonly scope: ScopeId;
  /** Of what the scope lies in. */
  readonly boundary: BoundaryId;
  /** `above`: inherited by what was asked. `below`: asked for and below. */
  readonly seenFrom: 'same' | 'above' | 'below';
}

const OF_TENANT = /^\/providers\/[^/]+/;
const GROUP = /^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/;
const SUBSCRIPTION = /^\/subscriptions\/([^/]+)(?:\/|$)/;

/**
 * A scope that a row names, as seen from the scope that was asked about. `undefined`: it lies neither in what was asked nor above it, so that
 * the row is of another answer, or it is no scope at all. The root and management groups hold what is asked by being told of it: the answer
 * itself does not tell which groups those are.
 */
export function whereIs(told: string, asked: Asked): Where | undefined {
  const path = normal(told);
  const own = normal(scopeAsked(asked));
  const boundary = boundaryOfPath(path, asked.tenant);
  if (boundary === undefined) return undefined;
  const at = { scope: azureScope(asked.tenant, path), boundary };
  if (path === own) return { ...at, seenFrom: 'same' };
  if (own === '') return SUBSCRIPTION.test(path) || GROUP.test(path) ? undefined : { ...at, seenFrom: 'below' };
  if (path === '' || GROUP.test(path) || (asked.below !== undefined && own.startsWith(`${path}/`))) return { ...at, seenFrom: 'above' };
  return asked.subscription !== undefined && path.startsWith(`${own}/`) ? { ...at, seenFrom: 'below' } : undefined;
}

/** Any scope of a tenant, wherever it was told of. */
export function placeOf(told: string, tenant: string): { readonly scope: ScopeId; readonly boundary: BoundaryId } | undefined {
  const path = normal(told);
  const boundary = boundaryOfPath(path, tenant);
  return boundary === undefined ? undefined : { scope: azureScope(tenant, path), boundary };
}

function boundaryOfPath(path: string, tenant: string): BoundaryId | undefined {
  const subscription = SUBSCRIPTION.exec(path)?.[1];
  if (subscription !== undefined) return subscriptionBoundary(subscription);
  return path === '' || OF_TENANT.test(path) ? azureTenantBoundary(tenant) : undefined;
}

function normal(scope: string): string {
  return scope.toLowerCase().replace(/\/+$/, '');
}
