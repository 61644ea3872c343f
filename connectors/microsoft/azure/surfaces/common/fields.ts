import * as v from 'valibot';
import type { Instant } from '../../../../../src/base/instant.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import { instant } from '../../../../../src/contract/reading.ts';
import { isGuid, lastSegment } from '../../../ids.ts';

/** Text that must be there. */
export const text = v.pipe(v.string(), v.nonEmpty());
/** Text that decides nothing: absent, null and empty are all `null`. */
export const words = v.pipe(
  v.nullish(v.string(), null),
  v.transform((told): string | null => (told === null || told === '' ? null : told)),
);
export const guid = v.pipe(
  v.string(),
  v.check((told) => isGuid(told), 'no GUID'),
  v.toLowerCase(),
);
/** An object id where the service may leave it out, or say that there is none by an empty text. */
export const maybeGuid = v.pipe(
  words,
  v.transform((told): string | null => (told === null ? null : told.toLowerCase())),
);
/** A resource id, or another path of Azure Resource Manager, in lower case. */
export const resourceId = v.pipe(
  v.string(),
  v.startsWith('/', 'no resource id'),
  v.transform((told) => told.toLowerCase().replace(/\/+$/, '')),
);
export const maybeResourceId = v.nullish(
  v.union([
    resourceId,
    v.pipe(
      v.literal(''),
      v.transform(() => null),
    ),
  ]),
  null,
);
/** Another row that is named and decides nothing: by its path, or by a number alone as the examples of the specification have it. */
export const maybeNamed = v.pipe(
  words,
  v.transform((told): string | null => (told === null ? null : told.toLowerCase().replace(/\/+$/, ''))),
);
/** The GUID of a role definition; what stands before it differs from scope to scope. */
export const role = v.pipe(
  v.string(),
  v.transform(lastSegment),
  v.check((told) => isGuid(told), 'no id of a role definition'),
);
/** `Applied`, `ASSIGNED`: the same word in lower case. */
export function word<const T extends string>(allowed: readonly T[]) {
  return v.pipe(v.string(), v.toLowerCase(), v.picklist(allowed));
}
export const maybeTime = v.nullish(instant, null);
/** An end: Microsoft writes that there is none as null, or as the last moment of the year 9999. */
export const end = v.pipe(
  maybeTime,
  v.transform((told): Instant | null => (told === null || told.startsWith('9999-') ? null : told)),
);
/** Texts that are a set: sorted, each once; the service leaves out an empty one, or says null. */
export const names = v.pipe(
  v.nullish(v.array(v.string()), []),
  v.transform((told): readonly string[] => [...new Set(told)].sort(byCodeUnit)),
);
/** As the service gives them: the parts belong together. Older versions of the API do not tell of a condition, which is not that there is none. */
export const permissions = v.array(
  v.object({
    actions: names,
    notActions: names,
    dataActions: names,
    notDataActions: names,
    condition: v.exactOptional(v.nullable(v.string())),
  }),
);
