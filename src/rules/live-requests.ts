import type { Assured } from '../model/assured.ts';
import type { RequestCase } from '../model/authorisation.ts';
import type { EntityId } from '../model/ids.ts';
import { isSameId } from '../model/same-id.ts';
import type { View } from '../model/view.ts';
import { msOf } from './requests.ts';

const bySubject = new WeakMap<Assured, ReadonlyMap<EntityId, readonly RequestCase[]>>();

/** Other requests of the same subjects that hold now, in the order of their ids. */
export function rivalsOf(view: View, request: RequestCase): readonly RequestCase[] {
  const { assured } = view;
  let known = bySubject.get(assured);
  if (known === undefined) {
    const made = new Map<EntityId, RequestCase[]>();
    for (const each of assured.requests) {
      if (isLive(view, each)) for (const subject of each.subjects) made.set(subject, [...(made.get(subject) ?? []), each]);
    }
    bySubject.set(assured, (known = made));
  }
  const all = new Set(request.subjects.flatMap((each) => known.get(each) ?? []));
  return [...all].filter(({ id }) => id !== request.id).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function begin({ from, approvedAt }: RequestCase): number {
  return msOf(from) ?? msOf(approvedAt) ?? -Infinity;
}

/** Approved, begun, and neither over nor closed. */
export function isLive({ now }: View, each: RequestCase): boolean {
  const { approvedAt, deniedAt, endedAt, until } = each;
  if (approvedAt === null || (deniedAt !== null && deniedAt >= approvedAt)) return false;
  return begin(each) <= now && (msOf(until) ?? Infinity) > now && (msOf(endedAt) ?? Infinity) > now;
}

/** Which of two began first; of two that began together the lesser id. */
export function isBefore(a: RequestCase, b: RequestCase): boolean {
  return a.id !== b.id && (begin(a) < begin(b) || (begin(a) === begin(b) && a.id < b.id));
}

/** How long both hold, up to the end of the one that ends first; without any end up to now. */
export function together({ now }: View, a: RequestCase, b: RequestCase): number {
  const end = Math.min(msOf(a.until) ?? Infinity, msOf(b.until) ?? Infinity);
  return (Number.isFinite(end) ? end : now) - Math.max(begin(a), begin(b));
}

/** Somebody is a subject of both, and both name the same object on places of which one holds the other; what names no object is no such right. */
export function isSameRight({ scopes }: View, a: RequestCase, b: RequestCase): boolean {
  if (!a.subjects.some((each) => b.subjects.includes(each))) return false;
  return a.asked.some((one) =>
    b.asked.some((other) => {
      if (one.object === null || other.object === null || !isSameId(one.object.toLowerCase(), other.object.toLowerCase())) return false;
      const { scope: wide } = one;
      const { scope: narrow } = other;
      return wide === null || narrow === null || wide === narrow || scopes.contains(wide, narrow) || scopes.contains(narrow, wide);
    }),
  );
}
