import * as v from 'valibot';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { BoundaryId, SurfaceId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { azureTenantBoundary, subscriptionBoundary } from '../../../ids.ts';

/** Where a list is asked for: one subscription, one management group, or, with neither, what lies above all of a tenant. */
export interface Asked {
  readonly tenant: string;
  readonly subscription?: string;
  readonly group?: string;
  /** A place in the subscription, in lower case and as paths have it: `resourcegroups/web`. */
  readonly below?: string;
}

const name = v.pipe(v.string(), v.nonEmpty());
const asked = v.object({ call: name, tenant: name, subscription: v.optional(name), group: v.optional(name), below: v.optional(name) });

/** What a task of a list carries; `undefined` for args that no task of this version has. */
export function askedOf({ args }: Task): (Asked & { readonly call: string }) | undefined {
  const read = v.safeParse(asked, args);
  return read.success ? (read.output as Asked & { readonly call: string }) : undefined;
}

export function boundaryOf({ tenant, subscription }: Asked): BoundaryId {
  return subscription === undefined ? azureTenantBoundary(tenant) : subscriptionBoundary(subscription);
}

export function taskAt(surface: SurfaceId, call: string, at: Asked): Task {
  const { tenant, subscription, group, below } = at;
  const where =
    subscription !== undefined ? { subscription, ...(below === undefined ? {} : { below }) } : group !== undefined ? { group } : {};
  return { boundary: boundaryOf(at), surface, args: { call, tenant, ...where } };
}

/** The scope as the path of a request has it; empty for what lies above everything. */
export function pathOfScope(args: JsonObject): string {
  const { subscription, group, below } = args;
  if (typeof subscription === 'string') {
    const inside = typeof below === 'string' ? below.split('/').map((each) => `/${encodeURIComponent(each)}`) : [];
    return `/subscriptions/${encodeURIComponent(subscription)}${inside.join('')}`;
  }
  if (typeof group === 'string') return `/providers/Microsoft.Management/managementGroups/${encodeURIComponent(group)}`;
  return '';
}

/** The same as Azure's answers name it, in lower case; `/` for what lies above everything. */
export function scopeAsked(at: Asked): string {
  const path = pathOfScope({ ...at }).toLowerCase();
  return path === '' ? '/' : decodeURIComponent(path);
}

/** `of subscription …`, for people. */
export function aboutScope(args: JsonObject): string {
  const { subscription, group, tenant, below } = args;
  if (typeof subscription === 'string') return `of ${typeof below === 'string' ? `${below} in ` : ''}subscription ${subscription}`;
  if (typeof group === 'string') return `of management group ${group}`;
  return typeof tenant === 'string' ? `of tenant ${tenant}` : '';
}

/** A member of a task's args that is a text. */
export function textArg(args: unknown, member: string): string | undefined {
  const value = isJsonObject(args) ? args[member] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
