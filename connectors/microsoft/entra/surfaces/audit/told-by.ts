import type { Json } from '../../../../../src/base/json.ts';
import { parseInstant, instantOf } from '../../../../../src/base/instant.ts';
import type { Instant } from '../../../../../src/base/instant.ts';
import { isGuid } from '../../../ids.ts';
import type { AuditEntry, AuditTarget } from './schema.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The id where it is one of an object, in lower case. */
export function objectId(id: string | null | undefined): string | null {
  const known = id?.trim().toLowerCase() ?? '';
  return isGuid(known) && known !== NOBODY ? known : null;
}

export function typeOf(target: AuditTarget): string {
  return (target.type ?? target.Type ?? '').toLowerCase();
}

/** The first target of one of these types that has an id, leaving out one id. */
export function targetOf({ targetResources }: AuditEntry, types: readonly string[], but?: string | null): string | null {
  for (const target of targetResources) {
    const id = objectId(target.id);
    if (id !== null && id !== but && types.includes(typeOf(target))) return id;
  }
  return null;
}

/** A detail by its name, whatever its case; `null` where it is not there or empty. The set of names differs from entry to entry. */
export function detail({ additionalDetails }: AuditEntry, ...names: readonly string[]): string | null {
  for (const name of names) {
    const found = additionalDetails?.find((each) => each.key?.trim().toLowerCase() === name.toLowerCase());
    const value = found?.value?.trim() ?? '';
    if (value !== '') return value;
  }
  return null;
}

/** An end. Microsoft writes that there is none as a time of the year 9999. */
export function detailTime(entry: AuditEntry, name: string): Instant | null {
  const value = detail(entry, name);
  const time = value === null ? undefined : parseInstant(value);
  const at = time === undefined ? null : instantOf(time);
  return at?.startsWith('9999-') === true ? null : at;
}

/** A changed property's values, read from the JSON that they are written as, else as they stand. `null` where nothing is told. */
export function changed(entry: AuditEntry, ...names: readonly string[]): { readonly old: Json; readonly now: Json } | null {
  for (const name of names) {
    for (const { modifiedProperties } of entry.targetResources) {
      const found = modifiedProperties?.find((each) => each.displayName?.trim().toLowerCase() === name.toLowerCase());
      if (found !== undefined) return { old: unwrapped(found.oldValue), now: unwrapped(found.newValue) };
    }
  }
  return null;
}

/** The id in a changed property: what it became, or what it was. */
export function changedId(entry: AuditEntry, ...names: readonly string[]): string | null {
  for (const name of names) {
    const values = changed(entry, name);
    const id = idIn(values?.now) ?? idIn(values?.old);
    if (id !== null) return id;
  }
  return null;
}

function idIn(value: Json | undefined): string | null {
  const one: Json | undefined = Array.isArray(value) ? (value as readonly Json[])[0] : value;
  return typeof one === 'string' ? objectId(one) : null;
}

function unwrapped(value: string | null | undefined): Json {
  if (value === null || value === undefined) return null;
  try {
    return JSON.parse(value) as Json;
  } catch {
    // not all values are written as JSON: it then says itself
    return value;
  }
}
