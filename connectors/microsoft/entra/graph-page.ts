import * as v from 'valibot';
import type { Instant } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Reading } from '../../../src/contract/reading.ts';
import { instant } from '../../../src/contract/reading.ts';
import type { Credential, Identity, Usage } from '../../../src/model/entity.ts';
import type { FactIndex, FactKind, KnownFactValues } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import type { TenantFact } from './facts.ts';
import { directoryObject, isGuid } from '../ids.ts';

/** An id of the directory: in lower case, as all ids of Microsoft's are held. */
export const guid = v.pipe(v.string(), v.check(isGuid, 'no GUID'), v.toLowerCase());

/** What decides nothing, and may be lacking. */
export const text = v.optional(v.nullable(v.string()));

/** A time that decides nothing by itself; absent and `null` are the same: it is not told. */
export const time = v.optional(v.nullable(instant));

/**
 * An end. `null` and a time of the year 9999 both mean that there is none (https://learn.microsoft.com/graph/api/resources/passwordcredential);
 * where the member is absent, nothing is told, and the schema refuses it.
 */
export const ending = v.pipe(
  v.nullable(instant),
  v.transform((at): Instant | null => (at?.startsWith('9999-') === true ? null : at)),
);

/** The tenant that a boundary of Entra ID is. */
export function tenantIn({ boundary }: Pick<Task, 'boundary'>): string {
  return boundary.slice(boundary.indexOf(':') + 1);
}

/** An object of the tenant that a page is about. */
export function objectIn(into: Reading, objectId: string): EntityId {
  return directoryObject(tenantIn(into.task), objectId);
}

/** Kinds whose values are the connector's own. */
type OwnKind = Exclude<FactKind, keyof KnownFactValues>;

/** Adds a fact with a value of the connector's own. */
export function tell(into: Reading, kind: OwnKind, key: string, value: { readonly type: string }, at: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind, boundary, surface, key, value: value as unknown as Json, pointer: at });
}

export function tellIdentity(into: Reading, value: Identity, at: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'identity', boundary, surface, key: value.id, value, pointer: at });
}

export function tellCredential(into: Reading, value: Credential, at: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'credential', boundary, surface, key: value.id, value, pointer: at });
}

export function tellUsage(into: Reading, value: Usage, at: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'usage', boundary, surface, key: value.identity, value, pointer: at });
}

/** A gap of any cause about what a page should tell. `at`: RFC 6901, in the page's body. */
export function missing(into: Reading, cause: 'unsupported' | 'vanished', what: string, at: string, subject?: EntityId): void {
  const { boundary, surface } = into.task;
  const about = subject === undefined ? {} : { subject };
  into.gaps.push({ boundary, surface, ...about, cause, detail: `${what} (at ${at === '' ? 'the top' : at})` });
}

/** Whether a body is a list at all, be it an empty one: only then was what it is about answered. */
export function isListed(body: Json): boolean {
  return isJsonObject(body) && Array.isArray(body['value']);
}

/** An argument of a task; empty where it has none of that name. */
export function arg(args: Json, name: string): string {
  const value = isJsonObject(args) ? args[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The query of a path, encoded once. Names stand as they are; of values every character with a meaning in URLs is escaped. */
export function query(options: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** A tenant whose own word on itself was read, with the time of it. */
export interface SeenTenant {
  readonly boundary: BoundaryId;
  readonly tenant: TenantFact;
  /** When the page that tells it was received; `null` = not known. */
  readonly at: Instant | null;
}

/** The tenants that may be asked, in the order of the facts. */
export function tenantsIn(seen: FactIndex): readonly SeenTenant[] {
  const tenants: SeenTenant[] = [];
  for (const { boundary, key, value, pages } of seen.ofKind('observation')) {
    if (key !== 'tenant' || !boundary.startsWith('entra:')) continue;
    const times = pages.map(({ page }) => seen.saidAt?.(page) ?? null).filter((each) => each !== null);
    const at = times.reduce<Instant | null>((least, each) => (least === null || each < least ? each : least), null);
    tenants.push({ boundary, tenant: value as unknown as TenantFact, at });
  }
  return tenants;
}
